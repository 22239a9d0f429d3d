import Engine

/// Expects that a stored face is the given one: id and person byte for byte, its vector as exact as the store says.
func expectSame(_ seen: FaceRecord, _ given: FaceRecord, precision: Float, _ when: String) throws {
  try expect(seen.id.bytes == given.id.bytes, "a face's id changed \(when): \(given.id) → \(seen.id)")
  try expect(
    seen.person.bytes == given.person.bytes,
    "the person of \(given.id) changed \(when): \(given.person) → \(seen.person)")
  try expectEqual(seen.embedding.model, given.embedding.model, "the model of \(given.id) \(when)")
  let isSame =
    seen.embedding.values.count == given.embedding.values.count
    && zip(seen.embedding.values, given.embedding.values).allSatisfy { abs($0 - $1) <= precision }
  try expect(isSame, "the vector of \(given.id) changed \(when)")
}
