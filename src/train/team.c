#include "train/team.h"

#include <stdlib.h>

#include "base/memory.h"

/* One thread's part. */
typedef struct Member {
    int64_t from, to; /* its sequences */
    Tape *tape;       /* for `at_once` of them */
    double loss;      /* its share of the mean */
    Profile profile;  /* where its time went, if anybody measures */
} Member;

struct Team {
    Crew *crew;
    Member *members; /* [size] */
    int size;        /* the crew's */
    int64_t context, at_once;
};

/* The values of so many positions at once were fastest, by measurement: fewer leave the matrix kernels too little to
 * do, more do not stay in the cache. */
enum { POSITIONS_AT_ONCE = 256 };

/* The largest number of sequences at once that leaves no rest in anybody's share. */
static int64_t choose_at_once(const Team *team)
{
    int64_t most = POSITIONS_AT_ONCE / team->context;
    for (int64_t at_once = most; at_once > 1; at_once--) {
        bool fits = true;
        for (int i = 0; i < team->size; i++)
            fits = fits && (team->members[i].to - team->members[i].from) % at_once == 0;
        if (fits)
            return at_once;
    }
    return 1;
}

Status team_new(const Model *model, int64_t sequences, int64_t context, Crew *crew, Team **out, Error *error)
{
    Team *team = memory_new(1, sizeof *team);
    *team = (Team){.crew = crew, .size = crew_size(crew), .context = context};
    team->members = memory_new((size_t)team->size, sizeof *team->members);
    for (int i = 0; i < team->size; i++)
        team->members[i] = (Member){.from = sequences * i / team->size, .to = sequences * (i + 1) / team->size};
    team->at_once = choose_at_once(team);
    Status status = STATUS_OK;
    for (int i = 0; i < team->size && status == STATUS_OK; i++)
        status = tape_new(model, team->at_once, context, 1, &team->members[i].tape, error);
    if (status != STATUS_OK)
        team_free(team);
    *out = status == STATUS_OK ? team : NULL;
    return status;
}

void team_free(Team *team)
{
    if (!team)
        return;
    for (int i = 0; i < team->size; i++)
        tape_free(team->members[i].tape);
    free(team->members);
    free(team);
}

/* A batch at work. */
typedef struct Run {
    const Team *team;
    const Batch *batch;
    const Dropout *dropout; /* NULL: none */
    Real *const *const *gradients;
} Run;

static void member_run(void *context, int number)
{
    const Run *run = context;
    const Team *team = run->team;
    const Batch *batch = run->batch;
    Member *member = &team->members[number];
    member->loss = 0;
    for (int64_t sequence = member->from; sequence < member->to; sequence += team->at_once) {
        int64_t at = sequence * team->context;
        Dropout dropout = run->dropout ? *run->dropout : (Dropout){0};
        dropout.first = at;
        tape_dropout(member->tape, &dropout);
        tape_forward_documents(member->tape, batch->tokens + at, batch->document_start + at);
        member->loss += tape_loss_of(member->tape, batch->targets + at, batch->counted);
        if (run->gradients)
            tape_backward(member->tape, run->gradients[number]);
    }
}

double team_run(Team *team, const Batch *batch, const Dropout *dropout, Real *const *const *gradients)
{
    double loss = 0;
    crew_run(team->crew, member_run, &(Run){.team = team, .batch = batch, .dropout = dropout, .gradients = gradients});
    for (int i = 0; i < team->size; i++)
        loss += team->members[i].loss;
    return loss;
}

void team_measure(Team *team)
{
    for (int i = 0; i < team->size; i++) {
        team->members[i].profile = (Profile){0};
        tape_profile(team->members[i].tape, &team->members[i].profile);
    }
}

Profile team_profile(const Team *team)
{
    Profile sum = {0};
    for (int i = 0; i < team->size; i++)
        profile_add(&sum, &team->members[i].profile);
    return sum;
}
