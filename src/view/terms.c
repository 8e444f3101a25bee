#include "view/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"

/* How many terms a shortened sum begins with, at most: more can be read in the list. */
enum { WRITTEN_MOST = 4, NOTE = 30 };

static double term_weight(const Term *term)
{
    return isnan(term->number) ? INFINITY : fabs(term->number); /* an error first of all */
}

static int term_compare(const void *left, const void *right)
{
    const Term *a = left, *b = right;
    double x = term_weight(a), y = term_weight(b);
    return x != y ? (x < y) - (x > y) : a->operand - b->operand;
}

Terms terms_of(const Explanation *explanation)
{
    int operands = (int)explanation->operand_count, each = explanation->term_operands;
    int sum = (int)explanation->term_count, in_sum = sum * each;
    Terms terms = {.items = memory_new((size_t)operands + 1, sizeof(Term))};
    for (int i = in_sum; i < operands; i++)
        terms.items[terms.count++] = (Term){.operand = i, .operands = 1, .number = explanation->operands[i].number};
    terms.first_of_sum = terms.count;
    for (int i = 0; i < sum; i++)
        terms.items[terms.count++] =
            (Term){.operand = i * each, .operands = each, .in_sum = true, .number = explanation->terms[i]};
    qsort(terms.items + terms.first_of_sum, (size_t)sum, sizeof(Term), term_compare);
    return terms;
}

void terms_free(Terms *terms)
{
    free(terms->items);
    *terms = (Terms){0};
}

double terms_sum(const Terms *terms, int from, int to)
{
    double sum = 0;
    for (int i = from; i < to; i++)
        sum += terms->items[i].in_sum ? terms->items[i].number : 0;
    return sum;
}

static void term_write(const Explanation *explanation, const Term *term, Buffer *out)
{
    const Operand *operands = explanation->operands + term->operand;
    if (term->operands == 1)
        buffer_append_text(out, NUMBER(term->number));
    else
        buffer_format(out, "%s×%s", NUMBER(operands[0].number), NUMBER(operands[1].number));
}

/* The arithmetic with `written` terms of its sum; the others are one number. */
static void arithmetic_with(const Explanation *explanation, const Terms *terms, int written, Buffer *out)
{
    const Buffer *whole = &explanation->arithmetic;
    int end = terms->first_of_sum + written;
    buffer_append(out, whole->bytes, explanation->sum_from);
    for (int i = terms->first_of_sum; i < end; i++) {
        buffer_append_text(out, i > terms->first_of_sum ? " + " : "");
        term_write(explanation, &terms->items[i], out);
    }
    buffer_format(out, "%s%s", written ? " + " : "", NUMBER(terms_sum(terms, end, terms->count)));
    buffer_append(out, whole->bytes + explanation->sum_to, whole->length - explanation->sum_to);
}

int terms_arithmetic(const Explanation *explanation, const Terms *terms, int cells, Buffer *out)
{
    const char *whole = buffer_text(&explanation->arithmetic);
    int count = terms->count - terms->first_of_sum;
    bool has_sum = explanation->sum_to > explanation->sum_from && count > 2;
    bool fits = utf8_cells(whole, strlen(whole)) <= cells && !strstr(whole, "…");
    int room = cells - NOTE; /* for what says how many terms the rest is */
    if (fits || !has_sum) {
        buffer_append_text(out, whole);
        return 0;
    }
    size_t start = out->length;
    int written = count - 1 < WRITTEN_MOST ? count - 1 : WRITTEN_MOST;
    while (written > 1 && terms->items[terms->first_of_sum + written - 1].number == 0)
        written--; /* what is nothing need not be written */
    for (; written > 0; written--) {
        arithmetic_with(explanation, terms, written, out);
        if (written == 1 || utf8_cells(out->bytes + start, out->length - start) <= room)
            break;
        out->length = start;
        out->bytes[start] = '\0';
    }
    return count - written;
}
