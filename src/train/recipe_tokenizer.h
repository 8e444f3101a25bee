/* The tokenizer that a recipe wants to be trained. */
#ifndef TRAIN_RECIPE_TOKENIZER_H
#define TRAIN_RECIPE_TOKENIZER_H

#include "base/progress.h"
#include "train/documents.h"
#include "train/recipe.h"

/* Appends the tokenizer.json that is learnt from a source's documents. Same documents, same recipe: same bytes. */
Status recipe_train_tokenizer(const Recipe *recipe, const DocumentSource *source, const Progress *progress,
                              Buffer *json, Error *error);

#endif
