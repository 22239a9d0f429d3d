import Engine
import Synchronization

/// One gallery: its contents while they are in memory, and its file.
///
/// Loading and writing go through a mailbox that one thread at a time empties. What gathers in it while that thread
/// waits for the disk becomes the next group, made durable by one fsync. Searches don't pass through it: they read the
/// contents, which change only after a group is on the disk.
final class Gallery: Sendable {
  struct Mailbox {
    var requests: [GalleryRequest] = []
    var isBeingEmptied = false
    /// Set once the shelf has put the gallery away: this object must not touch the file any more.
    var isRetired = false
    var contents: GalleryContents?
    /// Stays until the gallery is emptied or the process ends: a damaged file is not read again for every call.
    var damage: VectorStoreError?
    var bytes = Gallery.bytesAtRest
  }

  /// What a gallery costs that is not in memory.
  static let bytesAtRest = 1024

  /// The gallery's identity.
  let key: GalleryKey
  let surroundings: GallerySurroundings
  let mailbox = Mutex(Mailbox())
  private let file: Mutex<GalleryFile>
  private let lastUse = Atomic<UInt64>(0)

  init(_ key: GalleryKey, _ surroundings: GallerySurroundings) {
    self.key = key
    self.surroundings = surroundings
    file = Mutex(Self.file(key, surroundings))
  }

  /// When the gallery was last asked for, by the shelf's clock of uses.
  var use: UInt64 {
    get { lastUse.load(ordering: .relaxed) }
    set { lastUse.store(newValue, ordering: .relaxed) }
  }

  /// Bytes of memory as last counted.
  var bytes: Int { mailbox.withLock { $0.bytes } }

  /// The contents, where they are in memory.
  var contents: GalleryContents? { mailbox.withLock { $0.contents } }

  /// Takes a request to be answered on a thread for files.
  ///
  /// - Returns: false where the gallery was put away meanwhile; ask the shelf again.
  func submit(_ request: GalleryRequest) -> Bool {
    let (isTaken, isFirst) = mailbox.withLock { mailbox in
      guard !mailbox.isRetired else { return (false, false) }
      mailbox.requests.append(request)
      defer { mailbox.isBeingEmptied = true }
      return (true, !mailbox.isBeingEmptied)
    }
    if isFirst {
      // The caller waits for an answer, so the gate can't have closed yet.
      surroundings.gate.enterBackground()
      surroundings.files.submit {
        self.emptyMailbox()
        self.surroundings.gate.leave()
      }
    }
    return isTaken
  }

  /// Lets go of the contents where nothing is under way.
  ///
  /// - Returns: the bytes that this frees; nil where the gallery is busy.
  func retire() -> Int? {
    mailbox.withLock { mailbox in
      // The file's lock is free whenever nobody empties the mailbox, so the two locks can't wait for each other.
      guard !mailbox.isBeingEmptied, mailbox.requests.isEmpty, file.withLock({ !$0.isUncertain }) else { return nil }
      mailbox.isRetired = true
      mailbox.contents = nil
      return mailbox.bytes
    }
  }

  // MARK: On a thread for files

  private func emptyMailbox() {
    while true {
      let requests: [GalleryRequest]? = mailbox.withLock { mailbox in
        if mailbox.requests.isEmpty {
          mailbox.isBeingEmptied = false
          return nil
        }
        defer { mailbox.requests = [] }
        return mailbox.requests
      }
      guard let requests else { return }
      file.withLock { answer(requests, &$0) }
    }
  }

  private func answer(_ requests: [GalleryRequest], _ file: inout GalleryFile) {
    var contents: GalleryContents?
    var failure: VectorStoreError?
    do throws(VectorStoreError) { contents = try loaded(&file) } catch { failure = error }
    var group = contents.map { WriteGroup(on: $0) }
    for request in requests {
      if request.isCancelled {
        request.fail(CancellationError())
        continue
      }
      if case .removeAll(let continuation, _) = request {
        if let contents, let due = group { commit(due, to: contents, &file) }
        do throws(VectorStoreError) {
          let empty = try emptied(&file)
          contents = empty
          group = WriteGroup(on: empty)
          continuation.resume()
        } catch {
          group = contents.map { WriteGroup(on: $0) }
          continuation.resume(throwing: error)
        }
        continue
      }
      guard let current = contents else {
        request.fail(failure ?? .unavailable("the gallery could not be loaded"))
        continue
      }
      switch request {
      case .open(let continuation): continuation.resume(returning: current)
      case .add(let faces, let continuation, _): group?.add(faces, continuation)
      case .remove(let ids, let continuation, _): group?.remove(ids, continuation)
      case .reseal(let continuation):
        if let due = group { commit(due, to: current, &file) }
        group = WriteGroup(on: current)
        continuation.resume(with: Result { try resealed(current, &file) })
      case .removeAll: break
      }
      if let due = group, due.isFull {
        commit(due, to: current, &file)
        group = WriteGroup(on: current)
      }
    }
    if let contents, let due = group { commit(due, to: contents, &file) }
    if let contents {
      compact(contents, &file)
      account(contents)
      surroundings.indexer?.consider(self, contents)
    }
  }

  /// Makes a group durable, then visible, then answers its callers.
  private func commit(_ group: WriteGroup, to contents: GalleryContents, _ file: inout GalleryFile) {
    guard !group.changes.isEmpty else {
      group.answer()
      return
    }
    guard contents.reserve(group.added) else {
      group.answer(failure: .unavailable("there is no memory for more faces"))
      return
    }
    do {
      try file.append(group.changes, after: contents)
    } catch {
      log(.error, "gallery_not_written", ["reason": Self.reason(error)])
      group.answer(failure: .unavailable("the gallery could not be written"))
      return
    }
    contents.apply(group.changes)
    group.answer()
  }

  /// Brings the account of memory up to date with the contents, where they are still the gallery's.
  func account(_ contents: GalleryContents) {
    let bytes = contents.bytes
    let change = mailbox.withLock { mailbox in
      guard mailbox.contents === contents else { return 0 }
      defer { mailbox.bytes = bytes }
      return bytes - mailbox.bytes
    }
    surroundings.memory.add(change)
  }

  /// Writes a log line about this gallery.
  func log(_ level: LogLevel, _ event: String, _ fields: [String: String]) {
    var fields = fields
    fields["tenant"] = key.tenant.text
    fields["model"] = key.model.text
    fields["file"] = key.fileName
    surroundings.log.write(level, component: FAISSVectorStore.componentID, event: event, fields)
  }

  static func reason(_ error: any Error) -> String {
    (error as? FileFailure)?.text ?? (error as? SealFailure)?.text ?? "\(error)"
  }
}
