// A thin C shim over libjpeg-turbo, libpng, libwebp and OpenCV's imgproc: decoding and the pixel work before a model.
//
// Pixels are 8-bit, three channels, blue first. No function throws or aborts on bad input; all may be called from any
// thread, several at a time.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { CIMAGE_JPEG = 1, CIMAGE_PNG = 2, CIMAGE_WEBP = 3 };
// CIMAGE_FAILED: an argument was out of range or memory ran out.
enum { CIMAGE_OK = 0, CIMAGE_UNKNOWN_FORMAT = -1, CIMAGE_DAMAGED = -2, CIMAGE_FAILED = -3 };

typedef struct {
  int32_t format;
  int32_t width; // as stored, before any EXIF orientation
  int32_t height;
} cimage_header;

// Reads format and size; decodes nothing.
int cimage_read_header(const uint8_t *bytes, size_t count, cimage_header *header);

// Decodes to `width` x `height` pixels (both at most those of the header, in proportion), then applies the EXIF
// `orientation` 1...8. `pixels` holds width*height*3 bytes; for orientations 5...8 the result is height x width.
int cimage_decode(const uint8_t *bytes, size_t count, const cimage_header *header, int32_t width, int32_t height,
                  int32_t orientation, uint8_t *pixels);

// An image that somebody else owns.
typedef struct {
  const uint8_t *pixels;
  int32_t width;
  int32_t height;
  int32_t stride; // bytes from row to row
} cimage_view;

// How pixels become a model's input: value = pixel * scale + offset.
typedef struct {
  int32_t width;
  int32_t height;
  int32_t planar; // 1: channel by channel (NCHW); 0: pixel by pixel (NHWC)
  int32_t rgb;    // 1: red first; 0: blue first
  float scale;
  float offset;
} cimage_tensor;

// Shrinks or enlarges the whole image into the tensor's upper left corner, in proportion; the rest is black.
// No image pixel becomes more than `largest` tensor pixels; `ratio` receives the tensor's pixels per image pixel.
int cimage_letterbox(cimage_view image, cimage_tensor tensor, double largest, float *values, float *ratio);
// Stretches a rectangle of the image over the whole tensor; outside the image is black.
int cimage_stretch(cimage_view image, double x, double y, double width, double height, cimage_tensor tensor,
                   float *values);
// Warps the image into the tensor, bilinear, black outside; `matrix` maps image to tensor coordinates, 2x3 by rows.
int cimage_warp(cimage_view image, const double matrix[6], cimage_tensor tensor, float *values);
// As cimage_warp, to pixels.
int cimage_warp_pixels(cimage_view image, const double matrix[6], int32_t width, int32_t height, uint8_t *pixels);
// Resizes: by area where it shrinks, else bilinear.
int cimage_resize(cimage_view image, int32_t width, int32_t height, uint8_t *pixels);

// What the light of an image is like.
typedef struct {
  float mean;               // of luma, 0...255
  float deviation;          // of luma
  float dark;               // share of pixels under 20
  float bright;             // share of pixels over 250
  float curvature_across; // variance of luma's second difference along rows: fine detail from left to right
  float curvature_down;   // the same along columns
} cimage_light;
int cimage_measure_light(cimage_view image, cimage_light *light);

// Power of the Fourier transform of luma in the square of `side` pixels (a power of two, 8...512) from (x, y) on, mean
// taken away and Hann-windowed. `power` receives side x (side/2 + 1) numbers: rows from frequency -side/2 to side/2 - 1
// cycles per side, columns from 0 to side/2.
int cimage_power_spectrum(cimage_view image, int32_t x, int32_t y, int32_t side, float *power);

#ifdef __cplusplus
}
#endif
