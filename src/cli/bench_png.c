/* Pictures: one head, and all heads of all layers. */
#include <stdlib.h>

#include "cli/bench.h"
#include "draw/pixels.h"
#include "draw/png.h"
#include "session/picture.h"

enum { TOKENS_MOST = 24 };

typedef struct Picture {
    const Machine *machine;
    PictureRequest request;
} Picture;

static Status encode(const Figure *figure, Error *error)
{
    Image image;
    Buffer png = {0};
    TRY(pixels_draw(figure, NULL, &image, error));
    Status status = png_encode(&image, NULL, 0, &png, error);
    image_free(&image);
    buffer_free(&png);
    return status;
}

static Status paint(void *context, Error *error)
{
    const Picture *picture = context;
    Figure figure;
    figure_init(&figure);
    Status status = picture_figure(picture->machine, &picture->request, NULL, &figure, error);
    if (status == STATUS_OK)
        status = encode(&figure, error);
    figure_free(&figure);
    return status;
}

static Status measure(Bench *bench, const Machine *machine, Error *error)
{
    Picture one = {.machine = machine}, all = {machine, {.layer = PICTURE_ALL, .head = PICTURE_ALL}};
    Trial trials[] = {{.run = paint, .context = &one}, {.run = paint, .context = &all}};
    TRY(trials_run(trials, 2, bench_budget(bench), error));
    const ModelConfig *config = &bench->model->config;
    bench_record(bench, "png_head", 1e3 * trial_seconds(&trials[0]), "ms", "PNG of one head");
    bench_record(bench, "png_all", 1e3 * trial_seconds(&trials[1]), "ms", "PNG of all %d layers × %d heads",
                 (int)config->layers, (int)config->heads);
    return STATUS_OK;
}

/* Without any font there are no pictures, which doctor says better. */
static Status measure_or_skip(Bench *bench, const Machine *machine, Error *error)
{
    Status status = measure(bench, machine, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    bench_skip(bench, "png_head", "PNG of one head", "no font is installed; see stepformer doctor");
    return STATUS_OK;
}

Status bench_png(Bench *bench, Error *error)
{
    int32_t ids[TOKENS_MOST];
    int64_t context = bench->model->config.context, count = context < TOKENS_MOST ? context : TOKENS_MOST;
    bench_tokens(bench->model, ids, count);
    Machine *machine = machine_new(bench->model, MACHINE_KEEP, bench->threads);
    Status status = machine_feed(machine, ids, count, NULL, error);
    if (status == STATUS_OK)
        status = machine_go(machine, machine_end(machine), NULL, error);
    if (status == STATUS_OK)
        status = measure_or_skip(bench, machine, error);
    machine_free(machine);
    return status;
}
