import CFaiss
import Engine
import Glibc

/// Debian's FAISS 1.7.3, `IndexFlatIP`, one thread for each search.
struct DebianFlat {
  private let data: DataSet

  init(_ data: DataSet) { self.data = data }

  func run() async throws -> Figures {
    let before = residentBytes()
    guard let made = cfaiss_flat_make(Int64(DataSet.dimension)) else { throw BenchmarkError("no FAISS index") }
    defer { cfaiss_flat_free(made) }
    let clock = ContinuousClock()
    var building = Duration.zero
    for start in stride(from: 0, to: data.faces, by: 1000) {
      let records = try data.records(start..<min(start + 1000, data.faces))
      let values = records.flatMap(\.embedding.values)
      var isAdded = false
      building += clock.measure { isAdded = cfaiss_flat_add(made, Int64(records.count), values) }
      guard isAdded else { throw BenchmarkError(String(cString: cfaiss_message())) }
    }
    let memory = residentBytes() - before
    // An address instead of a pointer: threads search it at the same time, which FAISS allows once nothing is added.
    let index = UInt(bitPattern: made)
    var figures = try await Measurement(data: data).run { [data] probe in
      var scores = [Float](repeating: 0, count: DataSet.limit)
      var labels = [Int64](repeating: -1, count: DataSet.limit)
      guard
        cfaiss_flat_search(
          OpaquePointer(bitPattern: index), 1, data.probes[probe].values, Int64(DataSet.limit), 1, &scores, &labels)
      else { throw BenchmarkError(String(cString: cfaiss_message())) }
      return labels.map { Int32($0) }
    }
    figures["build_s"] = building / .seconds(1)
    figures["memory_bytes"] = Double(memory)
    return figures
  }
}
