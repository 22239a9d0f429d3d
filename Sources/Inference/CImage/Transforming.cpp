// Pixels to a model's input.

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "CImage.h"

namespace {

// One frame is one thread's work; OpenCV's own threads would compete with the other frames'.
const bool singleThreaded = (cv::setNumThreads(1), true);

constexpr int maximumSide = 1 << 15;

bool isValid(const cimage_view &image) {
  return image.pixels && image.width > 0 && image.height > 0 && image.width <= maximumSide &&
         image.height <= maximumSide && image.stride >= image.width * 3;
}
bool isValid(const cimage_tensor &tensor) {
  return tensor.width > 0 && tensor.height > 0 && tensor.width <= 4096 && tensor.height <= 4096;
}

cv::Mat matrix(const cimage_view &image) {
  // OpenCV has no read-only matrix; nothing below writes to a source.
  return cv::Mat(image.height, image.width, CV_8UC3, const_cast<uint8_t *>(image.pixels), size_t(image.stride));
}

// A thread's own canvas, so that no frame allocates one.
cv::Mat &canvas(int width, int height) {
  thread_local cv::Mat kept;
  kept.create(height, width, CV_8UC3);
  return kept;
}

// Plain loops over rows: the compiler turns them into shuffles and conversions of whole registers.
void fill(const cv::Mat &pixels, const cimage_tensor &tensor, float *values) {
  const int width = tensor.width, height = tensor.height;
  const float scale = tensor.scale, offset = tensor.offset;
  const int first = tensor.rgb ? 2 : 0, third = 2 - first;
  if (tensor.planar) {
    const size_t plane = size_t(width) * height;
    for (int y = 0; y < height; y++) {
      const uint8_t *__restrict from = pixels.ptr(y);
      float *__restrict a = values + size_t(y) * width;
      float *__restrict b = a + plane;
      float *__restrict c = b + plane;
      for (int x = 0; x < width; x++) {
        a[x] = from[3 * x + first] * scale + offset;
        b[x] = from[3 * x + 1] * scale + offset;
        c[x] = from[3 * x + third] * scale + offset;
      }
    }
  } else {
    for (int y = 0; y < height; y++) {
      const uint8_t *__restrict from = pixels.ptr(y);
      float *__restrict to = values + size_t(y) * width * 3;
      for (int x = 0; x < width; x++) {
        to[3 * x] = from[3 * x + first] * scale + offset;
        to[3 * x + 1] = from[3 * x + 1] * scale + offset;
        to[3 * x + 2] = from[3 * x + third] * scale + offset;
      }
    }
  }
}

void resize(const cv::Mat &from, cv::Mat &to) {
  const bool shrinks = to.cols < from.cols || to.rows < from.rows;
  cv::resize(from, to, to.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
}

template <typename Body>
int guarded(Body body) {
  try {
    body();
    return CIMAGE_OK;
  } catch (...) {
    return CIMAGE_FAILED;
  }
}

}  // namespace

extern "C" int cimage_letterbox(cimage_view image, cimage_tensor tensor, double largest, float *values,
                                float *ratio) {
  if (!isValid(image) || !isValid(tensor) || !(largest > 0)) return CIMAGE_FAILED;
  return guarded([&] {
    const double fit =
        std::min({double(tensor.width) / image.width, double(tensor.height) / image.height, largest});
    const int width = std::clamp(int(std::lround(image.width * fit)), 1, int(tensor.width));
    const int height = std::clamp(int(std::lround(image.height * fit)), 1, int(tensor.height));
    cv::Mat &whole = canvas(tensor.width, tensor.height);
    if (width < tensor.width) whole.colRange(width, tensor.width).setTo(0);
    if (height < tensor.height) whole.rowRange(height, tensor.height).setTo(0);
    cv::Mat part = whole(cv::Rect(0, 0, width, height));
    resize(matrix(image), part);
    fill(whole, tensor, values);
    *ratio = float(fit);
  });
}

extern "C" int cimage_stretch(cimage_view image, double x, double y, double width, double height, cimage_tensor tensor,
                              float *values) {
  if (!isValid(image) || !isValid(tensor)) return CIMAGE_FAILED;
  if (!(std::abs(x) < maximumSide && std::abs(y) < maximumSide && width >= 1 && height >= 1 && width < maximumSide &&
        height < maximumSide))
    return CIMAGE_FAILED;
  return guarded([&] {
    const cv::Rect wanted(int(std::lround(x)), int(std::lround(y)), int(std::lround(width)), int(std::lround(height)));
    const cv::Rect inside = wanted & cv::Rect(0, 0, image.width, image.height);
    cv::Mat &whole = canvas(tensor.width, tensor.height);
    if (inside == wanted) {
      resize(matrix(image)(wanted), whole);
    } else {
      cv::Mat padded = cv::Mat::zeros(wanted.size(), CV_8UC3);
      if (inside.area() > 0) matrix(image)(inside).copyTo(padded(inside - wanted.tl()));
      resize(padded, whole);
    }
    fill(whole, tensor, values);
  });
}

static bool isFinite(const double matrix[6]) {
  for (int index = 0; index < 6; index++)
    if (!std::isfinite(matrix[index])) return false;
  return true;
}

static void warp(const cimage_view &image, const double values[6], cv::Mat &to) {
  const cv::Mat affine(2, 3, CV_64F, const_cast<double *>(values));
  cv::warpAffine(matrix(image), to, affine, to.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar());
}

extern "C" int cimage_warp(cimage_view image, const double values[6], cimage_tensor tensor, float *out) {
  if (!isValid(image) || !isValid(tensor) || !isFinite(values)) return CIMAGE_FAILED;
  return guarded([&] {
    cv::Mat &whole = canvas(tensor.width, tensor.height);
    warp(image, values, whole);
    fill(whole, tensor, out);
  });
}

extern "C" int cimage_warp_pixels(cimage_view image, const double values[6], int32_t width, int32_t height,
                                  uint8_t *pixels) {
  if (!isValid(image) || !isFinite(values) || width < 1 || height < 1 || width > maximumSide || height > maximumSide)
    return CIMAGE_FAILED;
  return guarded([&] {
    cv::Mat to(height, width, CV_8UC3, pixels);
    warp(image, values, to);
  });
}

extern "C" int cimage_resize(cimage_view image, int32_t width, int32_t height, uint8_t *pixels) {
  if (!isValid(image) || width < 1 || height < 1 || width > maximumSide || height > maximumSide) return CIMAGE_FAILED;
  return guarded([&] {
    cv::Mat to(height, width, CV_8UC3, pixels);
    resize(matrix(image), to);
  });
}

extern "C" int cimage_measure_light(cimage_view image, cimage_light *light) {
  if (!isValid(image) || image.width < 3 || image.height < 3) return CIMAGE_FAILED;
  return guarded([&] {
    thread_local cv::Mat luma;
    cv::cvtColor(matrix(image), luma, cv::COLOR_BGR2GRAY);
    uint64_t histogram[256] = {};
    for (int y = 0; y < luma.rows; y++)
      for (int x = 0; x < luma.cols; x++) histogram[luma.ptr(y)[x]]++;
    const double count = double(luma.rows) * luma.cols;
    double sum = 0, squares = 0, dark = 0, bright = 0;
    for (int value = 0; value < 256; value++) {
      sum += double(histogram[value]) * value;
      squares += double(histogram[value]) * value * value;
      if (value < 20) dark += double(histogram[value]);
      if (value > 250) bright += double(histogram[value]);
    }
    int64_t across = 0, acrossSquares = 0, down = 0, downSquares = 0;
    for (int y = 1; y + 1 < luma.rows; y++) {
      const uint8_t *above = luma.ptr(y - 1), *row = luma.ptr(y), *below = luma.ptr(y + 1);
      for (int x = 1; x + 1 < luma.cols; x++) {
        const int horizontal = row[x - 1] + row[x + 1] - 2 * row[x];
        const int vertical = above[x] + below[x] - 2 * row[x];
        across += horizontal;
        acrossSquares += horizontal * horizontal;
        down += vertical;
        downSquares += vertical * vertical;
      }
    }
    const double inner = double(luma.rows - 2) * (luma.cols - 2);
    const double mean = sum / count, meanAcross = double(across) / inner, meanDown = double(down) / inner;
    light->mean = float(mean);
    light->deviation = float(std::sqrt(std::max(0.0, squares / count - mean * mean)));
    light->dark = float(dark / count);
    light->bright = float(bright / count);
    light->curvature_across = float(double(acrossSquares) / inner - meanAcross * meanAcross);
    light->curvature_down = float(double(downSquares) / inner - meanDown * meanDown);
  });
}
