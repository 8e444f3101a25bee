/* Model folders for tests that need more than a fixture has. */
#ifndef TESTS_SUPPORT_MODEL_FOLDER_H
#define TESTS_SUPPORT_MODEL_FOLDER_H

#include "base/file.h"
#include "support/folder.h"
#include "support/session.h"

/* A model folder with a tokenizer, from a fixture that has none. */
static inline Path model_with_tokenizer(void **state, const char *fixture)
{
    static const char *const files[] = {"config.json", "model.safetensors"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char from[256];
        Buffer bytes = {0};
        Error error = {0};
        snprintf(from, sizeof from, "%s/%s", fixture, files[i]);
        if (file_read(from, 1 << 24, &bytes, &error) != STATUS_OK ||
            file_write(path_in(state, files[i]).text, bytes.bytes, bytes.length, &error) != STATUS_OK)
            fail_msg("%s", error.message);
        buffer_free(&bytes);
    }
    assert_int_equal(file_write(path_in(state, "tokenizer.json").text, TINY_TOKENIZER, sizeof TINY_TOKENIZER - 1, NULL),
                     STATUS_OK);
    return path_in(state, "");
}

#endif
