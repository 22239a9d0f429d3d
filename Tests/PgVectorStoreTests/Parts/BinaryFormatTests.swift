import Engine
import EngineTestKit
import Testing

@testable import PgVectorStore

@Suite struct BinaryFormatTests {
  @Test func halfVectorIsAsPgvectorSendsIt() {
    var bytes: [UInt8] = []
    HalfVector.append([1, -0.5, 0], to: &bytes)
    #expect(bytes == [0, 3, 0, 0, 0x3C, 0, 0xB8, 0, 0, 0])
    #expect(bytes.count == HalfVector.size(dimension: 3))
    bytes.withUnsafeBytes { #expect(HalfVector.values($0) == [1, -0.5, 0]) }
  }

  @Test(arguments: [[], [0, 1], [0, 2, 0, 0, 0x3C, 0], [0, 1, 0, 0, 0x3C, 0, 0], [0, 0, 0, 0]] as [[UInt8]])
  func whatIsNoHalfVectorIsRefused(bytes: [UInt8]) {
    bytes.withUnsafeBytes { #expect(HalfVector.values($0) == nil) }
  }

  @Test func readingBackStaysWithinThePrecision() throws {
    var samples = Samples(dimension: 512)
    for _ in 0..<200 {
      let given = samples.embedding()
      var bytes: [UInt8] = []
      HalfVector.append(given.values, to: &bytes)
      let values = try #require(bytes.withUnsafeBytes { HalfVector.values($0) })
      let read = try #require(Embedding(model: given.model, normalizing: values))
      #expect(zip(read.values, given.values).allSatisfy { abs($0 - $1) <= HalfVector.precision })
    }
  }

  @Test func parametersLieOneAfterAnother() {
    var parameters = Parameters()
    parameters.append(258)
    parameters.append([] as [UInt8])
    parameters.append([[7], [8, 9]])
    parameters.append([] as [UInt8])
    #expect(parameters.ends == [8, 8, 8 + 20 + 4 + 1 + 4 + 2, 8 + 20 + 4 + 1 + 4 + 2])
    parameters.withPointers { values, lengths in
      #expect(lengths == [8, 0, 31, 0])
      // A null pointer would be SQL's null.
      #expect(values.allSatisfy { $0 != nil })
    }
  }

  @Test func copyStreamEndsOnce() {
    var samples = Samples(dimension: 8)
    var stream = CopyStream(faces: samples.faces(3)[...], gallery: 5)
    let first = stream.next()
    #expect(first?.starts(with: Array("PGCOPY\n".utf8)) == true)
    #expect(first?.suffix(2) == [0xFF, 0xFF])
    #expect(stream.next() == nil)
  }

  @Test func longCopyComesInPieces() {
    var samples = Samples(dimension: 512)
    let faces = samples.faces(1000)
    let pieces = Array(IteratorSequence(CopyStream(faces: faces[...], gallery: 5)))
    #expect(pieces.count > 2)
    #expect(pieces.dropLast().allSatisfy { $0.count >= 256 * 1024 })
    #expect(pieces.last?.suffix(2) == [0xFF, 0xFF])
  }
}
