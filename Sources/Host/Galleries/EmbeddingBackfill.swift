import Engine

/// Gives the database the embeddings of faces that were enrolled before it kept them: from the store that has them.
struct EmbeddingBackfill: Sendable {
  let router: GalleryRouter
  let vault: EmbeddingVault

  /// Completes one tenant's embeddings.
  ///
  /// - Returns: how many faces remain without one: their vectors are in no store either.
  /// - Throws: where the store can't be asked.
  func run(_ tenant: TenantID) async throws -> Int {
    while true {
      let missing = try await vault.missing(tenant: tenant, model: router.model.id, limit: 200)
      guard !missing.isEmpty else { return 0 }
      let persons = Set(missing.map(\.person))
      let wanted = Set(missing.map(\.id))
      let found = try await router.read(tenant) { store, gallery in
        var found: [FaceRecord] = []
        for person in persons { found += try await store.faces(of: person, in: gallery) }
        return found
      }.value.filter { wanted.contains($0.id) }
      guard !found.isEmpty else { return missing.count }
      try await vault.keep(found, tenant: tenant)
    }
  }
}
