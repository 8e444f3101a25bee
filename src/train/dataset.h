/* Documents as token ids, and the batches that training takes from them.
 *
 * Documents lie one after the other in a stream, each begun by a `begin` token and ended by an `end` token. Where the
 * two are one (GPT-2's <|endoftext|>), the next document's first token is also this one's end. Sequences are pieces of
 * the stream, so that nothing is padded; what belongs to an earlier document of the same sequence is hidden by a
 * document mask. Some documents are held out: chosen by a hash of their text, so that the choice does not change when
 * others come or go, or move.
 *
 * Batches depend on the seed and their number alone: every epoch cuts the stream at another place and goes through
 * the pieces in another order.
 */
#ifndef TRAIN_DATASET_H
#define TRAIN_DATASET_H

#include <stdbool.h>

#include "base/progress.h"
#include "text/tokenizer.h"
#include "train/documents.h"

enum { NO_TOKEN = -1 };

typedef struct DatasetOptions {
    const DocumentSource *source;
    const Tokenizer *tokenizer;
    int32_t begin, end; /* token ids, or NO_TOKEN */
    double held_out;    /* share of the documents */
    int64_t context;    /* tokens of a sequence */
    uint64_t seed;
} DatasetOptions;

typedef struct Dataset Dataset;

/* What a tape is fed: each [sequences, context]. */
typedef struct Batch {
    int32_t *tokens, *targets, *document_start;
    int64_t sequences, context;
    int64_t counted; /* targets that are not TARGET_NONE */
} Batch;

typedef struct DatasetFacts {
    int64_t documents, held_out_documents;
    int64_t tokens, held_out_tokens;
    int64_t sequences, held_out_sequences; /* whole ones of an epoch; of held-out data the last may be partly empty */
    uint64_t hash;                         /* of all that decides the batches but seed and context */
} DatasetFacts;

/* Reads and tokenises the corpus. Too little text for one sequence is an error. dataset_free it. `options` may go. */
Status dataset_new(const DatasetOptions *options, const Progress *progress, Dataset **out, Error *error);
void dataset_free(Dataset *dataset); /* NULL is fine */

DatasetFacts dataset_facts(const Dataset *dataset);

/* Fills batch number `number`, counted from 0. */
void dataset_batch(Dataset *dataset, int64_t number, Batch *batch);

/* Fills a batch with held-out sequences from number `first` on; where they end, sequences without targets follow. */
void dataset_held_out(const Dataset *dataset, int64_t first, Batch *batch);

/* NO_MEMORY where the size is too large. batch_free it. */
Status batch_init(Batch *batch, int64_t sequences, int64_t context, Error *error);
void batch_free(Batch *batch);

#endif
