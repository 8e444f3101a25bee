#include "view/knobs.h"

#include <math.h>

enum { NOTCHES = 24 };

/* A knob: its command, its setting, and where it catches. No notches: every whole number. */
typedef struct Knob {
    const char *command;
    double (*setting)(const Session *session);
    double notches[NOTCHES]; /* rising; the first 0 after a larger one ends them */
} Knob;

static double knob_temperature(const Session *session)
{
    return session->sampler.settings.temperature;
}

/* 0 keeps all tokens: more than any number. */
static double knob_top_k(const Session *session)
{
    int64_t k = session->sampler.settings.top_k;
    return k ? (double)k : INFINITY;
}

static double knob_top_p(const Session *session)
{
    return session->sampler.settings.top_p;
}

static double knob_repetition_penalty(const Session *session)
{
    return session->sampler.settings.repetition_penalty;
}

static double knob_seed(const Session *session)
{
    return (double)session->sampler.settings.seed;
}

static const Knob knobs[] = {
    {"temperature", knob_temperature, {0,   0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
                                       1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2,   2.5, 3,   5,   10}},
    {"top-k", knob_top_k, {1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 75, 100, 200, 500, 1000, INFINITY}},
    {"top-p", knob_top_p, {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1}},
    {"repetition-penalty", knob_repetition_penalty, {0.5, 0.8, 1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.5, 2, 3}},
    {"seed", knob_seed, {0}},
};

enum { KNOBS = sizeof knobs / sizeof *knobs };

static const Knob *knob_in_hand(int knob)
{
    return &knobs[knob >= 0 && knob < KNOBS ? knob : 0];
}

int knobs_next(int knob)
{
    return (knob + 1) % KNOBS;
}

/* The next notch in this direction, or where the knob is already: its end. Notches from `most` on are left out, but
 * for the last one: to keep so many tokens is to keep all. */
static double knob_notch(const Knob *knob, double now, double most, int direction)
{
    double found = now;
    for (int i = 0; i < NOTCHES && (i == 0 || knob->notches[i] > knob->notches[i - 1]); i++) {
        double notch = knob->notches[i];
        if (notch >= most && !isinf(notch))
            continue;
        if (direction < 0 ? notch < now : notch > now && found == now)
            found = notch;
    }
    return found;
}

/* The random number keeps its place in the sequence, now another seed's. */
static Reaction knob_turn_seed(const Session *session, int direction)
{
    uint64_t seed = session->sampler.settings.seed;
    if ((direction < 0 && seed == 0) || seed >= INT64_MAX - 1)
        return reaction_nothing;
    seed = direction < 0 ? seed - 1 : seed + 1;
    return reaction_command("seed %llu %lld", (unsigned long long)seed, (long long)session->random_used);
}

Reaction knobs_turn(const Session *session, int at, int direction)
{
    const Knob *knob = knob_in_hand(at);
    if (knob->setting == knob_seed)
        return knob_turn_seed(session, direction);
    double now = knob->setting(session), most = INFINITY;
    if (knob->setting == knob_top_k)
        most = (double)session->model->config.vocab;
    double next = knob_notch(knob, now, most, direction);
    if (next == now)
        return reaction_nothing;
    return reaction_command("%s %g", knob->command, isinf(next) ? 0 : next);
}

void knobs_print(const Session *session, int in_hand, Buffer *out)
{
    for (int i = 0; i < KNOBS; i++) {
        bool chosen = &knobs[i] == knob_in_hand(in_hand);
        double now = knobs[i].setting(session);
        buffer_format(out, "%s%s%s ", i ? " " : "", chosen ? "[" : " ", knobs[i].command);
        buffer_format(out, isinf(now) ? "all" : "%.15g", now);
        buffer_append_text(out, chosen ? "]" : " ");
    }
}
