#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/translate.h"
#include "cli/probe_parts.h"
#include "run/likelihood.h"

enum { ANSWERS = 1 + PROBE_WRONG };

/* Some kinds have few questions: after so many tries for each that is wanted, there are no more. */
enum { TRIES = 4 };

/* The questions of a row so far, each with its right answer: chance makes some again. */
typedef struct Asked {
    Map questions;
    Arena texts;
} Asked;

/* The prompt and an answer are encoded together, as documents are: a token may reach from the one into the other. */
static Status encode(const Probing *probing, const ProbeCase *probe, const Buffer *answer, TokenIds *ids, Error *error)
{
    Buffer text = {0};
    buffer_append(&text, probe->prompt.bytes, probe->prompt.length);
    buffer_append(&text, answer->bytes, answer->length);
    token_ids_append(ids, (int32_t)probing->model->config.bos);
    Status status = tokenizer_encode(probing->model->tokenizer, text.bytes, text.length, false, ids, error);
    buffer_free(&text);
    return status;
}

/* Takes as many tokens behind the first one from every text as the longest has too many. */
static bool shorten(TokenIds *texts, int count, int64_t context)
{
    size_t longest = 0;
    for (int i = 0; i < count; i++)
        longest = texts[i].count > longest ? texts[i].count : longest;
    if (longest <= (size_t)context)
        return false;
    for (int i = 0; i < count; i++) {
        size_t excess = longest - (size_t)context, rest = texts[i].count - 1;
        if (excess > rest)
            excess = rest;
        memmove(texts[i].ids + 1, texts[i].ids + 1 + excess, (rest - excess) * sizeof *texts[i].ids);
        texts[i].count -= excess;
    }
    return true;
}

static bool first_is_best(const double *scores, int count)
{
    for (int i = 1; i < count; i++)
        if (scores[i] >= scores[0])
            return false;
    return true;
}

/* Where there is a right answer, it is the first of the texts. */
static Status answer(const Probing *probing, const ProbeCase *probe, TokenIds texts[ANSWERS], ProbeRow *row,
                     Error *error)
{
    double scores[ANSWERS], entropy;
    int count = 0;
    bool known = probe->right.length > 0;
    if (known)
        TRY(encode(probing, probe, &probe->right, &texts[count++], error));
    for (int i = 0; i < probe->wrong_count; i++)
        TRY(encode(probing, probe, &probe->wrong[i], &texts[count++], error));
    row->shortened += shorten(texts, count, probing->model->config.context);
    TRY(likelihood_compare(probing->machine, texts, count, scores, &entropy, error));
    row->cases++;
    row->right += known && first_is_best(scores, count);
    row->entropy += entropy / log(2);
    return STATUS_OK;
}

static bool is_new(Asked *asked, const ProbeCase *probe)
{
    char *question = arena_format(&asked->texts, "%s=>%s", buffer_text(&probe->prompt), buffer_text(&probe->right));
    return map_add(&asked->questions, question, strlen(question), 0);
}

static Status answer_case(const Probing *probing, int64_t index, Asked *asked, ProbeRow *row, Error *error)
{
    ProbeCase probe = {0};
    TokenIds texts[ANSWERS] = {0};
    Status status =
        corpus_probe(probing->corpus, row->kind, row->language, probing->seed, (uint64_t)index, &probe, error);
    if (status == STATUS_OK && is_new(asked, &probe))
        status = answer(probing, &probe, texts, row, error);
    for (int i = 0; i < ANSWERS; i++)
        token_ids_free(&texts[i]);
    probe_case_free(&probe);
    return status;
}

static Status answer_cases(const Probing *probing, const Progress *progress, double done, double share, Asked *asked,
                           ProbeRow *row, Error *error)
{
    for (int64_t i = 0; row->cases < probing->cases && i < TRIES * probing->cases; i++) {
        TRY(answer_case(probing, i, asked, row, error));
        if (!progress_report(progress, done + share * (double)row->cases / (double)probing->cases))
            return error_set(error, STATUS_CANCELLED, _("probe: stopped; start it again when there is time"));
    }
    row->entropy /= (double)row->cases;
    return STATUS_OK;
}

static Status answer_row(const Probing *probing, const Progress *progress, double done, double share, ProbeRow *row,
                         Error *error)
{
    Asked asked = {0};
    Status status = answer_cases(probing, progress, done, share, &asked, row, error);
    map_free(&asked.questions);
    arena_free(&asked.texts);
    return status;
}

Status probe_answers(const Probing *probing, const Progress *progress, ProbeRow *rows, int *row_count, Error *error)
{
    *row_count = 0;
    for (int kind = 0; kind < PROBE_KINDS; kind++)
        for (int language = 0; language < CORPUS_LANGUAGES; language++)
            if (corpus_has_probe(probing->corpus, (ProbeKind)kind, (CorpusLanguage)language))
                rows[(*row_count)++] = (ProbeRow){.kind = (ProbeKind)kind, .language = (CorpusLanguage)language};
    for (int i = 0; i < *row_count; i++)
        TRY(answer_row(probing, progress, (double)i / *row_count, 1.0 / *row_count, &rows[i], error));
    return STATUS_OK;
}
