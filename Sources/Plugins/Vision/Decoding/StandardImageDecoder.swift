import Engine
import Inference

/// JPEG by libjpeg-turbo, PNG by libpng, WebP by libwebp (`image.decoder.standard`).
struct StandardImageDecoder: ImageDecoder {
  static let factory = ComponentFactory<any ImageDecoder>(
    id: "image.decoder.standard", summary: "Decodes JPEG, PNG and WebP; applies EXIF orientation",
    settings: NoSettings.self
  ) { _, _ in StandardImageDecoder() }

  func decode(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageError) -> Image {
    try PictureDecoding.decode(bytes, limits: limits)
  }
}
