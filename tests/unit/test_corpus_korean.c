/* Korean by rule: syllables, particles, endings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "corpus/hangul.h"
#include "corpus/korean.h"
#include "corpus/particle.h"

static void test_every_syllable_splits_and_joins(void **state)
{
    (void)state;
    Syllable syllable;
    for (uint32_t code_point = 0xAC00; code_point <= 0xD7A3; code_point++) {
        assert_true(hangul_split(code_point, &syllable));
        assert_int_equal(syllable.final, (code_point - 0xAC00) % 28);
        assert_int_equal(hangul_join(syllable), code_point);
    }
    assert_false(hangul_split(0xABFF, &syllable));
    assert_false(hangul_split(0xD7A4, &syllable));
}

static void assert_resolves(const char *text, const char *expected)
{
    Buffer out = {0};
    particle_resolve(text, &out);
    assert_string_equal(buffer_text(&out), expected);
    buffer_free(&out);
}

/* 가 각 갂 ... 갛: every final there is. */
static void test_particles_agree_with_every_final(void **state)
{
    (void)state;
    for (int final = 0; final < 28; final++) {
        Buffer noun = {0};
        hangul_append(&noun, (Syllable){0, MEDIAL_A, final});
        for (const Particle *particle = particles; particle->pair; particle++) {
            bool open = final == FINAL_NONE || (final == FINAL_RIEUL && !strcmp(particle->pair, "으로/로"));
            const char *form = particle_form(particle, buffer_text(&noun), noun.length);
            assert_string_equal(form, open ? particle->open : particle->closed);
        }
        buffer_free(&noun);
    }
}

static void test_particles_in_sentences(void **state)
{
    (void)state;
    assert_resolves("민수은/는 책을/를 읽었다.", "민수는 책을 읽었다.");
    assert_resolves("하준은/는 사과을/를 먹고 물와/과 빵와/과", "하준은 사과를 먹고 물과 빵과");
    assert_resolves("서울으로/로 부산으로/로 학교으로/로", "서울로 부산으로 학교로");
    assert_resolves("지우아/야! 하준아/야!", "지우야! 하준아!");
    assert_resolves("사과이에요/예요. 빵이에요/예요.", "사과예요. 빵이에요.");
    assert_resolves("사과이다/다. 빵이었다/였다. 배이었다/였다.", "사과다. 빵이었다. 배였다.");
    assert_resolves("친구이랑/랑 동생이랑/랑", "친구랑 동생이랑");
    assert_resolves("루마이라는/라는 나라, 하람이라는/라는 도시", "루마라는 나라, 하람이라는 도시");
}

static void test_particles_follow_numbers_as_they_are_read(void **state)
{
    (void)state;
    assert_resolves("1을/를 2을/를 3을/를 4을/를 5을/를", "1을 2를 3을 4를 5를");
    assert_resolves("6을/를 7을/를 8을/를 9을/를 10을/를", "6을 7을 8을 9를 10을");
    assert_resolves("1으로/로 3으로/로 7으로/로", "1로 3으로 7로");
}

static void test_particles_look_through_closing_marks(void **state)
{
    (void)state;
    assert_resolves("\"빵\"이라고/라고 \"배\"이라고/라고", "\"빵\"이라고 \"배\"라고");
    assert_resolves("빵=>을/를", "빵=>을");
}

/* verb or adjective, class, form, style, what it gives */
typedef struct Conjugation {
    const char *word;
    KoreanClass class;
    bool adjective;
    const char *form;
    KoreanStyle style;
    const char *expected;
} Conjugation;

enum { V = false, A = true };

