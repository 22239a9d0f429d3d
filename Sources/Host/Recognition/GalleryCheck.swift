import Engine

/// Looks at every tenant's gallery once after the start: damage shows to the operator then, not when somebody stands
/// before the camera. It loads the galleries on the way, as the first search of each would.
struct GalleryCheck: Sendable {
  let recognizer: Recognizer
  let tenants: TenantStore
  let watch: GalleryWatch
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
      watch.noteChecked()
    } catch {
      log.write(.error, component: "recognition", event: "galleries_not_checked", ["reason": "\(error)"])
    }
  }

  private func check(_ tenant: TenantID) async {
    let gallery = recognizer.gallery(of: tenant)
    do {
      let before = try await expected(tenant)
      guard before > 0 else { return }
      let found = try await recognizer.store.count(in: gallery)
      // Faces come and go meanwhile: those that were there before and still are must be in the store.
      let wanted = min(before, try await expected(tenant))
      guard found < wanted else { return }
      watch.note(.incomplete, of: gallery)
      log.write(
        .error, component: "recognition", event: "gallery_incomplete",
        ["client_id": tenant.rawValue, "model": gallery.model.rawValue, "faces": "\(found)", "expected": "\(wanted)"])
    } catch VectorStoreError.damaged {
      // The store has logged it, and the watch knows.
    } catch is CancellationError {
      // The host stops.
    } catch {
      log.write(
        .error, component: "recognition", event: "gallery_not_checked",
        ["client_id": tenant.rawValue, "reason": "\(error)"])
    }
  }

  private func expected(_ tenant: TenantID) async throws -> Int {
    try await recognizer.enrollments.faceCount(tenant: tenant, model: recognizer.model.id)
  }
}
