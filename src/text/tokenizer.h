/* A tokenizer: text to token ids and back, as a `tokenizer.json` describes it.
 *
 * Text goes through the stages that the file names, in this order:
 *
 *     text -> added tokens -> normaliser -> added tokens -> pre-tokeniser -> BPE -> post-processor -> ids
 *     ids -> pieces -> decoder -> text
 *
 * Byte pair encoding for words: Sennrich, Haddow and Birch, "Neural Machine Translation of Rare Words
 * with Subword Units", 2016. Bytes as its alphabet: Radford et al., "Language Models are Unsupervised
 * Multitask Learners", 2019 (GPT-2). Stages that have the names of the Python `tokenizers` library
 * give the same result as there.
 *
 * A Tokenizer never changes once opened, so that many readers may share it. It owns every `const
 * char *` that it returns. Growing results (TokenIds, Words, MergeHistory, Buffer) start
 * zero-initialised, are appended to, and are freed by the caller, after an error too.
 */
#ifndef TEXT_TOKENIZER_H
#define TEXT_TOKENIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

typedef struct Tokenizer Tokenizer;

/* Opens a tokenizer.json. Messages call it by `path`'s last part. A stage or field that stepformer
 * does not know is STATUS_UNSUPPORTED and named; a file that contradicts itself is STATUS_BAD_DATA. */
Status tokenizer_open(const char *path, Tokenizer **out, Error *error);

/* The same from memory; messages call it `where`. */
Status tokenizer_parse(const char *json_text, size_t length, const char *where, Tokenizer **out, Error *error);

void tokenizer_free(Tokenizer *tokenizer); /* NULL is fine */

/* ---- text to ids and back ---- */

typedef struct TokenIds {
    int32_t *ids;
    size_t count, capacity;
} TokenIds;

void token_ids_append(TokenIds *ids, int32_t id);
void token_ids_free(TokenIds *ids);

/* Appends the ids of `text`; with `add_special` also those of the post-processor (BOS and the like).
 * Each byte of `text` that is no UTF-8 counts as U+FFFD. Characters without a token become the unknown
 * token; where the file names none they are dropped. Fails where a regular expression of the file takes
 * more work than text of this length may cost. */
Status tokenizer_encode(const Tokenizer *tokenizer, const char *text, size_t length, bool add_special, TokenIds *out,
                        Error *error);

/* Appends the text that the ids stand for: raw bytes, which are whole characters only as far as the
 * ids make them whole. With `skip_special` special tokens give nothing. An id outside the vocabulary is
 * STATUS_OUT_OF_RANGE. */
Status tokenizer_decode(const Tokenizer *tokenizer, const int32_t *ids, size_t count, bool skip_special, Buffer *out,
                        Error *error);

/* ---- the vocabulary ---- */

/* One more than the largest id, added tokens included; ids in between may be unused. */
size_t tokenizer_vocabulary_size(const Tokenizer *tokenizer);
bool tokenizer_has(const Tokenizer *tokenizer, int32_t id);
bool tokenizer_is_special(const Tokenizer *tokenizer, int32_t id);

/* The vocabulary's own spelling, terminated: "▁girl", "Ġthe", "<0x0A>". NULL for an id that is not in use. */
const char *tokenizer_piece(const Tokenizer *tokenizer, int32_t id);

/* Appends the bytes that the token stands for inside a text: " girl", the byte EC. Nothing for an id that is not in
 * use. */
void tokenizer_piece_bytes(const Tokenizer *tokenizer, int32_t id, Buffer *out);

/* Appends what the token stands for, for people's eyes and a terminal's safety: " girl" with its
 * space; bytes that are no whole character as <EC><9D>; controls as utf8_visible shows them, a newline
 * as ⏎. A special token is its name. An id that is not in use is shown as <#12>. */
void tokenizer_piece_visible(const Tokenizer *tokenizer, int32_t id, Buffer *out);

/* The token with this spelling, or, where no token is spelt so, the one that stands for this text:
 * "▁girl" and " girl", "ëıĪ" and "돈" find the same token. False where there is none. */
bool tokenizer_find(const Tokenizer *tokenizer, const char *piece, size_t length, int32_t *id);

/* ---- how BPE came to its result ---- */

/* A word as BPE receives it: normalised, in the vocabulary's alphabet ("Ġthe"). */
typedef struct Word {
    char *text; /* terminated; owned by Words */
    size_t length;
    int32_t added; /* the id of an added token, which BPE leaves alone; -1 for words */
} Word;

typedef struct Words {
    Word *words;
    size_t count, capacity;
} Words;

/* Appends the words that `text` is split into. */
Status tokenizer_split(const Tokenizer *tokenizer, const char *text, size_t length, Words *out, Error *error);
void words_free(Words *words);

/* Two neighbours became one token because no other pair of neighbours had a lower rank. */
typedef struct Merge {
    size_t at; /* which of the first parts the left one begins with */
    int32_t left, right, merged;
    int32_t rank; /* place in the list of merges: 0 was learnt first */
} Merge;

/* From characters to tokens: apply `merges` to `parts` in order and the word's ids are what is left.
 * A part that has swallowed others stays known by the index of its first one. */
typedef struct MergeHistory {
    TokenIds parts;
    Merge *merges;
    size_t count, capacity;
} MergeHistory;

/* Fills an empty history with the merges of one word, in the order in which BPE does them. */
Status tokenizer_merges(const Tokenizer *tokenizer, const char *word, size_t length, MergeHistory *out, Error *error);
void merge_history_free(MergeHistory *history);

#endif
