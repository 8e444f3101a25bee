/* Rolls: several people (or things) and what goes with each, then all of them again in another order. Whoever reads one
 * on must look back for the right one, so a model learns here to bind what belongs together. Three at least stand in
 * each: probes ask about two.
 *
 * grammar/rolls.txt writes them: roll-NAME-say states one, roll-NAME-again comes back to it, with {x} and {y}.
 */
#ifndef CORPUS_ROLL_H
#define CORPUS_ROLL_H

#include "corpus/kind.h"

Status roll_document(Maker *maker, Error *error);

#endif
