// Pictures to pixels.

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <cstring>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "CImage.h"

namespace {

using TurboHandle = std::unique_ptr<void, int (*)(tjhandle)>;

// One decompressor per thread: making one costs more than a small picture.
TurboHandle &kept() {
  thread_local TurboHandle handle(nullptr, tjDestroy);
  return handle;
}
tjhandle decompressor() {
  TurboHandle &handle = kept();
  if (!handle) handle.reset(tjInitDecompress());
  return handle.get();
}

// A picture that failed may leave the decompressor amidst its header, and the next good one would fail too.
int forget(int result) {
  if (result != CIMAGE_OK) kept().reset();
  return result;
}

// Zeroes where the stream holds tables and no picture: the library then succeeds and sets nothing.
struct JPEGHeader {
  int width = 0, height = 0, subsampling = 0, colours = 0;
  bool read(tjhandle handle, const uint8_t *bytes, size_t count) {
    return tjDecompressHeader3(handle, bytes, count, &width, &height, &subsampling, &colours) == 0;
  }
};

bool isJPEG(const uint8_t *bytes, size_t count) {
  return count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF;
}
bool isPNG(const uint8_t *bytes, size_t count) { return count >= 8 && png_sig_cmp(bytes, 0, 8) == 0; }
bool isWebP(const uint8_t *bytes, size_t count) {
  return count >= 12 && std::memcmp(bytes, "RIFF", 4) == 0 && std::memcmp(bytes + 8, "WEBP", 4) == 0;
}

uint32_t bigEndian(const uint8_t *bytes) {
  return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | bytes[3];
}

int accept(cimage_header *header, int format, int64_t width, int64_t height) {
  if (width < 1 || height < 1 || width > INT32_MAX || height > INT32_MAX) return CIMAGE_DAMAGED;
  *header = {format, int32_t(width), int32_t(height)};
  return CIMAGE_OK;
}

// Warnings are common in the wild; those about bytes between segments lose no pixel. Everything else does.
bool lostPixels(tjhandle handle) {
  if (tjGetErrorCode(handle) != TJERR_WARNING) return true;
  return std::strstr(tjGetErrorStr2(handle), "xtraneous") == nullptr;
}

int decodeJPEG(const uint8_t *bytes, size_t count, const cimage_header &header, int longerSide, cv::Mat &out) {
  tjhandle handle = decompressor();
  if (!handle) return CIMAGE_FAILED;
  JPEGHeader found;
  if (!found.read(handle, bytes, count) || found.width != header.width || found.height != header.height)
    return CIMAGE_DAMAGED;
  int width = found.width, height = found.height;
  // Halving, quartering and so on have SIMD code; the rest of the way is a resize. Never below what was asked for.
  int denominator = 1;
  while (denominator < 8 && std::max(width, height) / (denominator * 2) >= longerSide) denominator *= 2;
  const tjscalingfactor factor{1, denominator};
  width = TJSCALED(width, factor);
  height = TJSCALED(height, factor);
  const bool inks = found.colours == TJCS_CMYK || found.colours == TJCS_YCCK;
  cv::Mat decoded(height, width, inks ? CV_8UC4 : CV_8UC3);
  const int flags = TJFLAG_LIMITSCANS;  // a progressive file may hold scans without end
  if (tjDecompress2(handle, bytes, count, decoded.data, width, int(decoded.step), height, inks ? TJPF_CMYK : TJPF_BGR,
                    flags) != 0 &&
      lostPixels(handle))
    return CIMAGE_DAMAGED;
  if (!inks) {
    out = decoded;
    return CIMAGE_OK;
  }
  out.create(height, width, CV_8UC3);
  for (int y = 0; y < height; y++) {
    const uint8_t *from = decoded.ptr(y);
    uint8_t *to = out.ptr(y);
    // Adobe writes inks inverted, so that 255 is no ink.
    for (int x = 0; x < width; x++, from += 4, to += 3)
      for (int channel = 0; channel < 3; channel++) to[channel] = uint8_t(from[2 - channel] * from[3] / 255);
  }
  return CIMAGE_OK;
}

int decodePNG(const uint8_t *bytes, size_t count, const cimage_header &header, cv::Mat &out) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  struct Release {
    png_image *image;
    ~Release() { png_image_free(image); }
  } release{&image};
  if (!png_image_begin_read_from_memory(&image, bytes, count)) return CIMAGE_DAMAGED;
  if (int64_t(image.width) != header.width || int64_t(image.height) != header.height) return CIMAGE_DAMAGED;
  // Without this, libpng takes 16-bit samples for linear light, and the picture comes out far too bright.
  image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  image.format = PNG_FORMAT_BGR;
  out.create(header.height, header.width, CV_8UC3);
  const png_color white{255, 255, 255};
  return png_image_finish_read(&image, &white, out.data, int32_t(out.step), nullptr) ? CIMAGE_OK : CIMAGE_DAMAGED;
}

