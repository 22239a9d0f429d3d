import Engine

/// Looks at every tenant's gallery once after the start: damage shows to the operator then, not when somebody stands
/// before the camera. It loads the galleries on the way, as the first search of each would. A copy that lost faces is
/// filled again from the database.
struct GalleryCheck: Sendable {
  let router: GalleryRouter
  let backfill: EmbeddingBackfill
  let tenants: TenantStore
  let log: any EventLog

  /// Does not throw: what can't be looked at is logged.
  func run() async {
    var cursor: PageCursor?
    do {
      repeat {
        let page = try await tenants.list(after: cursor, limit: 1000)
        for tenant in page.items {
          if Task.isCancelled { return }
          await check(tenant.id)
        }
        cursor = page.next
      } while cursor != nil
      router.watch.noteChecked()
    } catch {
      log.write(.error, component: "galleries", event: "galleries_not_checked", ["reason": "\(error)"])
    }
  }

  private func check(_ tenant: TenantID) async {
    do {
      let lost = try await backfill.run(tenant)
      if lost > 0 {
        log.write(
          .error, component: "galleries", event: "embeddings_lost",
          ["client_id": tenant.rawValue, "faces": "\(lost)"])
      }
      for copy in try await router.copies(of: tenant) where copy.phase == .ready && copy.role != .kept {
        try await check(copy)
      }
    } catch VectorStoreError.damaged {
      // The store has logged it, and the watch knows.
    } catch is CancellationError {
      // The host stops.
    } catch {
      log.write(
        .error, component: "galleries", event: "gallery_not_checked",
        ["client_id": tenant.rawValue, "reason": "\(error)"])
    }
  }

  private func check(_ copy: GalleryCopy) async throws {
    let gallery = router.gallery(of: copy.tenant)
    guard let store = router.stores[copy.store] else { return }
    let before = try await router.size(of: copy.tenant)
    guard before > 0, await router.replay.run(store, tenant: copy.tenant) else { return }
    let found: Int
    do {
      found = try await store.use { try await $0.count(in: gallery) }
    } catch VectorStoreError.damaged {
      router.watch.note(.damaged, of: gallery, in: copy.store)
      return
    }
    // Faces come and go meanwhile: those that were there before and still are must be in the store.
    let wanted = min(before, try await router.size(of: copy.tenant))
    guard found < wanted else { return }
    router.watch.note(.incomplete, of: gallery, in: copy.store)
    log.write(
      .error, component: "galleries", event: "gallery_incomplete",
      [
        "client_id": copy.tenant.rawValue, "store": copy.store, "model": gallery.model.rawValue, "faces": "\(found)",
        "expected": "\(wanted)",
      ])
    try await router.copies.enter(.filling, copy, now: router.now())
  }
}
