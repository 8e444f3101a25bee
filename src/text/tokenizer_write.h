/* Writing a tokenizer.json: the Hugging Face layout of a byte-level BPE tokenizer, GPT-2's kind.
 *
 * The Python `tokenizers` library and tokenizer_parse read it and give the same ids.
 */
#ifndef TEXT_TOKENIZER_WRITE_H
#define TEXT_TOKENIZER_WRITE_H

#include "base/buffer.h"
#include "text/tokenizer_draft.h"

/* Appends the file's text. */
void tokenizer_write(const TokenizerDraft *draft, Buffer *out);

#endif