static const Conjugation conjugations[] = {
    {"가다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "갔다"},
    {"가다", KOREAN_REGULAR, V, "now", STYLE_HAERA, "간다"},
    {"가다", KOREAN_REGULAR, V, "now", STYLE_HAEYO, "가요"},
    {"가다", KOREAN_REGULAR, V, "now", STYLE_HAE, "가"},
    {"가다", KOREAN_REGULAR, V, "now", STYLE_HAPNIDA, "갑니다"},
    {"가다", KOREAN_REGULAR, V, "will", STYLE_HAE, "갈 거야"},
    {"가다", KOREAN_REGULAR, V, "ask", STYLE_HAE, "가니"},
    {"가다", KOREAN_REGULAR, V, "asked", STYLE_HAEYO, "갔어요"},
    {"가다", KOREAN_REGULAR, V, "let", STYLE_HAE, "가자"},
    {"가다", KOREAN_REGULAR, V, "hpast", STYLE_HAERA, "가셨다"},
    {"먹다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "먹었다"},
    {"먹다", KOREAN_REGULAR, V, "now", STYLE_HAERA, "먹는다"},
    {"먹다", KOREAN_REGULAR, V, "now", STYLE_HAPNIDA, "먹습니다"},
    {"먹다", KOREAN_REGULAR, V, "please", STYLE_HAEYO, "먹으세요"},
    {"먹다", KOREAN_REGULAR, V, "을", STYLE_HAE, "먹을"},
    {"먹다", KOREAN_REGULAR, V, "which", STYLE_HAE, "먹는"},
    {"오다", KOREAN_REGULAR, V, "past", STYLE_HAEYO, "왔어요"},
    {"보다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "보았다"},
    {"보다", KOREAN_REGULAR, V, "past", STYLE_HAE, "봤어"},
    {"주다", KOREAN_REGULAR, V, "past", STYLE_HAEYO, "주었어요"},
    {"되다", KOREAN_REGULAR, V, "past", STYLE_HAPNIDA, "되었습니다"},
    {"나누다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "나누었다"},
    {"주다", KOREAN_REGULAR, V, "please", STYLE_HAE, "줘"},
    {"배우다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "배웠다"},
    {"마시다", KOREAN_REGULAR, V, "past", STYLE_HAEYO, "마셨어요"},
    {"마시다", KOREAN_REGULAR, V, "아서", STYLE_HAE, "마셔서"},
    {"보내다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "보냈다"},
    {"켜다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "켰다"},
    {"서다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "섰다"},
    {"되다", KOREAN_REGULAR, V, "now", STYLE_HAE, "돼"},
    {"쉬다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "쉬었다"},
    {"뛰다", KOREAN_REGULAR, V, "now", STYLE_HAEYO, "뛰어요"},
    {"읽다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "읽었다"},
    {"앉다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "앉았다"},
    {"놓다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "놓았다"},
    {"하다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "했다"},
    {"공부하다", KOREAN_REGULAR, V, "now", STYLE_HAEYO, "공부해요"},
    {"공부하다", KOREAN_REGULAR, V, "now", STYLE_HAERA, "공부한다"},
    {"살다", KOREAN_REGULAR, V, "now", STYLE_HAERA, "산다"},
    {"살다", KOREAN_REGULAR, V, "now", STYLE_HAPNIDA, "삽니다"},
    {"살다", KOREAN_REGULAR, V, "now", STYLE_HAEYO, "살아요"},
    {"살다", KOREAN_REGULAR, V, "which", STYLE_HAE, "사는"},
    {"살다", KOREAN_REGULAR, V, "으면", STYLE_HAE, "살면"},
    {"살다", KOREAN_REGULAR, V, "을", STYLE_HAE, "살"},
    {"살다", KOREAN_REGULAR, V, "음", STYLE_HAE, "삶"},
    {"만들다", KOREAN_REGULAR, V, "은", STYLE_HAE, "만든"},
    {"만들다", KOREAN_REGULAR, V, "please", STYLE_HAEYO, "만드세요"},
    {"만들다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "만들었다"},
    {"쓰다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "썼다"},
    {"모으다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "모았다"},
    {"담그다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "담갔다"},
    {"바쁘다", KOREAN_REGULAR, A, "now", STYLE_HAEYO, "바빠요"},
    {"예쁘다", KOREAN_REGULAR, A, "past", STYLE_HAERA, "예뻤다"},
    {"예쁘다", KOREAN_REGULAR, A, "which", STYLE_HAERA, "예쁜"},
    {"예쁘다", KOREAN_REGULAR, A, "now", STYLE_HAERA, "예쁘다"},
    {"작다", KOREAN_REGULAR, A, "which", STYLE_HAERA, "작은"},
    {"좋다", KOREAN_REGULAR, A, "now", STYLE_HAEYO, "좋아요"},
    {"길다", KOREAN_REGULAR, A, "which", STYLE_HAERA, "긴"},
    {"맛있다", KOREAN_REGULAR, A, "which", STYLE_HAERA, "맛있는"},
    {"없다", KOREAN_REGULAR, A, "는데", STYLE_HAERA, "없는데"},
    {"작다", KOREAN_REGULAR, A, "는데", STYLE_HAERA, "작은데"},
    {"돕다", KOREAN_BIEUP, V, "past", STYLE_HAERA, "도왔다"},
    {"돕다", KOREAN_BIEUP, V, "promise", STYLE_HAE, "도울게"},
    {"돕다", KOREAN_BIEUP, V, "now", STYLE_HAERA, "돕는다"},
    {"줍다", KOREAN_BIEUP, V, "past", STYLE_HAEYO, "주웠어요"},
    {"굽다", KOREAN_BIEUP, V, "아서", STYLE_HAE, "구워서"},
    {"춥다", KOREAN_BIEUP, A, "now", STYLE_HAE, "추워"},
    {"춥다", KOREAN_BIEUP, A, "which", STYLE_HAE, "추운"},
    {"아름답다", KOREAN_BIEUP, A, "past", STYLE_HAERA, "아름다웠다"},
    {"고맙다", KOREAN_BIEUP, A, "now", STYLE_HAPNIDA, "고맙습니다"},
    {"걷다", KOREAN_DIGEUT, V, "past", STYLE_HAERA, "걸었다"},
    {"걷다", KOREAN_DIGEUT, V, "으면", STYLE_HAE, "걸으면"},
    {"걷다", KOREAN_DIGEUT, V, "which", STYLE_HAE, "걷는"},
    {"듣다", KOREAN_DIGEUT, V, "now", STYLE_HAEYO, "들어요"},
    {"묻다", KOREAN_DIGEUT, V, "past", STYLE_HAPNIDA, "물었습니다"},
    {"짓다", KOREAN_SIOT, V, "past", STYLE_HAERA, "지었다"},
    {"짓다", KOREAN_SIOT, V, "을", STYLE_HAE, "지을"},
    {"낫다", KOREAN_SIOT, V, "past", STYLE_HAERA, "나았다"},
    {"씻다", KOREAN_REGULAR, V, "past", STYLE_HAERA, "씻었다"},
    {"모르다", KOREAN_REU, V, "now", STYLE_HAE, "몰라"},
    {"모르다", KOREAN_REU, V, "now", STYLE_HAERA, "모른다"},
    {"부르다", KOREAN_REU, V, "past", STYLE_HAERA, "불렀다"},
    {"고르다", KOREAN_REU, V, "past", STYLE_HAEYO, "골랐어요"},
    {"빠르다", KOREAN_REU, A, "which", STYLE_HAE, "빠른"},
    {"푸르다", KOREAN_REO, A, "past", STYLE_HAERA, "푸르렀다"},
    {"빨갛다", KOREAN_HIEUT, A, "now", STYLE_HAEYO, "빨개요"},
    {"빨갛다", KOREAN_HIEUT, A, "past", STYLE_HAERA, "빨갰다"},
    {"빨갛다", KOREAN_HIEUT, A, "which", STYLE_HAE, "빨간"},
    {"하얗다", KOREAN_HIEUT, A, "now", STYLE_HAE, "하얘"},
    {"그렇다", KOREAN_HIEUT, A, "now", STYLE_HAEYO, "그래요"},
    {"어떻다", KOREAN_HIEUT, A, "ask", STYLE_HAEYO, "어때요"},
    {"피다", KOREAN_APART, V, "past", STYLE_HAERA, "피었다"},
    {"아니다", KOREAN_APART, A, "now", STYLE_HAEYO, "아니에요"},
    {"아니다", KOREAN_APART, A, "now", STYLE_HAE, "아니야"},
    {"아니다", KOREAN_APART, A, "past", STYLE_HAERA, "아니었다"},
    {"이다", KOREAN_REGULAR, A, "now", STYLE_HAERA, "이다/다"},
    {"이다", KOREAN_REGULAR, A, "past", STYLE_HAEYO, "이었어요/였어요"},
    {"이다", KOREAN_REGULAR, A, "now", STYLE_HAPNIDA, "입니다"},
    {"이다", KOREAN_REGULAR, A, "ask", STYLE_HAERA, "인가"},
};

static void test_endings_follow_the_stem(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof conjugations / sizeof *conjugations; i++) {
        const Conjugation *row = &conjugations[i];
        Buffer out = {0};
        korean_form(&(Predicate){row->word, row->class, row->adjective}, row->form, row->style, &out);
        if (strcmp(buffer_text(&out), row->expected) != 0)
            fail_msg("%s + %s: %s, not %s", row->word, row->form, buffer_text(&out), row->expected);
        buffer_free(&out);
    }
}

static void test_an_ending_keeps_what_stands_before(void **state)
{
    (void)state;
    Buffer out = {0};
    buffer_append_text(&out, "하");
    korean_form(&(Predicate){"쓰다", KOREAN_REGULAR, false}, "past", STYLE_HAERA, &out);
    assert_string_equal(buffer_text(&out), "하썼다"); /* the harmony is the stem's own, not that of the text before */
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_syllable_splits_and_joins),
        cmocka_unit_test(test_particles_agree_with_every_final),
        cmocka_unit_test(test_particles_in_sentences),
        cmocka_unit_test(test_particles_follow_numbers_as_they_are_read),
        cmocka_unit_test(test_particles_look_through_closing_marks),
        cmocka_unit_test(test_endings_follow_the_stem),
        cmocka_unit_test(test_an_ending_keeps_what_stands_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
