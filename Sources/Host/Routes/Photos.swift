import Foundation
import Web

/// The photos of one request: files of a multipart form, or base64 in JSON.
enum Photos {
  /// How many photos one request may carry.
  static let limit = 50

  /// A photo, or why it could not even be read; each photo answers for itself.
  typealias Photo = Result<FrameBytes, Problem>

  /// Every photo of the body.
  ///
  /// JSON: `image` (one) or `images` (list) with a data URL or bare base64 each, or objects `{"image": …}`.
  /// Multipart: every file part.
  ///
  /// - Throws: `Problem` where the body as a whole makes no sense or has no photo.
  static func all(in context: RequestContext) throws(Problem) -> [Photo] {
    if let form = try multipart(context) {
      let files = form.parts.filter { $0.fileName != nil || $0.name == "image" || $0.name == "images" }
      return try counted(files.map { .success(.decoded(form.content($0))) })
    }
    let json = try context.json()
    var images: [JSONValue] = json["images"]?.array ?? []
    if let one = json["image"] ?? json["frame_data"] { images.insert(one, at: 0) }
    return try counted(images.map { value in Result { () throws(Problem) in try photo(value["image"] ?? value) } })
  }

  /// The one photo of the body, with the body's other fields.
  static func one(in context: RequestContext) throws(Problem) -> (bytes: FrameBytes, fields: JSONValue) {
    if let form = try multipart(context) {
      let files = form.parts.filter { $0.fileName != nil || $0.name == "image" }
      guard files.count == 1, let file = files.first else { throw missing }
      let fields = form.parts.filter { $0 != file }.map { part in
        JSONValue.Member(name: part.name, value: .string(String(decoding: form.content(part), as: UTF8.self)))
      }
      return (.decoded(form.content(file)), .object(fields))
    }
    let json = try context.json()
    guard let value = json["image"] ?? json["frame_data"] else { throw missing }
    return (try photo(value), json)
  }

  private static let missing = Problem.badRequest(
    "Send one image: as the JSON field `image` (a data URL or base64), or as a file of a multipart form.",
    kind: "image_missing", ["image": "is missing"])

  private static func counted(_ photos: [Photo]) throws(Problem) -> [Photo] {
    guard !photos.isEmpty else { throw missing }
    guard photos.count <= limit else {
      throw .badRequest("Send at most \(limit) photos in one request.", kind: "too_many_images")
    }
    return photos
  }

  private static func photo(_ value: JSONValue) throws(Problem) -> FrameBytes {
    guard var text = value.string else { throw missing }
    // The decoder has the exact limit, as for photos that come as files; this one only bounds the work here.
    let decoded = text.withUTF8 { FrameImage.decode(UnsafeRawBufferPointer($0), limit: 64 << 20) }
    switch decoded {
    case .success(let bytes)?: return .decoded(bytes)
    case .failure(let error)?:
      throw .badRequest("Invalid image data: \(error).", kind: "invalid_image", ["image": "\(error)"])
    case nil: throw missing
    }
  }

  private struct Form {
    var body: [UInt8]
    var parts: [MultipartForm.Part]
    func content(_ part: MultipartForm.Part) -> [UInt8] { Array(body[part.range]) }
  }

  private static func multipart(_ context: RequestContext) throws(Problem) -> Form? {
    guard let type = context.request.headers["Content-Type"], type.lowercased().hasPrefix("multipart/form-data") else {
      return nil
    }
    let body = Array(context.request.body)
    guard let form = MultipartForm(body, contentType: type) else {
      throw .badRequest("The multipart form is damaged.", kind: "invalid_multipart")
    }
    return Form(body: body, parts: form.parts)
  }
}
