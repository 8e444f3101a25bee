#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/translate.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "session/picture.h"

/* "all" or a number. */
static Status read_index(const Options *options, OptionId id, int otherwise, int *index, Error *error)
{
    int64_t number;
    *index = otherwise;
    if (!option_given(options, id))
        return STATUS_OK;
    *index = PICTURE_ALL;
    if (!strcmp(options->text[id], "all"))
        return STATUS_OK;
    TRY(option_int(options, id, 0, 1 << 20, 0, &number, error));
    *index = (int)number;
    return STATUS_OK;
}

static Status write_csv(const Machine *machine, const PictureRequest *request, const char *path, Error *error)
{
    Buffer csv = {0};
    Status status = picture_csv(machine, request, &csv, error);
    if (status == STATUS_OK)
        status = file_write(path, buffer_text(&csv), csv.length, error);
    buffer_free(&csv);
    return status;
}

static Status write_png(const Options *options, const Input *input, const Machine *machine,
                        const PictureRequest *request, Error *error)
{
    const char *prompt = buffer_text(&input->prompt);
    Figure figure;
    figure_init(&figure);
    Status status = picture_figure(machine, request, prompt, &figure, error);
    if (status == STATUS_OK)
        status = picture_png(options->text[OPTION_OUTPUT], &figure, options->text[OPTION_COLORMAP], input->model,
                             prompt, error);
    figure_free(&figure);
    return status;
}

/* A whole name ("blocks.1.attn.scores", "logits") leaves nothing for --layer to say. */
static Status check_layer(const Options *options, const Model *model, Error *error)
{
    const char *value = options->text[OPTION_VALUE];
    if (!option_given(options, OPTION_LAYER) || !option_given(options, OPTION_VALUE) ||
        !program_find_value(&model->program, value, strlen(value)))
        return STATUS_OK;
    return error_set(error, STATUS_USAGE,
                     _("heatmap: --value %s is one value of the whole model, so that --layer %s says nothing; leave "
                       "--layer out, or give the part of a layer alone, as in --value attn.pattern"),
                     value, options->text[OPTION_LAYER]);
}

static Status heatmap(const Options *options, const Input *input, const PictureRequest *request, Error *error)
{
    Machine *machine;
    TRY(input_run(input, options, &machine, error));
    Status status = STATUS_OK;
    if (option_given(options, OPTION_OUTPUT))
        status = write_png(options, input, machine, request, error);
    if (status == STATUS_OK && option_given(options, OPTION_CSV))
        status = write_csv(machine, request, options->text[OPTION_CSV], error);
    machine_free(machine);
    return status;
}

static Status run(const Options *options, Error *error)
{
    PictureRequest request = {.value = options->text[OPTION_VALUE]};
    TRY(read_index(options, OPTION_LAYER, 0, &request.layer, error));
    TRY(read_index(options, OPTION_HEAD, PICTURE_ALL, &request.head, error));
    if (!option_given(options, OPTION_OUTPUT) && !option_given(options, OPTION_CSV))
        return error_set(error, STATUS_USAGE,
                         _("heatmap: no file to write; name one with -o FILE.png or --csv FILE.csv"));
    Input input;
    Status status = input_open(options, &input, error);
    if (status == STATUS_OK)
        status = check_layer(options, input.model, error);
    if (status == STATUS_OK)
        status = heatmap(options, &input, &request, error);
    input_free(&input);
    return status;
}

static const OptionId accepted[] = {OPTION_MODEL,    OPTION_PROMPT,  OPTION_IDS,    OPTION_LAYER,
                                    OPTION_HEAD,     OPTION_VALUE,   OPTION_OUTPUT, OPTION_CSV,
                                    OPTION_COLORMAP, OPTION_THREADS, OPTION_HELP,   OPTION_END};

const Subcommand cli_heatmap = {
    .name = "heatmap",
    .arguments = "",
    .help = N_("attention, or any other value, as a PNG or CSV file"),
    .example = "stepformer heatmap --prompt '은행 앞에 가서 돈을 찾았다' --layer 1 --head all -o heads.png",
    .options = accepted,
    .run = run,
};
