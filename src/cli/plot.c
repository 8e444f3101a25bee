/* The loss curves that `train --log` wrote, as a picture or as text. */
#include <stdio.h>

#include "base/translate.h"
#include "cli/cli.h"
#include "cli/print.h"
#include "draw/cells.h"
#include "draw/pixels.h"
#include "draw/png.h"
#include "session/loss_figure.h"

static Status write_png(const Figure *figure, const char *path, const char *log, Error *error)
{
    Image image;
    TRY(pixels_draw(figure, NULL, &image, error));
    PngText texts[] = {{"Title", figure->title}, {"Software", "stepformer"}, {"stepformer:log", log}};
    Status status = png_write(path, &image, texts, sizeof texts / sizeof *texts, error);
    image_free(&image);
    return status;
}

static Status plot(const Options *options, const History *history, Error *error)
{
    enum { POINTS = 400, WIDTH = 78, HEIGHT = 22 };
    Figure figure;
    Status status = STATUS_OK;
    figure_init(&figure);
    loss_figure(history, POINTS, &figure);
    if (option_given(options, OPTION_OUTPUT)) {
        status = write_png(&figure, options->text[OPTION_OUTPUT], options->words[0], error);
    } else {
        Buffer text = {0};
        cells_text(&figure, WIDTH, HEIGHT, &text);
        print_buffer(&text);
    }
    figure_free(&figure);
    return status;
}

static Status run(const Options *options, Error *error)
{
    History history;
    TRY(history_read(options->words[0], &history, error));
    Status status = plot(options, &history, error);
    history_free(&history);
    return status;
}

static const OptionId accepted[] = {OPTION_OUTPUT, OPTION_HELP, OPTION_END};

const Subcommand cli_plot = {
    .name = "plot",
    .arguments = "FILE.jsonl",
    .help = N_("the losses that train --log wrote, as a PNG file or as text"),
    .example = "stepformer plot run.jsonl -o loss.png",
    .least = 1,
    .most = 1,
    .options = accepted,
    .run = run,
};
