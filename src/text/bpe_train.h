/* Training a tokenizer: from texts to the tokenizer.json of a byte-level BPE.
 *
 *     bpe_trainer_new -> bpe_trainer_add, for each text -> bpe_trainer_finish -> bpe_trainer_free
 *
 * Texts are split into words by the very stages that the finished tokenizer has, so that what was counted is what
 * will be met. Same texts in the same order, same settings: same bytes.
 */
#ifndef TEXT_BPE_TRAIN_H
#define TEXT_BPE_TRAIN_H

#include "base/buffer.h"
#include "base/progress.h"
#include "text/bpe_learn.h"

typedef struct BpeTrainSettings {
    BpeLimits limits; /* the vocabulary counts the special tokens and the 256 bytes, too */
    const char *const *special;
    size_t special_count; /* they get the ids from 0 on, and are cut out of the texts */
    bool single_digits;   /* each digit is a word, so that no token holds more than one */
} BpeTrainSettings;

/* What has been seen and learnt. */
typedef struct BpeTrainFacts {
    size_t bytes, words, distinct_words; /* of the texts; `bytes` has special tokens in it, `words` has not */
    size_t vocabulary, merges;
} BpeTrainFacts;

typedef struct BpeTrainer BpeTrainer;

/* USAGE where the vocabulary has no room for the bytes and the special tokens, or a special token will not do. */
Status bpe_trainer_new(const BpeTrainSettings *settings, BpeTrainer **out, Error *error);
void bpe_trainer_free(BpeTrainer *trainer); /* NULL is fine */

/* Counts the words of a text, of any length; a byte that is no UTF-8 counts as U+FFFD. */
Status bpe_trainer_add(BpeTrainer *trainer, const char *text, size_t length, const Progress *progress, Error *error);

/* Learns the merges and appends the tokenizer.json; nothing can be added afterwards. Texts that run out of frequent
 * pairs give a smaller vocabulary than was asked for; texts without a word are BAD_DATA. */
Status bpe_trainer_finish(BpeTrainer *trainer, const Progress *progress, Buffer *json, Error *error);

BpeTrainFacts bpe_trainer_facts(const BpeTrainer *trainer);

#endif
