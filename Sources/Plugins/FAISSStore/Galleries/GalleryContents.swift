import Engine

/// A gallery in memory: vectors in one piece, ids and persons in arrays parallel to its rows.
///
/// Removal puts the last row into the gap, so a row's number means nothing beyond one hold of the lock. Codes and inverted
/// lists are further arrays parallel to the rows.
///
/// Unchecked because everything mutable is touched under `lock` only, and the methods that need it take it themselves.
final class GalleryContents: @unchecked Sendable {
  /// Floats per vector.
  let dimension: Int
  /// The model of every vector.
  let model: ModelID
  /// Searches that wait for a thread.
  let searches = SearchQueue()

  let lock = ReadWriteLock()
  var rows: GalleryRows
  var ids = NameTable()
  private var persons = PersonRows()
  var index: InvertedLists?
  /// With how many rows an index was found to be of no use.
  var declinedRows = 0
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

  /// Bytes of memory: all that grows with the samples, and what the objects themselves take, estimated.
  var bytes: Int {
    lock.read { 2048 + rows.bytes + ids.bytes + persons.bytes + (index?.bytes ?? 0) + (order?.capacity ?? 0) * 4 }
  }

  /// Whether a sample has this id.
  func contains(_ id: Identifier) -> Bool { lock.read { id.withBytes { ids.number(of: $0) } != nil } }

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
            Identifier(face.id.rawValue).withBytes { ids.append($0) }
            Identifier(face.person.rawValue).withBytes { persons.append($0) }
            index?.append()
          }
        case .remove(let ids): for id in ids { id.withBytes { _ = removeRow(of: $0) } }
        }
      }
    }
  }

  /// Adds rows as a file has them: each one's id and person in turn, and the vectors.
  ///
  /// - Returns: false for an id that is there already or too many rows; the contents are of no use then.
  func load(_ names: PackedNames, vectors bytes: UnsafeRawBufferPointer) -> Bool {
    lock.write {
      guard ids.count + names.count / 2 < Int(UInt32.max), rows.reserve(names.count / 2) else { return false }
      var isFresh = true
      names.visit { index, name in
        if index % 2 == 1 {
          persons.append(name)
        } else if ids.number(of: name) == nil {
          ids.append(name)
        } else {
          isFresh = false
        }
      }
      guard isFresh else { return false }
      rows.append(bytes)
      return true
    }
  }

  /// Removes a row as a file says.
  ///
  /// - Returns: whether it was there.
  func unload(_ id: UnsafeRawBufferPointer) -> Bool { lock.write { removeRow(of: id) } }

  /// Gives back memory that was taken for growth: after loading, when growth has an end for now.
  func trim() {
    lock.write {
      ids.trim()
      persons.trim()
    }
  }

  private func removeRow(of id: UnsafeRawBufferPointer) -> Bool {
    guard let row = ids.number(of: id) else { return false }
    rows.swapRemove(row)
    persons.swapRemove(row)
    ids.swapRemove(row)
    index?.swapRemove(row)
    return true
  }

  // MARK: Reading

  /// Answers several searches in one pass over the rows.
  func scan(_ searches: [ScanProbe]) -> [[FaceMatch]] {
    lock.read {
      hits(searches).map { hits in
        hits.map { hit in
          FaceMatch(
            id: FaceID(ids.text(Int(hit.row))), person: PersonID(persons[Int(hit.row)]), similarity: hit.score)
        }
      }
    }
  }

  private func hits(_ searches: [ScanProbe]) -> [[Hit]] {
    guard let index else { return ScanBatch(searches).run(over: rows, ids: ids) }
    var answers = [[Hit]?](repeating: nil, count: searches.count)
    for (place, search) in searches.enumerated() where suits(search) {
      answers[place] = ListScan(probe: search).run(index, over: rows, ids: ids)
    }
    let left = searches.indices.filter { answers[$0] == nil }
    let exact = left.isEmpty ? [] : ScanBatch(left.map { searches[$0] }).run(over: rows, ids: ids)
    for (place, answer) in zip(left, exact) { answers[place] = answer }
    return answers.map { $0 ?? [] }
  }

  /// Whether a search may go by the index.
  private func suits(_ search: ScanProbe) -> Bool {
    !search.isExact && rows.hasCodes && search.limit <= rows.vectors.count / ScanBatch.longAnswer
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
        let start = id.map { id in partition(order) { isAfter(Int($0), id) } } ?? 0
        return order[start...].prefix(limit).compactMap { record(Int($0)) }
      }
      if let page { return page }
      lock.write {
        if order == nil {
          order = (0..<UInt32(ids.count)).sorted { ids.isBefore(Int($0), Int($1)) }
        }
      }
    }
  }

  /// Everything in row order, in pieces of at most `rows` rows, for rewriting the file. Names come as each row's id and
  /// person in turn.
  func forEachPiece(
    rows: Int, _ body: (_ names: PackedNames.Packer, _ vectors: UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    try lock.read {
      for start in stride(from: 0, to: ids.count, by: rows) {
        let range = start..<min(start + rows, ids.count)
        var names = PackedNames.Packer()
        for row in range {
          ids.withName(row) { names.append($0) }
          persons.withPerson(of: row) { names.append($0) }
        }
        try self.rows.vectors.withRows(range) { try body(names, UnsafeRawBufferPointer($0)) }
      }
    }
  }

  private func record(_ row: Int) -> FaceRecord? {
    guard let embedding = Embedding(model: model, normalizing: vector(row)) else { return nil }
    return FaceRecord(id: FaceID(ids.text(row)), person: PersonID(persons[row]), embedding: embedding)
  }

  /// A row's values. Under the lock only.
  func vector(_ row: Int) -> [Float] { rows.vectors.withRows(row..<row + 1) { Array($0) } }

  private func isAfter(_ row: Int, _ id: Identifier) -> Bool {
    ids.withName(row) { name in id.withBytes { Identifier.order(name, $0) > 0 } }
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
