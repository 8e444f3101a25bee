#include "session/trained.h"

#include <math.h>
#include <string.h>

#include "base/translate.h"

Status session_train(Session *session, const TrainingRequest *request, Error *error)
{
    Training *training;
    TRY(training_open(request, &session->progress, &training, error));
    training_free(session->training);
    session->training = training;
    session->revision++;
    return STATUS_OK;
}

/* Who changes models wants to look at the same view in the same colours. */
static void keep_taste(const Session *from, Session *to)
{
    memcpy(to->language, from->language, sizeof from->language);
    memcpy(to->theme, from->theme, sizeof from->theme);
    memcpy(to->colormap, from->colormap, sizeof from->colormap);
    memcpy(to->focus.view, from->focus.view, sizeof from->focus.view);
    to->mouse_off = from->mouse_off;
}

Status session_take_trained(Session *session, Error *error)
{
    Model *model;
    if (!session->training)
        return error_set(error, STATUS_NOT_FOUND, _("train use: nothing is being trained; begin with train RECIPE"));
    TRY(training_copy_model(session->training, &session->progress, &model, error));
    Session *trained = session_new(model);
    TrainingSight sight = training_look(session->training);
    Status status = STATUS_OK;
    if (sight.watched_count)
        status = session_ids(trained, sight.watched, sight.watched_count, error);
    training_done(session->training);
    if (status != STATUS_OK) {
        session_free(trained);
        return status;
    }
    keep_taste(session, trained);
    session_exchange(session, trained);
    if (session->aside)
        session_free(trained); /* an earlier copy */
    else
        session->aside = trained;
    return STATUS_OK;
}

Status session_take_back(Session *session, Error *error)
{
    Session *aside = session->aside;
    if (!aside)
        return error_set(error, STATUS_NOT_FOUND,
                         _("train back: the model that was opened is here; take the trained one "
                           "with train use"));
    keep_taste(session, aside);
    session_exchange(session, aside);
    session->aside = NULL;
    session_free(aside);
    return STATUS_OK;
}

Status session_change_model(Session *session, const char *name, Error *error)
{
    Session *other;
    TRY(session_open(name, &other, error));
    keep_taste(session, other);
    session_exchange(session, other);
    session_free(other);
    return STATUS_OK;
}

/* A MachineFact; its context is a session. */
static double run_fact(void *context, const char *name)
{
    Session *session = context;
    if (!session->training)
        return NAN;
    TrainingSight sight = training_look(session->training);
    const TrainingStep *step = training_log_step(sight.log, sight.step);
    const LossPoint *held_out = training_log_held_out(sight.log, sight.step);
    const struct {
        const char *name;
        double number;
    } facts[] = {
        {"train.step", (double)sight.step},
        {"train.loss", step ? step->loss : NAN},
        {"train.held_out", held_out ? held_out->loss : NAN},
        {"train.rate", sight.rate},
        {"train.norm", step ? step->norm : NAN},
    };
    training_done(session->training);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!strcmp(facts[i].name, name))
            return facts[i].number;
    return NAN;
}

void session_offer_facts(Session *session)
{
    machine_set_facts(session->machine, run_fact, session);
}

int session_news(const Session *session)
{
    return session->revision + (session->training ? training_revision(session->training) : 0);
}
