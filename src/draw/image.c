#include "draw/image.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

Status image_init(Image *image, long width, long height, Error *error)
{
    *image = (Image){0};
    bool too_long = width > IMAGE_SIDE_MOST || height > IMAGE_SIDE_MOST;
    if (width < 1 || height < 1 || too_long || width * height > IMAGE_AREA_MOST)
        return error_set(error, STATUS_OUT_OF_RANGE,
                         "picture: %ld x %ld pixels are more than %d a side or %d in all; "
                         "show one head, one layer or a shorter prompt, or take what is in sight with snapshot",
                         width, height, IMAGE_SIDE_MOST, IMAGE_AREA_MOST);
    size_t bytes = (size_t)width * (size_t)height * 3;
    image->pixels = memory_try(bytes, 1);
    if (!image->pixels)
        return error_set(error, STATUS_NO_MEMORY, "picture: no memory for %zu bytes; show a smaller part", bytes);
    image->width = (int)width;
    image->height = (int)height;
    memset(image->pixels, 255, bytes);
    return STATUS_OK;
}

void image_free(Image *image)
{
    free(image->pixels);
    *image = (Image){0};
}

static unsigned char *pixel_at(const Image *image, int x, int y)
{
    return image->pixels + ((size_t)y * (size_t)image->width + (size_t)x) * 3;
}

Rgb image_at(const Image *image, int x, int y)
{
    const unsigned char *pixel = pixel_at(image, x, y);
    return (Rgb){pixel[0], pixel[1], pixel[2]};
}

void image_fill(Image *image, int x, int y, int width, int height, Rgb color)
{
    int left = x > 0 ? x : 0, top = y > 0 ? y : 0;
    int right = x + width < image->width ? x + width : image->width;
    int bottom = y + height < image->height ? y + height : image->height;
    for (int row = top; row < bottom; row++)
        for (int column = left; column < right; column++)
            memcpy(pixel_at(image, column, row), (unsigned char[]){color.r, color.g, color.b}, 3);
}

static unsigned char blend(unsigned char under, unsigned char over, int coverage)
{
    return (unsigned char)((under * (255 - coverage) + over * coverage + 127) / 255);
}

void image_blend(Image *image, int x, int y, Rgb color, int coverage)
{
    if (x < 0 || y < 0 || x >= image->width || y >= image->height)
        return;
    unsigned char *pixel = pixel_at(image, x, y);
    pixel[0] = blend(pixel[0], color.r, coverage);
    pixel[1] = blend(pixel[1], color.g, coverage);
    pixel[2] = blend(pixel[2], color.b, coverage);
}

/* How far (x, y) is from the segment. */
static double segment_distance(double x, double y, double x0, double y0, double x1, double y1)
{
    double dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy;
    double part = square > 0 ? ((x - x0) * dx + (y - y0) * dy) / square : 0;
    part = fmin(fmax(part, 0), 1);
    return hypot(x - x0 - part * dx, y - y0 - part * dy);
}

/* A pixel counts as covered by what of it lies within the line: its centre's distance, softened over one pixel. */
void image_line(Image *image, double x0, double y0, double x1, double y1, double thickness, Rgb color)
{
    double reach = thickness / 2 + 1;
    int left = (int)fmax(floor(fmin(x0, x1) - reach), 0), top = (int)fmax(floor(fmin(y0, y1) - reach), 0);
    int right = (int)fmin(ceil(fmax(x0, x1) + reach), image->width - 1);
    int bottom = (int)fmin(ceil(fmax(y0, y1) + reach), image->height - 1);
    for (int y = top; y <= bottom; y++)
        for (int x = left; x <= right; x++) {
            double inside = thickness / 2 + 0.5 - segment_distance(x + 0.5, y + 0.5, x0, y0, x1, y1);
            if (inside > 0)
                image_blend(image, x, y, color, (int)lround(255 * fmin(inside, 1)));
        }
}

void image_disc(Image *image, double x, double y, double radius, Rgb color)
{
    image_line(image, x, y, x, y, 2 * radius, color);
}

void image_frame(Image *image, int x, int y, int width, int height, Rgb color)
{
    image_fill(image, x - 1, y - 1, width + 2, 1, color);
    image_fill(image, x - 1, y + height, width + 2, 1, color);
    image_fill(image, x - 1, y, 1, height, color);
    image_fill(image, x + width, y, 1, height, color);
}
