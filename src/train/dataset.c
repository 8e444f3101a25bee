#include "train/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "train/tape.h"

/* Documents end to end. */
typedef struct Stream {
    int32_t *tokens;
    bool *begins; /* does a document begin here? */
    int64_t count;
    size_t token_capacity, begin_capacity;
    int64_t documents;
} Stream;

/* One way through the training stream: sequences in a random order, from a random place on. */
typedef struct Epoch {
    int64_t number; /* -1: none yet */
    int64_t offset; /* where the first sequence begins */
    int32_t *order; /* [sequences] */
} Epoch;

struct Dataset {
    DatasetOptions options;
    Stream training, held_out;
    int64_t sequences; /* of an epoch */
    Epoch epoch;
    uint64_t hash;
};

/* ---- reading ---- */

/* A corpus under reading. */
typedef struct Reading {
    Dataset *dataset;
    const Progress *progress;
    TokenIds ids;
} Reading;

/* FNV-1a (Fowler, Noll and Vo), its bits mixed once more so that the upper ones depend on every byte. */
static uint64_t hash_text(uint64_t hash, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3u;
    hash = (hash ^ hash >> 32) * 0xd6e8feb86659fd93u;
    return hash ^ hash >> 32;
}

static const uint64_t hash_start = 0xcbf29ce484222325u;

static void stream_append(Stream *stream, int32_t token, bool begins)
{
    stream->tokens = memory_grow(stream->tokens, &stream->token_capacity, (size_t)stream->count + 1, sizeof token);
    stream->begins = memory_grow(stream->begins, &stream->begin_capacity, (size_t)stream->count + 1, sizeof begins);
    stream->tokens[stream->count] = token;
    stream->begins[stream->count++] = begins;
}

static void stream_document(Stream *stream, const TokenIds *ids, int32_t begin, int32_t end)
{
    int64_t start = stream->count;
    if (begin != NO_TOKEN)
        stream_append(stream, begin, true);
    for (size_t i = 0; i < ids->count; i++)
        stream_append(stream, ids->ids[i], stream->count == start);
    if (end != NO_TOKEN && end != begin)
        stream_append(stream, end, stream->count == start);
    stream->documents++;
}

static bool is_held_out(const Dataset *dataset, const char *text, size_t length)
{
    return (double)hash_text(hash_start, text, length) * 0x1p-64 < dataset->options.held_out;
}

static Status take_document(void *context, const char *text, size_t length, double done, Error *error)
{
    Reading *reading = context;
    Dataset *dataset = reading->dataset;
    const DatasetOptions *options = &dataset->options;
    if (!progress_report(reading->progress, done))
        return error_set(error, STATUS_CANCELLED, "corpus: reading was stopped; start again");
    reading->ids.count = 0;
    TRY(tokenizer_encode(options->tokenizer, text, length, false, &reading->ids, error));
    Stream *stream = is_held_out(dataset, text, length) ? &dataset->held_out : &dataset->training;
    stream_document(stream, &reading->ids, options->begin, options->end);
    dataset->hash = hash_text(dataset->hash, reading->ids.ids, reading->ids.count * sizeof *reading->ids.ids);
    return STATUS_OK;
}

static Status dataset_check(Dataset *dataset, Error *error)
{
    int64_t context = dataset->options.context;
    if (dataset->training.count < context + 1)
        return error_set(error, STATUS_BAD_DATA,
                         "corpus: %lld tokens are too few for one sequence of %lld; give more text or less context",
                         (long long)dataset->training.count, (long long)context);
    if (dataset->options.held_out > 0 && !dataset->held_out.documents)
        return error_set(error, STATUS_BAD_DATA,
                         "corpus: of %lld documents none was held out; raise evaluation.held_out, or make it 0",
                         (long long)dataset->training.documents);
    int64_t whole = (dataset->training.count - 1) / context;
    dataset->sequences = whole > 1 ? whole - 1 : 1; /* one is left out, so that epochs may begin at different places */
    if (dataset->sequences > INT32_MAX)
        return error_set(error, STATUS_UNSUPPORTED, "corpus: more than %d sequences; give less text", INT32_MAX);
    return STATUS_OK;
}

static Status dataset_read(Dataset *dataset, const Progress *progress, Error *error)
{
    const DatasetOptions *options = &dataset->options;
    Reading reading = {.dataset = dataset, .progress = progress};
    dataset->hash = hash_text(hash_start, &options->held_out, sizeof options->held_out);
    Status status = documents_read_source(options->source, take_document, &reading, error);
    token_ids_free(&reading.ids);
    return status == STATUS_OK ? dataset_check(dataset, error) : status;
}

