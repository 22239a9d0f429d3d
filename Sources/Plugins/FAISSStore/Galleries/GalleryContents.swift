import Engine

/// A gallery in memory: vectors in one piece, ids and persons in arrays parallel to its rows.
///
/// Removal puts the last row into the gap, so a row's number means nothing beyond one hold of the lock. Quantised
/// copies of the rows and inverted lists, when they come, are further parallel arrays here.
///
/// Unchecked because everything mutable is touched under `lock` only, and the methods that need it take it themselves.
final class GalleryContents: @unchecked Sendable {
  /// Floats per vector.
  let dimension: Int
  /// The model of every vector.
  let model: ModelID
  /// Searches that wait for a thread.
  let searches = SearchQueue()

  private let lock = ReadWriteLock()
  private var rows: GalleryRows
  private var ids: [Identifier] = []
  private var rowOfID: [Identifier: UInt32] = [:]
  private var persons = PersonRows()
  private var idBytes = 0
  /// Rows in the order of their ids; nil until somebody pages, and again after a change.
  private var order: [UInt32]?

  /// An empty gallery.
  init(model: ModelID, dimension: Int) {
    self.model = model
    self.dimension = dimension
    rows = GalleryRows(dimension: dimension)
  }

  /// How many samples there are.
  var count: Int { lock.read { ids.count } }

  /// Bytes of memory, ids and tables estimated: an id's string and its places in two tables, a person's the same.
  var bytes: Int { lock.read { 4096 + rows.bytes + idBytes + ids.count * 200 } }

  /// Whether a sample has this id.
  func contains(_ id: Identifier) -> Bool { lock.read { rowOfID[id] != nil } }

  // MARK: Changing

  /// Makes room, so that `apply` can't fail after the change is on the disk.
  ///
  /// - Returns: false where there is no memory or more rows than 32 bits can number.
  func reserve(_ additional: Int) -> Bool {
    lock.write { ids.count + additional < Int(UInt32.max) && rows.reserve(additional) }
  }

  /// Makes changes that are durable already. Searches see all of them or none.
  func apply(_ changes: [GalleryChange]) {
    lock.write {
      order = nil
      for change in changes {
        switch change {
        case .add(let faces):
          for face in faces {
            face.embedding.values.withUnsafeBytes { rows.append($0) }
            appendNames(Identifier(face.id.rawValue), Identifier(face.person.rawValue))
          }
        case .remove(let ids): for id in ids { removeRow(of: id) }
        }
      }
    }
  }

  /// Adds rows as a file has them.
  ///
  /// - Returns: false for an id that is there already or too many rows; the contents are of no use then.
  func load(ids newIDs: [Identifier], persons newPersons: [Identifier], vectors bytes: UnsafeRawBufferPointer) -> Bool {
    lock.write {
      guard ids.count + newIDs.count < Int(UInt32.max), rows.reserve(newIDs.count) else { return false }
      for (id, person) in zip(newIDs, newPersons) {
        guard rowOfID[id] == nil else { return false }
        appendNames(id, person)
      }
      rows.append(bytes)
      return true
    }
  }

  /// Removes a row as a file says.
  ///
  /// - Returns: whether it was there.
  func unload(_ id: Identifier) -> Bool { lock.write { removeRow(of: id) } }

  private func appendNames(_ id: Identifier, _ person: Identifier) {
    rowOfID[id] = UInt32(ids.count)
    ids.append(id)
    persons.append(person)
    idBytes += id.text.utf8.count + person.text.utf8.count
  }

  @discardableResult private func removeRow(of id: Identifier) -> Bool {
    guard let number = rowOfID.removeValue(forKey: id) else { return false }
    let row = Int(number)
    idBytes -= id.text.utf8.count + persons[row].text.utf8.count
    rows.swapRemove(row)
    persons.swapRemove(row)
    let last = ids.removeLast()
    if row < ids.count {
      ids[row] = last
      rowOfID[last] = number
    }
    return true
  }

  // MARK: Reading

  /// Answers several searches in one pass over the rows.
  func scan(_ searches: [ScanProbe]) -> [[FaceMatch]] {
    lock.read {
      ScanBatch(searches).run(over: rows, ids: ids).map { hits in
        hits.map { hit in
          FaceMatch(
            id: FaceID(ids[Int(hit.row)].text), person: PersonID(persons[Int(hit.row)].text), similarity: hit.score)
        }
      }
    }
  }

  /// A person's samples.
  func faces(of person: Identifier) -> [FaceRecord] {
    lock.read { persons.rows(of: person).compactMap { record($0) } }
  }

  /// At most `limit` samples by id, those after `id`.
  func faces(after id: Identifier?, limit: Int) -> [FaceRecord] {
    while true {
      let page: [FaceRecord]? = lock.read {
        guard let order else { return nil }
        let start = id.map { id in partition(order) { ids[Int($0)] > id } } ?? 0
        return order[start...].prefix(limit).compactMap { record(Int($0)) }
      }
      if let page { return page }
      lock.write {
        if order == nil { order = ids.indices.map { UInt32($0) }.sorted { ids[Int($0)] < ids[Int($1)] } }
      }
    }
  }

  /// Everything in row order, in pieces of at most `rows` rows, for rewriting the file.
  func forEachPiece(
    rows: Int, _ body: (_ ids: ArraySlice<Identifier>, _ persons: [Identifier], UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    try lock.read {
      for start in stride(from: 0, to: ids.count, by: rows) {
        let range = start..<min(start + rows, ids.count)
        try self.rows.vectors.withRows(range) { values in
          try body(ids[range], range.map { persons[$0] }, UnsafeRawBufferPointer(values))
        }
      }
    }
  }

  private func record(_ row: Int) -> FaceRecord? {
    let values = rows.vectors.withRows(row..<row + 1) { Array($0) }
    guard let embedding = Embedding(model: model, normalizing: values) else { return nil }
    return FaceRecord(id: FaceID(ids[row].text), person: PersonID(persons[row].text), embedding: embedding)
  }

  /// The first index of `sorted` for which `isAfter` holds.
  private func partition(_ sorted: [UInt32], _ isAfter: (UInt32) -> Bool) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if isAfter(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
