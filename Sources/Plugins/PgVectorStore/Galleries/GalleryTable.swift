/// The partition that holds one gallery.
struct GalleryTable: Sendable, Hashable {
  /// The gallery's number, from the table `gallery`.
  let number: Int32
  let dimension: Int

  /// All galleries of this length; partitioned by gallery.
  static func parent(dimension: Int) -> String { "face_\(dimension)" }
  /// The partition.
  var name: String { "\(Self.parent(dimension: dimension))_\(number)" }
  /// Its HNSW index, where it has one.
  var index: String { "\(name)_hnsw" }
}