Status dataset_new(const DatasetOptions *options, const Progress *progress, Dataset **out, Error *error)
{
    Dataset *dataset = memory_new(1, sizeof *dataset);
    *dataset = (Dataset){.options = *options, .epoch = {.number = -1}};
    Status status = dataset_read(dataset, progress, error);
    dataset->options.source = NULL; /* the caller's */
    dataset->options.tokenizer = NULL;
    if (status != STATUS_OK)
        dataset_free(dataset);
    *out = status == STATUS_OK ? dataset : NULL;
    return status;
}

static void stream_free(Stream *stream)
{
    free(stream->tokens);
    free(stream->begins);
}

void dataset_free(Dataset *dataset)
{
    if (!dataset)
        return;
    stream_free(&dataset->training);
    stream_free(&dataset->held_out);
    free(dataset->epoch.order);
    free(dataset);
}

/* Sequences that a stream has, the last one perhaps not whole. */
static int64_t held_out_sequences(const Dataset *dataset)
{
    int64_t context = dataset->options.context, predicted = dataset->held_out.count - 1;
    return predicted > 0 ? (predicted + context - 1) / context : 0;
}

DatasetFacts dataset_facts(const Dataset *dataset)
{
    return (DatasetFacts){
        .documents = dataset->training.documents,
        .held_out_documents = dataset->held_out.documents,
        .tokens = dataset->training.count,
        .held_out_tokens = dataset->held_out.count,
        .sequences = dataset->sequences,
        .held_out_sequences = held_out_sequences(dataset),
        .hash = dataset->hash,
    };
}

/* ---- batches ---- */

/* Does position `at` say what comes after the one before it? The first token of a document does not, unless it also
 * says that the document before it is over. */
static bool is_target(const Dataset *dataset, const Stream *stream, int64_t at)
{
    bool says_end = dataset->options.end != NO_TOKEN && dataset->options.end == dataset->options.begin;
    return at < stream->count && (!stream->begins[at] || says_end);
}

/* Fills sequence `index` of the batch with what the stream has from `from` on. */
static void fill_sequence(const Dataset *dataset, const Stream *stream, int64_t from, int64_t index, Batch *batch)
{
    int64_t at = index * batch->context;
    int32_t start = 0;
    for (int32_t i = 0; i < batch->context; i++) {
        bool exists = from + i < stream->count, target = is_target(dataset, stream, from + i + 1);
        if (exists && stream->begins[from + i])
            start = i;
        batch->tokens[at + i] = exists ? stream->tokens[from + i] : 0;
        batch->targets[at + i] = target ? stream->tokens[from + i + 1] : TARGET_NONE;
        batch->document_start[at + i] = start;
        batch->counted += target;
    }
}

/* Shuffles by Fisher and Yates with random numbers that the seed and the epoch's number give. */
static void epoch_begin(Dataset *dataset, int64_t number)
{
    Epoch *epoch = &dataset->epoch;
    Random random;
    if (epoch->number == number)
        return;
    random_seed(&random, hash_text(dataset->options.seed ^ hash_start, &number, sizeof number));
    if (!epoch->order)
        epoch->order = memory_new((size_t)dataset->sequences, sizeof *epoch->order);
    int64_t spare = dataset->training.count - dataset->sequences * dataset->options.context; /* at least 1 */
    epoch->number = number;
    epoch->offset = (int64_t)random_below(&random, (uint64_t)spare);
    for (int32_t i = 0; i < dataset->sequences; i++) {
        int64_t other = (int64_t)random_below(&random, (uint64_t)i + 1);
        epoch->order[i] = epoch->order[other];
        epoch->order[other] = i;
    }
}

void dataset_batch(Dataset *dataset, int64_t number, Batch *batch)
{
    batch->counted = 0;
    for (int64_t i = 0; i < batch->sequences; i++) {
        int64_t sequence = number * batch->sequences + i;
        epoch_begin(dataset, sequence / dataset->sequences);
        int64_t place = dataset->epoch.order[sequence % dataset->sequences];
        fill_sequence(dataset, &dataset->training, dataset->epoch.offset + place * batch->context, i, batch);
    }
}

void dataset_held_out(const Dataset *dataset, int64_t first, Batch *batch)
{
    batch->counted = 0;
    for (int64_t i = 0; i < batch->sequences; i++)
        fill_sequence(dataset, &dataset->held_out, (first + i) * batch->context, i, batch);
}

Status batch_init(Batch *batch, int64_t sequences, int64_t context, Error *error)
{
    size_t count = (size_t)(sequences * context);
    *batch = (Batch){.sequences = sequences, .context = context};
    batch->tokens = memory_try(3 * count, sizeof *batch->tokens);
    if (!batch->tokens)
        return error_set(error, STATUS_NO_MEMORY, "training: no memory for a batch; choose a smaller one");
    batch->targets = batch->tokens + count;
    batch->document_start = batch->targets + count;
    return STATUS_OK;
}

void batch_free(Batch *batch)
{
    free(batch->tokens);
    *batch = (Batch){0};
}