int decodeWebP(const uint8_t *bytes, size_t count, const cimage_header &header, cv::Mat &out) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes, count, &features) != VP8_STATUS_OK || features.width != header.width ||
      features.height != header.height)
    return CIMAGE_DAMAGED;
  out.create(header.height, header.width, CV_8UC3);
  if (!features.has_alpha) {
    return WebPDecodeBGRInto(bytes, count, out.data, out.step * out.rows, int(out.step)) ? CIMAGE_OK : CIMAGE_DAMAGED;
  }
  cv::Mat withAlpha(header.height, header.width, CV_8UC4);
  if (!WebPDecodeBGRAInto(bytes, count, withAlpha.data, withAlpha.step * withAlpha.rows, int(withAlpha.step)))
    return CIMAGE_DAMAGED;
  for (int y = 0; y < out.rows; y++) {
    const uint8_t *from = withAlpha.ptr(y);
    uint8_t *to = out.ptr(y);
    for (int x = 0; x < out.cols; x++, from += 4, to += 3)
      for (int channel = 0; channel < 3; channel++)
        to[channel] = uint8_t((from[channel] * from[3] + 255 * (255 - from[3]) + 127) / 255);
  }
  return CIMAGE_OK;
}

// EXIF 2.3, tag 0x0112: how the stored rows and columns lie on the upright picture.
void orient(const cv::Mat &stored, int orientation, cv::Mat &upright) {
  cv::Mat turned;
  const bool transposed = orientation >= 5;
  if (transposed) cv::transpose(stored, turned);
  const cv::Mat &source = transposed ? turned : stored;
  switch (orientation) {
    case 2: case 6: cv::flip(source, upright, 1); break;
    case 3: case 7: cv::flip(source, upright, -1); break;
    case 4: case 8: cv::flip(source, upright, 0); break;
    default: source.copyTo(upright); break;  // 1, 5
  }
}

}  // namespace

extern "C" int cimage_read_header(const uint8_t *bytes, size_t count, cimage_header *header) {
  if (isJPEG(bytes, count)) {
    tjhandle handle = decompressor();
    if (!handle) return CIMAGE_FAILED;
    JPEGHeader found;
    if (!found.read(handle, bytes, count)) return forget(CIMAGE_DAMAGED);
    return forget(accept(header, CIMAGE_JPEG, found.width, found.height));
  }
  if (isPNG(bytes, count)) {
    // The header chunk comes first: length, "IHDR", width, height.
    if (count < 33 || std::memcmp(bytes + 12, "IHDR", 4) != 0) return CIMAGE_DAMAGED;
    return accept(header, CIMAGE_PNG, bigEndian(bytes + 16), bigEndian(bytes + 20));
  }
  if (isWebP(bytes, count)) {
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(bytes, count, &features) != VP8_STATUS_OK) return CIMAGE_DAMAGED;
    if (features.has_animation) return CIMAGE_UNKNOWN_FORMAT;
    return accept(header, CIMAGE_WEBP, features.width, features.height);
  }
  return CIMAGE_UNKNOWN_FORMAT;
}

extern "C" int cimage_decode(const uint8_t *bytes, size_t count, const cimage_header *header, int32_t width,
                             int32_t height, int32_t orientation, uint8_t *pixels) {
  if (width < 1 || height < 1 || width > header->width || height > header->height || orientation < 1 || orientation > 8)
    return CIMAGE_FAILED;
  try {
    cv::Mat decoded;
    int result = CIMAGE_UNKNOWN_FORMAT;
    switch (header->format) {
      case CIMAGE_JPEG: result = forget(decodeJPEG(bytes, count, *header, std::max(width, height), decoded)); break;
      case CIMAGE_PNG: result = decodePNG(bytes, count, *header, decoded); break;
      case CIMAGE_WEBP: result = decodeWebP(bytes, count, *header, decoded); break;
    }
    if (result != CIMAGE_OK) return result;
    if (decoded.cols != width || decoded.rows != height) {
      cv::Mat scaled;
      cv::resize(decoded, scaled, cv::Size(width, height), 0, 0, cv::INTER_AREA);
      decoded = scaled;
    }
    const bool transposed = orientation >= 5;
    cv::Mat upright(transposed ? width : height, transposed ? height : width, CV_8UC3, pixels);
    orient(decoded, orientation, upright);
    return upright.data == pixels ? CIMAGE_OK : CIMAGE_FAILED;
  } catch (...) {
    return forget(CIMAGE_FAILED);
  }
}
