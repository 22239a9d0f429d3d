// Frequencies of an image.

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "CImage.h"

namespace {

// One side of a Hann window: periodic, as a Fourier transform sees the square.
std::vector<float> hann(int side) {
  std::vector<float> window(side);
  for (int index = 0; index < side; index++)
    window[index] = float(0.5 - 0.5 * std::cos(2 * CV_PI * index / side));
  return window;
}

}  // namespace

extern "C" int cimage_power_spectrum(cimage_view image, int32_t x, int32_t y, int32_t side, float *power) {
  const bool isPowerOfTwo = side >= 8 && side <= 512 && (side & (side - 1)) == 0;
  if (!image.pixels || !power || !isPowerOfTwo || x < 0 || y < 0 || image.width < side || image.height < side ||
      x > image.width - side || y > image.height - side || image.stride < image.width * 3)
    return CIMAGE_FAILED;
  try {
    const cv::Mat pixels(image.height, image.width, CV_8UC3, const_cast<uint8_t *>(image.pixels), size_t(image.stride));
    thread_local cv::Mat luma, square, spectrum;
    cv::cvtColor(pixels(cv::Rect(x, y, side, side)), luma, cv::COLOR_BGR2GRAY);
    luma.convertTo(square, CV_32F, 1, -cv::mean(luma)[0]);
    const std::vector<float> window = hann(side);
    for (int row = 0; row < side; row++) {
      float *values = square.ptr<float>(row);
      for (int column = 0; column < side; column++) values[column] *= window[row] * window[column];
    }
    cv::dft(square, spectrum, cv::DFT_COMPLEX_OUTPUT);
    const int columns = side / 2 + 1;
    for (int row = 0; row < side; row++) {
      const cv::Vec2f *from = spectrum.ptr<cv::Vec2f>((row + side / 2) % side);
      float *to = power + size_t(row) * columns;
      for (int column = 0; column < columns; column++)
        to[column] = from[column][0] * from[column][0] + from[column][1] * from[column][1];
    }
    return CIMAGE_OK;
  } catch (...) {
    return CIMAGE_FAILED;
  }
}
