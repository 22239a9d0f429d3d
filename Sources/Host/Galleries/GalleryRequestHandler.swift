import Engine

/// Does what operators ask of galleries, or says why not.
struct GalleryRequestHandler: Sendable {
  let router: GalleryRouter
  let requests: GalleryRequestStore
  let log: any EventLog

  /// Answers what is open. Does not throw: what fails is tried again in the next round.
  func answerAll() async {
    do {
      for request in try await requests.open() {
        let refusal = try await carryOut(request)
        try await requests.answer(request, refusal: refusal, now: router.now())
        log.write(
          .info, component: "galleries", event: refusal == nil ? "gallery_request_accepted" : "gallery_request_refused",
          [
            "client_id": request.tenant.rawValue, "action": request.action.rawValue, "store": request.store,
            "reason": refusal ?? "",
          ])
      }
    } catch {
      log.write(.warning, component: "galleries", event: "gallery_requests_postponed", ["reason": "\(error)"])
    }
  }

  /// - Returns: why it is refused, or nil.
  private func carryOut(_ request: GalleryRequest) async throws -> String? {
    let copies = try await router.copies(of: request.tenant)
    let copy = copies.first { $0.store == request.store }
    switch request.action {
    case .move: return try await move(request, copy, target: copies.first { $0.role == .target })
    case .fallback: return try await addFallback(request, copy, present: copies.first { $0.role == .fallback })
    case .cancel:
      guard let target = copies.first(where: { $0.role == .target }) else { return "no move is under way" }
      try await set(.dropped, target.phase, of: target.store, request)
    case .noFallback:
      guard let fallback = copies.first(where: { $0.role == .fallback }) else { return "there is no fallback" }
      try await set(.dropped, fallback.phase, of: fallback.store, request)
    case .rebuild:
      guard let copy, ![.kept, .dropped].contains(copy.role) else {
        return "\(request.store) keeps no copy in use; valid values: \(copies.map(\.store).joined(separator: ", "))"
      }
      try await set(copy.role, .clearing, of: copy.store, request)
    case .drop:
      let kept = copies.filter { $0.role == .kept && (request.store.isEmpty || $0.store == request.store) }
      guard !kept.isEmpty else { return "no copy is kept after a move" }
      for copy in kept { try await set(.dropped, copy.phase, of: copy.store, request) }
    }
    return nil
  }

  private func move(_ request: GalleryRequest, _ copy: GalleryCopy?, target: GalleryCopy?) async throws -> String? {
    if let unknown = unknown(request.store) { return unknown }
    if let target { return "a move to \(target.store) is under way; cancel it first (--cancel)" }
    switch copy?.role {
    case .primary: return "the gallery is in \(request.store) already"
    case .dropped: return "the old copy in \(request.store) is being emptied; try again in a moment"
    // What it has is compared; what a copy kept from an earlier move lacks is filled in.
    case .fallback where copy?.phase == .ready: try await set(.target, .verifying, of: request.store, request)
    default: try await set(.target, .filling, of: request.store, request)
    }
    return nil
  }

  private func addFallback(
    _ request: GalleryRequest, _ copy: GalleryCopy?, present: GalleryCopy?
  ) async throws -> String? {
    if let unknown = unknown(request.store) { return unknown }
    switch copy?.role {
    case .primary: return "\(request.store) is the primary; a fallback must be another store"
    case .fallback: return "\(request.store) is the fallback already"
    case .target: return "the gallery is being moved to \(request.store)"
    case .dropped: return "the old copy in \(request.store) is being emptied; try again in a moment"
    case .kept, nil: break
    }
    if let present { try await set(.dropped, present.phase, of: present.store, request) }
    try await set(.fallback, .filling, of: request.store, request)
    return nil
  }

  private func unknown(_ store: String) -> String? {
    router.stores[store] == nil
      ? "\(store) is not part of the host's configuration (stores.available); valid values: \(router.stores.ids)" : nil
  }

  private func set(
    _ role: GalleryCopy.Role, _ phase: GalleryCopy.Phase, of store: String, _ request: GalleryRequest
  ) async throws {
    try await router.copies.set(
      role, phase, of: store, tenant: request.tenant, model: router.model.id, now: router.now())
  }
}
