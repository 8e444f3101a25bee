#include "op/explanation.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A sum of up to SUM_WHOLE terms is written out; of a longer one the first SUM_HEAD and the last. */
enum { SUM_WHOLE = 8, SUM_HEAD = 3 };

void explanation_free(Explanation *explanation)
{
    for (size_t i = 0; i < explanation->step_count; i++)
        free(explanation->steps[i].text);
    free(explanation->steps);
    free(explanation->operands);
    free(explanation->terms);
    buffer_free(&explanation->arithmetic);
    *explanation = (Explanation){0};
}

static double explanation_operand(Explanation *explanation, OperandKind kind, int slot, const Tensor *tensor,
                                  const int64_t cell[RANK_MAX])
{
    size_t count = explanation->operand_count + 1;
    explanation->operands = memory_grow(explanation->operands, &explanation->operand_capacity, count, sizeof(Operand));
    Operand *operand = &explanation->operands[explanation->operand_count++];
    *operand = (Operand){.kind = kind, .slot = slot, .number = *tensor_cell(tensor, cell)};
    memcpy(operand->cell, cell, (size_t)tensor->shape.rank * sizeof *cell);
    return operand->number;
}

double explanation_input(Explanation *explanation, int slot, const Tensor *tensor, const int64_t cell[RANK_MAX])
{
    return explanation_operand(explanation, OPERAND_INPUT, slot, tensor, cell);
}

double explanation_weight(Explanation *explanation, int slot, const Tensor *tensor, const int64_t cell[RANK_MAX])
{
    return explanation_operand(explanation, OPERAND_WEIGHT, slot, tensor, cell);
}

__attribute__((format(printf, 2, 0))) static void buffer_format_v(Buffer *buffer, const char *format, va_list arguments)
{
    char text[256]; /* a step or a term holds a few numbers of at most 24 bytes each */
    vsnprintf(text, sizeof text, format, arguments);
    buffer_append_text(buffer, text);
}

void explanation_step(Explanation *explanation, double number, const char *format, ...)
{
    size_t count = explanation->step_count + 1;
    explanation->steps = memory_grow(explanation->steps, &explanation->step_capacity, count, sizeof(ExplanationStep));
    Buffer text = {0};
    va_list arguments;
    va_start(arguments, format);
    buffer_format_v(&text, format, arguments);
    va_end(arguments);
    explanation->steps[explanation->step_count++] = (ExplanationStep){.text = buffer_take(&text), .number = number};
}

void explanation_write(Explanation *explanation, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_format_v(&explanation->arithmetic, format, arguments);
    va_end(arguments);
}

void explanation_list_term(Explanation *explanation, double number)
{
    enum { A_PRODUCT = 2 };
    if (!explanation->term_operands)
        explanation->term_operands = A_PRODUCT;
    explanation->terms = memory_grow(explanation->terms, &explanation->term_capacity, explanation->term_count + 1,
                                     sizeof *explanation->terms);
    explanation->terms[explanation->term_count++] = number;
}

void explanation_term(Explanation *explanation, int64_t index, int64_t count, double number, const char *format, ...)
{
    bool last = index == count - 1;
    explanation_list_term(explanation, number);
    if (index == 0)
        explanation->sum_from = explanation->arithmetic.length;
    if (count > SUM_WHOLE && index >= SUM_HEAD && !last)
        return;
    if (index > 0)
        buffer_append_text(&explanation->arithmetic, count > SUM_WHOLE && last ? " + … + " : " + ");
    va_list arguments;
    va_start(arguments, format);
    buffer_format_v(&explanation->arithmetic, format, arguments);
    va_end(arguments);
    explanation->sum_to = explanation->arithmetic.length;
}

NumberText number_text(double number)
{
    NumberText out;
    if (isnan(number))
        snprintf(out.text, sizeof out.text, "NaN");
    else if (isinf(number))
        snprintf(out.text, sizeof out.text, "%s", number > 0 ? "∞" : "(-∞)");
    else
        snprintf(out.text, sizeof out.text, signbit(number) ? "(%.6g)" : "%.6g", number);
    return out;
}
