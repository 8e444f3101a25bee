#include "base/translate.h"
#include "base/utf8.h"
#include "command/arguments.h"
#include "figure/number.h"

static void lens_print_depth(Session *session, const char *name, const LensCell *cell)
{
    char top[NUMBER_LENGTH], followed[NUMBER_LENGTH];
    Buffer *out = &session->output;
    if (!cell->computed) {
        buffer_format(out, _("%-20s  not computed yet\n"), name);
        return;
    }
    buffer_format(out, "%-20s  %-9s", name, number_precise(top, (double)cell->top_probability, 4));
    if (cell->token >= 0)
        buffer_format(out, "  %-9s  %-5lld", number_precise(followed, (double)cell->probability, 4),
                      (long long)cell->rank);
    buffer_append_text(out, "  “");
    session_token(session, cell->top, out);
    buffer_append_text(out, "”\n");
}

static void lens_print(Session *session, int64_t position, const LensCell *cells)
{
    int depths = lens_depth_count(session->lens);
    int32_t token = cells[0].token;
    Buffer *out = &session->output, at = {0}, followed = {0};
    session_token_at(session, position, &at);
    if (token >= 0) {
        session_token(session, token, &followed);
        buffer_format(out, _("after position %lld “%s”; followed: “%s”\n"), (long long)position, buffer_text(&at),
                      buffer_text(&followed));
        const char *depth = _("depth"), *likeliest = _("likeliest"), *follow = _("followed"), *rank = _("rank");
        buffer_format(out, "%-*s  %-*s  %-*s  %-*s  %s\n", utf8_field(depth, 20), depth, utf8_field(likeliest, 9),
                      likeliest, utf8_field(follow, 9), follow, utf8_field(rank, 5), rank, _("likeliest token"));
    } else {
        buffer_format(out, _("after position %lld “%s”\n"), (long long)position, buffer_text(&at));
    }
    for (int depth = 0; depth < depths; depth++)
        lens_print_depth(session, lens_depth_name(session->lens, depth), &cells[depth]);
    buffer_free(&at);
    buffer_free(&followed);
}

static Status lens_run(Session *session, const Arguments *arguments, Error *error)
{
    int32_t token = session->focus.token;
    int64_t position;
    const LensCell *cells;
    if (!session->lens)
        return error_set(error, STATUS_UNSUPPORTED,
                         _("lens: %s has no logits to read; choose a model that predicts tokens"),
                         session->model->name);
    if (arguments->count)
        TRY(arguments_token(session, arguments, 0, &token, error));
    TRY(arguments_position(session, arguments, 1, &position, error));
    TRY(lens_look(session->lens, session->machine, position, token, &cells, error));
    session->focus.token = token;
    lens_print(session, position, cells);
    return STATUS_OK;
}

const Command command_lens = {
    .name = "lens",
    .arguments = "[TOKEN [POSITION]]",
    .help =
        N_("what the model would say after a position if it stopped at each depth, and how probable TOKEN is there"),
    .kind = ARGUMENT_TOKEN,
    .least = 0,
    .most = 2,
    .run = lens_run,
};
