#include "model/parameters.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"

static int out_axes_of(const Weight *weight)
{
    return weight->source.out_axes ? weight->source.out_axes : 1;
}

Parameter parameter_of(const Weight *weight)
{
    int out_axes = out_axes_of(weight);
    int64_t parts = weight->source.parts ? weight->source.parts : 1;
    int64_t out = shape_span(&weight->shape, 0, out_axes) * parts;
    int64_t in = shape_span(&weight->shape, out_axes, weight->shape.rank);
    const char *tensor = weight->source.tensor;
    if (out_axes == weight->shape.rank)
        return (Parameter){tensor, 1, {out}, out};
    if (weight->source.layout == LAYOUT_IN_OUT)
        return (Parameter){tensor, 2, {in, out}, in * out};
    return (Parameter){tensor, 2, {out, in}, in * out};
}

/* Output axes step along the stored matrix's columns where it lies transposed. */
Tensor parameter_view(const Weight *weight, Real *numbers)
{
    Parameter stored = parameter_of(weight);
    int out_axes = out_axes_of(weight);
    bool transposed = stored.rank == 2 && weight->source.layout == LAYOUT_IN_OUT;
    int64_t out_step = transposed || stored.rank == 1 ? 1 : stored.size[1];
    int64_t in_step = transposed ? stored.size[1] : 1;
    Tensor view = {.data = numbers, .shape = weight->shape};
    for (int i = weight->shape.rank - 1; i >= out_axes; i--) {
        view.stride[i] = in_step;
        in_step *= weight->shape.size[i];
    }
    for (int i = out_axes - 1; i >= 0; i--) {
        view.stride[i] = out_step;
        out_step *= weight->shape.size[i];
    }
    view.data += weight->source.part * out_step; /* a part begins where the parts before it end */
    return view;
}

void parameters_init(Parameters *parameters, const Program *program)
{
    size_t most = (size_t)program->weight_count + 1;
    Map seen = {0};
    *parameters = (Parameters){
        .list = memory_new(most, sizeof *parameters->list),
        .of_weight = memory_new(most, sizeof *parameters->of_weight),
    };
    for (WeightId id = 1; id <= program->weight_count; id++) {
        Parameter parameter = parameter_of(&program->weights[id]);
        if (map_add(&seen, parameter.tensor, strlen(parameter.tensor), parameters->count))
            parameters->list[parameters->count++] = parameter;
        parameters->of_weight[id] = *map_find(&seen, parameter.tensor, strlen(parameter.tensor));
    }
    map_free(&seen);
}

void parameters_free(Parameters *parameters)
{
    free(parameters->list);
    free(parameters->of_weight);
    *parameters = (Parameters){0};
}
