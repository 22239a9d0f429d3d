import Engine

extension FAISSVectorStore: Resealing {
  /// Writes every gallery's file anew that has anything in clear or under another key than the current one, one after
  /// another; galleries that are not in memory are loaded for it, within the memory budget.
  ///
  /// - Throws: `VectorStoreError.damaged` where some could not be: the old keys are still needed then. Every other
  ///   gallery has been sealed all the same.
  @discardableResult public func reseal() async throws -> Int {
    try await whileRunning { running in
      guard sealer != nil else {
        throw VectorStoreError.unavailable("sealing is off, so stored galleries can't be sealed; turn it on first")
      }
      let found = try await galleryFiles(running)
      var rewritten = 0
      var failures = found.unreadable
      for key in found.keys {
        try Task.checkCancellation()
        do {
          if try await running.shelf.request(key, { .reseal($0) }) { rewritten += 1 }
        } catch is VectorStoreError {
          // The gallery has logged the reason.
          failures += 1
        }
      }
      guard failures == 0 else {
        throw VectorStoreError.damaged(
          "\(failures) of \(found.keys.count + found.unreadable) galleries could not be sealed under the current key; "
            + "keep the old keys, and see the log")
      }
      return rewritten
    }
  }

  private func galleryFiles(_ running: Running) async throws -> (keys: [GalleryKey], unreadable: Int) {
    try await withCheckedThrowingContinuation { continuation in
      running.files.submit { [directoryPath] in
        continuation.resume(
          with: Result {
            do {
              return try StoreDirectory.galleries(in: directoryPath)
            } catch let failure as FileFailure {
              throw VectorStoreError.unavailable("the vector store's directory can't be read (\(failure.text))")
            }
          })
      }
    }
  }
}
