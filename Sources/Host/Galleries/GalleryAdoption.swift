import Engine

/// Makes the database and the configuration agree on who keeps which gallery, at start.
struct GalleryAdoption: Sendable {
  let router: GalleryRouter
  let requests: GalleryRequestStore
  let tenants: TenantStore
  let log: any EventLog

  /// Gives every tenant's gallery a primary, and a fallback where the configuration names one that the tenant has not
  /// declined. Galleries stay in the stores that they are in, whatever the configuration's default is by now.
  func run() async throws {
    try await router.replay.queue.adopt(store: router.stores.standard)
    var cursor: PageCursor?
    repeat {
      let page = try await tenants.list(after: cursor, limit: 1000)
      for tenant in page.items { try await adopt(tenant.id) }
      cursor = page.next
    } while cursor != nil
    let strangers = try await router.copies.storesInUse().filter { router.stores[$0] == nil }
    if !strangers.isEmpty {
      log.write(
        .error, component: "galleries", event: "store_not_configured",
        [
          "stores": strangers.sorted().joined(separator: ", "),
          "reason": "galleries are kept in stores that this host does not run: add them to stores.available",
        ])
    }
  }

  private func adopt(_ tenant: TenantID) async throws {
    let copies = try await router.copies(of: tenant)
    guard let fallback = router.stores.fallback?.id, !copies.contains(where: { $0.role == .fallback }) else { return }
    let role = copies.first { $0.store == fallback }?.role
    guard role == nil || role == .kept, try await !requests.refusesFallback(tenant) else { return }
    try await router.copies.set(
      .fallback, .filling, of: fallback, tenant: tenant, model: router.model.id, now: router.now())
  }
}
