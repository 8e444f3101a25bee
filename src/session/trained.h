/* A trained model in a session's hands: to step through it as through any other, and back again. */
#ifndef SESSION_TRAINED_H
#define SESSION_TRAINED_H

#include "session/session.h"

/* Begins a run, in place of the one before, which ends. */
Status session_train(Session *session, const TrainingRequest *request, Error *error);

/* Makes a copy of the run's model, as it is now, the session's model, with the tokens that are watched. What was there
 * before stays aside with its passes and edits. NOT_FOUND where nothing is trained. */
Status session_take_trained(Session *session, Error *error);

/* Brings back what was put aside; NOT_FOUND where that is nothing. */
Status session_take_back(Session *session, Error *error);

/* Opens another model in the place of the one that is here, without a text; views, colours and language stay. */
Status session_change_model(Session *session, const char *name, Error *error);

/* Lets expressions name the run's numbers, train.loss and the like: for a machine that has come into the session. */
void session_offer_facts(Session *session);

/* Grows whenever there is something new to see, of the training too. */
int session_news(const Session *session);

#endif
