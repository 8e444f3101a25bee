#include "run/calculator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct Calculator {
    const char *at;
    bool failed;
} Calculator;

static double calculator_sum(Calculator *c);

static bool calculator_takes(Calculator *c, const char *token)
{
    while (*c->at == ' ')
        c->at++;
    if (strncmp(c->at, token, strlen(token)))
        return false;
    c->at += strlen(token);
    return true;
}

static double calculator_parentheses(Calculator *c)
{
    double inside = calculator_sum(c);
    c->failed |= !calculator_takes(c, ")");
    return inside;
}

static double calculator_maximum(Calculator *c)
{
    double first = calculator_sum(c);
    c->failed |= !calculator_takes(c, ",");
    return fmax(first, calculator_parentheses(c));
}

static double calculator_atom(Calculator *c)
{
    static const struct {
        const char *name;
        double (*function)(double);
    } functions[] = {{"exp(", exp}, {"cos(", cos}, {"sin(", sin}, {"tanh(", tanh}, {"erf(", erf}, {"√(", sqrt}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (calculator_takes(c, functions[i].name))
            return functions[i].function(calculator_parentheses(c));
    if (calculator_takes(c, "max("))
        return calculator_maximum(c);
    if (calculator_takes(c, "√"))
        return sqrt(calculator_atom(c));
    if (calculator_takes(c, "-"))
        return -calculator_atom(c);
    if (calculator_takes(c, "("))
        return calculator_parentheses(c);
    if (calculator_takes(c, "π"))
        return M_PI;
    if (calculator_takes(c, "∞"))
        return INFINITY;
    char *end;
    double number = strtod(c->at, &end);
    c->failed |= end == c->at;
    c->at = end;
    return number;
}

static double calculator_power(Calculator *c)
{
    double base = calculator_atom(c);
    if (calculator_takes(c, "²"))
        return base * base;
    return calculator_takes(c, "³") ? base * base * base : base;
}

static double calculator_product(Calculator *c)
{
    double product = calculator_power(c);
    for (;;) {
        if (calculator_takes(c, "×"))
            product *= calculator_power(c);
        else if (calculator_takes(c, "/"))
            product /= calculator_power(c);
        else
            return product;
    }
}

static double calculator_sum(Calculator *c)
{
    double sum = calculator_product(c);
    for (;;) {
        if (calculator_takes(c, "+"))
            sum += calculator_product(c);
        else if (calculator_takes(c, "-"))
            sum -= calculator_product(c);
        else
            return sum;
    }
}

bool calculator_evaluate(const char *text, double *result)
{
    Calculator c = {.at = text};
    *result = calculator_sum(&c);
    return !c.failed && !*c.at;
}
