/* A picture in memory: rows of RGB pixels, 8 bits a channel, opaque. */
#ifndef DRAW_IMAGE_H
#define DRAW_IMAGE_H

#include "base/status.h"
#include "draw/colormap.h"

enum {
    IMAGE_SIDE_MOST = 20000,     /* pixels */
    IMAGE_AREA_MOST = 120000000, /* pixels; what a 12 x 12 grid of 512 tokens needs, with room to spare */
};

typedef struct Image {
    int width, height;
    unsigned char *pixels; /* [height, width, 3] */
} Image;

/* White. OUT_OF_RANGE where the picture would be larger than the limits above. */
Status image_init(Image *image, long width, long height, Error *error);
void image_free(Image *image);

/* All of these clip to the image. */
void image_fill(Image *image, int x, int y, int width, int height, Rgb color);
void image_blend(Image *image, int x, int y, Rgb color, int coverage); /* coverage 0-255 */
void image_line(Image *image, double x0, double y0, double x1, double y1, double thickness, Rgb color);
void image_disc(Image *image, double x, double y, double radius, Rgb color);
void image_frame(Image *image, int x, int y, int width, int height, Rgb color); /* one pixel, just outside */

Rgb image_at(const Image *image, int x, int y); /* x, y inside */

#endif
