import Engine

/// What a gallery does with its file as a whole. On the thread that empties the mailbox.
extension Gallery {
  /// The file of a gallery, not read yet.
  static func file(_ key: GalleryKey, _ surroundings: GallerySurroundings) -> GalleryFile {
    GalleryFile(
      key, directory: surroundings.directory, fsync: surroundings.settings.fsync, sealer: surroundings.sealer)
  }

  /// The contents, from the file where they are not in memory.
  func loaded(_ file: inout GalleryFile) throws(VectorStoreError) -> GalleryContents {
    let (known, damage) = mailbox.withLock { ($0.contents, $0.damage) }
    if let known { return known }
    if let damage { throw damage }
    let contents = GalleryContents(model: ModelID(key.model.text), dimension: key.dimension)
    do {
      let torn = try file.load(into: contents)
      if torn > 0 { log(.warning, "gallery_torn_tail_dropped", ["bytes": String(torn)]) }
    } catch let error as SealFailure {
      log(.error, "gallery_not_opened", ["reason": error.text])
      // Remembered as damage is: keys don't come back while the process runs.
      let damage = VectorStoreError.damaged(error.text)
      mailbox.withLock { $0.damage = damage }
      throw damage
    } catch let error as FileDamage {
      log(.error, "gallery_damaged", ["reason": error.text])
      let damage = VectorStoreError.damaged(
        "the gallery's stored data is damaged (\(error.text)); restore its file from a backup, or remove all its faces")
      mailbox.withLock { $0.damage = damage }
      throw damage
    } catch {
      log(.error, "gallery_not_loaded", ["reason": Self.reason(error)])
      // What was read halfway is forgotten, for the next call to try again.
      file = Self.file(key, surroundings)
      throw .unavailable("the gallery could not be loaded")
    }
    mailbox.withLock { $0.contents = contents }
    account(contents)
    return contents
  }

  /// An empty file in the place of whatever there was, damaged or not: nothing of the faces stays on the disk.
  func emptied(_ file: inout GalleryFile) throws(VectorStoreError) -> GalleryContents {
    do {
      try file.replace(with: nil)
    } catch {
      log(.error, "gallery_not_emptied", ["reason": Self.reason(error)])
      throw .unavailable("the gallery could not be emptied")
    }
    let empty = GalleryContents(model: ModelID(key.model.text), dimension: key.dimension)
    mailbox.withLock { mailbox in
      mailbox.contents = empty
      mailbox.damage = nil
    }
    return empty
  }

  /// Writes the file anew where enough of it is of no use any more.
  func compact(_ contents: GalleryContents, _ file: inout GalleryFile) {
    guard file.useless >= surroundings.settings.compactAfter, file.useless >= contents.count else { return }
    do {
      try file.replace(with: contents)
      log(.info, "gallery_compacted", ["faces": String(contents.count)])
    } catch {
      log(.warning, "gallery_not_compacted", ["reason": Self.reason(error)])
    }
  }

  /// Writes the file anew where not all of it is under the sealer's current key.
  ///
  /// - Returns: whether it had to be.
  func resealed(_ contents: GalleryContents, _ file: inout GalleryFile) throws(VectorStoreError) -> Bool {
    guard file.isToBeSealed else { return false }
    do {
      try file.replace(with: contents)
    } catch {
      log(.error, "gallery_not_sealed", ["reason": Self.reason(error)])
      throw .unavailable("the gallery could not be sealed anew")
    }
    log(.info, "gallery_sealed", ["faces": String(contents.count)])
    return true
  }
}
