#include "text/tokenizer_write.h"

#include <string.h>

#include "base/json.h"
#include "text/byte_level.h"

static void write_special(const TokenizerDraft *draft, Buffer *out)
{
    for (size_t i = 0; i < draft->special_count; i++) {
        buffer_format(out, "%s\n    {\"id\": %zu, \"content\": ", i ? "," : "", i);
        json_append_string(out, draft->special[i], strlen(draft->special[i]));
        buffer_append_text(out, ", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, "
                                "\"normalized\": false, \"special\": true}");
    }
}

static void write_piece(const DraftToken *token, Buffer *out)
{
    Buffer piece = {0};
    byte_level_encode(token->bytes, token->length, &piece);
    json_append_string(out, buffer_text(&piece), piece.length);
    buffer_free(&piece);
}

static void write_vocabulary(const TokenizerDraft *draft, Buffer *out)
{
    for (size_t i = 0; i < draft->special_count; i++) {
        buffer_append_text(out, i ? ",\n      " : "\n      ");
        json_append_string(out, draft->special[i], strlen(draft->special[i]));
        buffer_format(out, ": %zu", i);
    }
    for (size_t i = 0; i < draft->token_count; i++) {
        buffer_append_text(out, draft->special_count + i ? ",\n      " : "\n      ");
        write_piece(&draft->tokens[i], out);
        buffer_format(out, ": %zu", draft->special_count + i);
    }
}

static void write_merges(const TokenizerDraft *draft, Buffer *out)
{
    for (size_t i = 0; i < draft->merge_count; i++) {
        buffer_append_text(out, i ? ",\n      [" : "\n      [");
        write_piece(&draft->tokens[draft->merges[i].left], out);
        buffer_append_text(out, ", ");
        write_piece(&draft->tokens[draft->merges[i].right], out);
        buffer_append_text(out, "]");
    }
}

#define BYTE_LEVEL(prefix_space)                                                                                       \
    "{\"type\": \"ByteLevel\", \"add_prefix_space\": " prefix_space ", \"trim_offsets\": true, \"use_regex\": true}"

void tokenizer_write(const TokenizerDraft *draft, Buffer *out)
{
    buffer_append_text(out, "{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n  \"padding\": null,\n"
                            "  \"added_tokens\": [");
    write_special(draft, out);
    buffer_append_text(out, "\n  ],\n  \"normalizer\": null,\n  \"pre_tokenizer\": ");
    buffer_append_text(out,
                       draft->single_digits
                           ? "{\"type\": \"Sequence\", \"pretokenizers\": [\n"
                             "    {\"type\": \"Digits\", \"individual_digits\": true},\n    " BYTE_LEVEL("false") "]}"
                           : BYTE_LEVEL("false"));
    buffer_append_text(
        out, ",\n  \"post_processor\": null,\n  \"decoder\": " BYTE_LEVEL(
                 "true") ",\n  \"model\": {\n"
                         "    \"type\": \"BPE\",\n    \"dropout\": null,\n    \"unk_token\": null,\n"
                         "    \"continuing_subword_prefix\": null,\n    \"end_of_word_suffix\": null,\n"
                         "    \"fuse_unk\": false,\n    \"byte_fallback\": false,\n    \"ignore_merges\": false,\n"
                         "    \"vocab\": {");
    write_vocabulary(draft, out);
    buffer_append_text(out, "\n    },\n    \"merges\": [");
    write_merges(draft, out);
    buffer_append_text(out, "\n    ]\n  }\n}\n");
}
