import Engine
import Glibc

/// What every contestant is given: a folder with the vectors of all tenants, one tenant after another, and the probes.
struct DataSet {
  static let dimension = 512
  static let limit = 10
  let folder: String
  let faces: Int
  let tenants: Int
  let probes: [Embedding]
  /// Whose gallery each probe is searched in.
  let probeTenants: [Int]
  var facesEach: Int { faces / tenants }

  /// - Parameter folder: as `dataset.py` writes it, numbers in the machine's byte order.
  init(folder: String) throws {
    self.folder = folder
    let shape: [Int32] = try Self.read(folder + "/shape.i32", from: 0, count: 3)
    faces = Int(shape[0])
    tenants = Int(shape[1])
    let values: [Float] = try Self.read(folder + "/probes.f32", from: 0, count: Int(shape[2]) * Self.dimension)
    probes = try Self.embeddings(values)
    let owners: [Int32] = try Self.read(folder + "/probe_tenants.i32", from: 0, count: Int(shape[2]))
    probeTenants = owners.map { Int($0) }
  }

  func gallery(_ tenant: Int) -> GalleryID {
    GalleryID(
      tenant: TenantID("6f1d2c3b-4a5e-4f60-9b7c-\(100_000_000_000 + tenant)"), model: Self.model,
      dimension: Self.dimension)
  }

  /// The faces of these rows, five of a person, with ids as long as the host's.
  func records(_ rows: Range<Int>) throws -> [FaceRecord] {
    let values: [Float] = try Self.read(
      folder + "/vectors.f32", from: rows.lowerBound * Self.dimension, count: rows.count * Self.dimension)
    return zip(rows, try Self.embeddings(values)).map { row, embedding in
      FaceRecord(
        id: FaceID("0b6b4b2e-7d5f-4c38-a1d7-\(100_000_000_000 + row)"),
        person: PersonID("5f1c9a3d-2e4b-4f6a-8c7d-\(100_000_000_000 + row / 5)"), embedding: embedding)
    }
  }

  /// The row that a face's id was made of.
  static func row(of id: FaceID) -> Int32 { Int32(id.rawValue.suffix(11)) ?? -1 }

  private static let model = ModelID("m@1")

  private static func embeddings(_ values: [Float]) throws -> [Embedding] {
    try stride(from: 0, to: values.count, by: dimension).map { start in
      guard let made = Embedding(model: model, normalizing: Array(values[start..<start + dimension])) else {
        throw BenchmarkError("a vector without a direction")
      }
      return made
    }
  }

  private static func read<Number: BitwiseCopyable>(_ path: String, from start: Int, count: Int) throws -> [Number] {
    guard let file = fopen(path, "r") else { throw BenchmarkError("cannot open \(path)") }
    defer { fclose(file) }
    let size = MemoryLayout<Number>.stride
    fseek(file, start * size, SEEK_SET)
    return try [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = fread(buffer.baseAddress, size, count, file)
      guard filled == count else { throw BenchmarkError("\(path) is too short") }
    }
  }
}

/// Ends the benchmark.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
