/* A small training run in a folder of its own: tokenizer, corpus, recipe. Include cmocka.h first. */
#ifndef TESTS_SUPPORT_TRAINING_H
#define TESTS_SUPPORT_TRAINING_H

#include <stdarg.h>

#include "base/file.h"
#include "support/folder.h"
#include "train/trainer.h"

/* Printable ASCII, each character a token; id 0 is <|endoftext|>. */
static inline void training_tokenizer(Buffer *out)
{
    buffer_append_text(out, "{\"added_tokens\":[{\"id\":0,\"content\":\"<|endoftext|>\",\"single_word\":false,"
                            "\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true}],"
                            "\"model\":{\"type\":\"BPE\",\"vocab\":{\"<|endoftext|>\":0,\"Ġ\":1,\"Ċ\":2");
    for (int c = '!', id = 3; c <= '~'; c++, id++)
        buffer_format(out, ",\"%s%c\":%d", c == '"' || c == '\\' ? "\\" : "", c, id);
    buffer_append_text(out, "},\"merges\":[]},\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false,"
                            "\"use_regex\":false},\"decoder\":{\"type\":\"ByteLevel\"}}");
}

/* 60 documents of one sentence. */
static inline void training_corpus(Buffer *out)
{
    static const char *const names[] = {"Ann", "Bob", "Cy", "Dot"}, *const places[] = {"mill", "pond", "barn"};
    for (int i = 0; i < 60; i++)
        buffer_format(out, "%s went to the %s %d.\n\n", names[i % 4], places[i % 3], i);
}

static inline void training_write(void **state, const char *name, Buffer *text)
{
    Path path = path_in(state, name);
    assert_int_equal(file_write(path.text, text->bytes, text->length, NULL), STATUS_OK);
    buffer_free(text);
}

/* Writes tokenizer.json, corpus.txt and recipe.json, which has `more` members, and opens the recipe. */
static inline Recipe training_recipe(void **state, const char *more)
{
    Buffer tokenizer = {0}, corpus = {0}, text = {0};
    Recipe recipe;
    Error error;
    training_tokenizer(&tokenizer);
    training_corpus(&corpus);
    buffer_format(&text,
                  "{\"model\":{\"model_type\":\"gpt2\",\"n_layer\":2,\"n_head\":2,\"n_embd\":16,\"n_positions\":32},"
                  "\"tokenizer\":\"tokenizer.json\",\"corpus\":[\"corpus.txt\"],\"context\":16,\"batch\":6,\"seed\":4,"
                  "\"schedule\":{\"learning_rate\":0.01,\"warmup_steps\":2},"
                  "\"evaluation\":{\"every\":10,\"held_out\":0.2},%s}",
                  more);
    training_write(state, "tokenizer.json", &tokenizer);
    training_write(state, "corpus.txt", &corpus);
    training_write(state, "recipe.json", &text);
    Path path = path_in(state, "recipe.json");
    if (recipe_open(path.text, &recipe, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return recipe;
}

#endif
