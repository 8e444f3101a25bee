#include "base/crew.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"

typedef struct Member {
    Crew *crew;
    int number;
    pthread_t thread;
} Member;

struct Crew {
    int size, started; /* members 1 .. started have threads */
    Member *members;
    pthread_mutex_t lock; /* for all that follows */
    pthread_cond_t begin, done;
    CrewWork *work;
    void *context;
    long call;   /* which crew_run it is */
    int working; /* members with threads that are not ready yet */
    bool leaving;
};

/* Waits for a call that is newer than `call`; false when the crew breaks up. */
static bool member_wait(Crew *crew, long *call)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->call == *call && !crew->leaving)
        pthread_cond_wait(&crew->begin, &crew->lock);
    *call = crew->call;
    bool stays = !crew->leaving;
    pthread_mutex_unlock(&crew->lock);
    return stays;
}

static void member_done(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    if (!--crew->working)
        pthread_cond_signal(&crew->done);
    pthread_mutex_unlock(&crew->lock);
}

static void *member_live(void *argument)
{
    Member *member = argument;
    long call = 0;
    while (member_wait(member->crew, &call)) {
        member->crew->work(member->crew->context, member->number);
        member_done(member->crew);
    }
    return NULL;
}

/* Signals are for the thread that waits for them: the crew's own have none. */
static int member_start(Member *member)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int failed = pthread_create(&member->thread, NULL, member_live, member);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

Crew *crew_new(int size)
{
    Crew *crew = memory_new(1, sizeof *crew);
    crew->size = size;
    crew->members = memory_new((size_t)size, sizeof *crew->members);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->begin, NULL);
    pthread_cond_init(&crew->done, NULL);
    for (int i = 1; i < size; i++) {
        crew->members[i] = (Member){.crew = crew, .number = i};
        if (member_start(&crew->members[i]))
            break;
        crew->started = i;
    }
    return crew;
}

void crew_free(Crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->leaving = true;
    pthread_cond_broadcast(&crew->begin);
    pthread_mutex_unlock(&crew->lock);
    for (int i = 1; i <= crew->started; i++)
        pthread_join(crew->members[i].thread, NULL);
    pthread_cond_destroy(&crew->begin);
    pthread_cond_destroy(&crew->done);
    pthread_mutex_destroy(&crew->lock);
    free(crew->members);
    free(crew);
}

int crew_size(const Crew *crew)
{
    return crew->size;
}

static void crew_begin(Crew *crew, CrewWork *work, void *context)
{
    pthread_mutex_lock(&crew->lock);
    crew->work = work;
    crew->context = context;
    crew->working = crew->started;
    crew->call++;
    pthread_cond_broadcast(&crew->begin);
    pthread_mutex_unlock(&crew->lock);
}

static void crew_wait(Crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (crew->working)
        pthread_cond_wait(&crew->done, &crew->lock);
    pthread_mutex_unlock(&crew->lock);
}

void crew_run(Crew *crew, CrewWork *work, void *context)
{
    if (crew->started)
        crew_begin(crew, work, context);
    work(context, 0);
    for (int i = crew->started + 1; i < crew->size; i++)
        work(context, i);
    if (crew->started)
        crew_wait(crew);
}
