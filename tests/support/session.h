/* A session with a small model, for tests of what people do. */
#ifndef TESTS_SUPPORT_SESSION_H
#define TESTS_SUPPORT_SESSION_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "command/command.h"
#include "support/tiny_tokenizer.h"

/* Four heads on two kv_heads, a context of 32, ten of its 47 tokens with texts. */
#define SESSION_MODEL "tests/fixtures/models/llama-gqa"

static inline Session *open_session(void)
{
    Session *session = NULL;
    Error error = {0};
    if (session_open(SESSION_MODEL, &session, &error) != STATUS_OK ||
        tiny_tokenizer(&session->model->tokenizer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    return session;
}

/* Runs one line, which must succeed; returns what it said (until the next). */
static inline const char *say(Session *session, const char *line)
{
    Error error = {0};
    buffer_clear(&session->output);
    if (command_run(session, line, &error) != STATUS_OK)
        fail_msg("%s: %s", line, error.message);
    return buffer_text(&session->output);
}

/* Runs one line, which must fail so, with these words in the message. */
static inline void say_wrong(Session *session, const char *line, Status status, const char *words)
{
    Error error = {0};
    Status got = command_run(session, line, &error);
    if (got != status || !strstr(error.message, words))
        fail_msg("%s: %s \"%s\"; wanted %s \"%s\"", line, status_name(got), error.message, status_name(status), words);
}

/* A session whose prompt of five tokens is fed and not run. */
static inline Session *open_with_text(void)
{
    Session *session = open_session();
    say(session, "prompt --ids 3,1,4,1,5");
    return session;
}

#endif
