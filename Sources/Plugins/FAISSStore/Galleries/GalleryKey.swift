import Engine

/// A gallery's identity as bytes, and the name of its file.
struct GalleryKey: Sendable, Hashable {
  let tenant: Identifier
  let model: Identifier
  let dimension: Int

  init(_ gallery: GalleryID) {
    tenant = Identifier(gallery.tenant.rawValue)
    model = Identifier(gallery.model.rawValue)
    dimension = gallery.dimension
  }

  /// How galleries' files end.
  static let fileSuffix = ".gallery"

  /// SHA-256 of the identity in hexadecimal, with `.gallery`.
  ///
  /// Ids may be any text of any length ('../', 10 KB, NUL), so nothing of them is in a file's name; and nobody can
  /// choose an id whose file is another gallery's. The file itself carries the identity in clear.
  var fileName: String {
    var bytes: [UInt8] = []
    // Lengths keep ("ab", "c") and ("a", "bc") apart.
    for text in [tenant.text, model.text, String(dimension)] {
      bytes.append(contentsOf: String(text.utf8.count).utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: text.utf8)
    }
    return SHA256.hexadecimal(of: bytes) + Self.fileSuffix
  }
}
