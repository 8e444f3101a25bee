/* How long each view takes from a session to cells. */
#include <stdio.h>

#include "cli/bench.h"
#include "draw/cells.h"
#include "view/view.h"

enum { WIDTH = 200, HEIGHT = 60, TOKENS = 24 };

typedef struct Frame {
    const Session *session;
    const View *view;
    ViewState state;
    Canvas *canvas;
} Frame;

static Status draw(void *context, Error *error)
{
    Frame *frame = context;
    Figure figure;
    figure_init(&figure);
    Status status = frame->view->figure(frame->session, &frame->state, &figure, error);
    if (status == STATUS_OK)
        cells_draw(frame->canvas, canvas_rect(frame->canvas), &figure, &(CellsOptions){.depth = COLOR_256});
    figure_free(&figure);
    return status;
}

static Status measure(Bench *bench, const Session *session, Canvas *canvas, Error *error)
{
    for (int i = 0; i < VIEW_COUNT; i++) {
        Frame frame = {.session = session, .view = views[i], .canvas = canvas};
        Trial trial = {.run = draw, .context = &frame};
        TRY(trials_run(&trial, 1, bench_budget(bench) / 4, error));
        char key[32];
        snprintf(key, sizeof key, "view_%s", views[i]->name);
        bench_record(bench, key, 1e3 * trial_seconds(&trial), "ms", "view %s, %d×%d cells", views[i]->name, WIDTH,
                     HEIGHT);
    }
    return STATUS_OK;
}

static Status run_text(Session *session, Error *error)
{
    int32_t ids[TOKENS];
    int64_t context = session->model->config.context, count = context < TOKENS ? context : TOKENS;
    bench_tokens(session->model, ids, count);
    TRY(session_ids(session, ids, count, error));
    return session_go(session, machine_end(session->machine), error);
}

Status bench_views(Bench *bench, Error *error)
{
    Model *model;
    bool has_folder;
    TRY(bench_open_model(bench->name, &model, &has_folder, error));
    Session *session = session_new(model);
    Canvas canvas;
    canvas_init(&canvas, WIDTH, HEIGHT);
    Status status = run_text(session, error);
    if (status == STATUS_OK)
        status = measure(bench, session, &canvas, error);
    canvas_free(&canvas);
    session_free(session);
    return status;
}
