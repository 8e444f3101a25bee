#include "figure/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { DECIMALS = 4, DIGITS = 5 };

/* How far a printed number may be from the number itself, relative to it. */
static const double USUAL_ERROR = 0.05, WORST_ERROR = 0.5;

static bool number_is_honest(const char *text, double value, double most_error)
{
    double shown = strtod(text, NULL);
    if ((shown == 0) != (value == 0) || (fabs(value) < 1 && fabs(shown) >= 1))
        return false;
    return fabs(shown - value) <= most_error * fabs(value);
}

/* Rounds to `decimals` places; towards zero where a number below 1 would become 1. */
static void number_fixed(char out[NUMBER_LENGTH], double value, int decimals)
{
    snprintf(out, NUMBER_LENGTH, "%.*f", decimals, value);
    if (fabs(value) < 1 && fabs(strtod(out, NULL)) >= 1) {
        double unit = pow(10, decimals);
        snprintf(out, NUMBER_LENGTH, "%.*f", decimals, trunc(value * unit) / unit);
    }
}

/* "1.20e-05" as "1.2e-5". */
static void number_trim_exponent(char *text)
{
    char *e = strchr(text, 'e');
    if (!e)
        return;
    int exponent = atoi(e + 1);
    char *end = e;
    if (memchr(text, '.', (size_t)(e - text))) {
        while (end[-1] == '0')
            end--;
        if (end[-1] == '.')
            end--;
    }
    snprintf(end, 8, "e%d", exponent);
}

/* With a point: as many decimals as fit in `width` with an error of at most `most_error`. */
static bool number_fit_point(char out[NUMBER_LENGTH], double value, int width, double most_error)
{
    int integer_digits = fabs(value) < 10 ? 1 : (int)log10(fabs(value)) + 1;
    int most_decimals = DIGITS - integer_digits;
    most_decimals = most_decimals > DECIMALS ? DECIMALS : most_decimals < 1 ? 1 : most_decimals;
    for (int decimals = most_decimals; decimals >= 0 && integer_digits <= NUMBER_WIDEST - 8; decimals--) {
        number_fixed(out, value, decimals);
        if ((int)strlen(out) <= width && number_is_honest(out, value, most_error))
            return true;
    }
    return false;
}

static bool number_fit_exponent(char out[NUMBER_LENGTH], double value, int width, double most_error)
{
    for (int decimals = DIGITS - 2; decimals >= 0; decimals--) {
        snprintf(out, NUMBER_LENGTH, "%.*e", decimals, value);
        number_trim_exponent(out);
        if ((int)strlen(out) <= width && number_is_honest(out, value, most_error))
            return true;
    }
    return false;
}

/* Does a number with a point show but one digit that says something, as "0.0003" does? */
static bool number_has_one_digit(const char *text)
{
    text += strspn(text, "-0.");
    return strspn(text, "0123456789") == 1 && !strchr(text, '.');
}

/* With a point, so that a column keeps one notation; with an exponent where the point does not fit, or would leave
 * but one digit and the exponent is more exact. */
static bool number_fit(char out[NUMBER_LENGTH], double value, int width, double most_error)
{
    char exponent[NUMBER_LENGTH];
    bool has_point = number_fit_point(out, value, width, most_error);
    if (has_point && !number_has_one_digit(out))
        return true;
    if (!number_fit_exponent(exponent, value, width, most_error))
        return has_point;
    if (!has_point || fabs(strtod(exponent, NULL) - value) < fabs(strtod(out, NULL) - value))
        memcpy(out, exponent, sizeof exponent);
    return true;
}

/* The forms that are no finite number, and whole numbers, which print as they are. */
static bool number_plain(char out[NUMBER_LENGTH], double value, int width)
{
    const char *word = NULL;
    if (isnan(value))
        word = width < 3 ? "?" : "nan";
    else if (isinf(value) && value < 0)
        word = width < 4 ? "-∞" : "-inf";
    else if (isinf(value))
        word = width < 3 ? "∞" : "inf";
    else if (value == 0)
        word = "0";
    else if (value != trunc(value) || fabs(value) >= 1e15)
        return false;
    if (word)
        snprintf(out, NUMBER_LENGTH, "%s", word);
    else
        snprintf(out, NUMBER_LENGTH, "%.0f", value);
    return utf8_cells(out, strlen(out)) <= width;
}

static void number_pad(char text[NUMBER_LENGTH], int width)
{
    int missing = width - utf8_cells(text, strlen(text));
    if (missing <= 0)
        return;
    memmove(text + missing, text, strlen(text) + 1);
    memset(text, ' ', (size_t)missing);
}

const char *number_format(char out[NUMBER_LENGTH], double value, int width)
{
    int room = width < 1 || width > NUMBER_WIDEST ? NUMBER_WIDEST : width;
    if (!number_plain(out, value, room) && (!isfinite(value) || (!number_fit(out, value, room, USUAL_ERROR) &&
                                                                 !number_fit(out, value, room, WORST_ERROR)))) {
        memset(out, '#', (size_t)room);
        out[room] = '\0';
    }
    if (width > 0)
        number_pad(out, width < NUMBER_WIDEST ? width : NUMBER_WIDEST);
    return out;
}

const char *number_precise(char out[NUMBER_LENGTH], double value, int digits)
{
    if (!isfinite(value) || value == 0)
        return number_format(out, value, 0);
    for (; digits <= 17; digits++) {
        snprintf(out, NUMBER_LENGTH, "%.*g", digits, value);
        number_trim_exponent(out);
        if (number_is_honest(out, value, WORST_ERROR))
            break;
    }
    return out;
}

const char *number_column(char out[NUMBER_LENGTH], double value, int digits, int width)
{
    if (digits <= 0 || !isfinite(value))
        return number_format(out, value, width);
    number_precise(out, value, digits);
    if (width > 0 && (int)strlen(out) > width)
        return number_format(out, value, width);
    number_pad(out, width);
    return out;
}

const char *number_bytes(char out[NUMBER_LENGTH], size_t bytes)
{
    static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    size_t unit = 0;
    double size = (double)bytes;
    for (; size >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
        size /= 1024;
    bool whole = unit == 0 || size == trunc(size) || size >= 1000; /* nowhere wider than "999.9 KiB" */
    snprintf(out, NUMBER_LENGTH, whole ? "%.0f %s" : "%.1f %s", size, units[unit]);
    return out;
}
