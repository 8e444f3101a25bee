#include "base/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 5 };

static void count_call(void *context, int member)
{
    ((int *)context)[member]++;
}

static void test_every_member_works_once_a_call(void **state)
{
    (void)state;
    for (int size = 1; size <= MOST; size++) {
        int calls[MOST] = {0};
        Crew *crew = crew_new(size);
        assert_int_equal(crew_size(crew), size);
        for (int i = 0; i < 1000; i++)
            crew_run(crew, count_call, calls);
        for (int i = 0; i < MOST; i++)
            assert_int_equal(calls[i], i < size ? 1000 : 0);
        crew_free(crew);
    }
}

static void test_a_crew_may_go_without_having_worked(void **state)
{
    (void)state;
    crew_free(crew_new(3));
    crew_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_member_works_once_a_call),
        cmocka_unit_test(test_a_crew_may_go_without_having_worked),
    };
    return cmocka_run_group_tests_name("crew", tests, NULL, NULL);
}
