import Engine

/// Searches and comparisons of one host: the tenant's gallery, the model's threshold, the open-set verdict.
///
/// Galleries know persons by the host's own ids; what comes out of here names them by the tenant's `user_id`.
struct Recognizer: Sendable {
  let galleries: GalleryRouter
  let recall: RecallMeter
  let users: UserStore
  let enrollments: EnrollmentStore

  private var model: EmbeddingModel { galleries.model }

  /// Who is this?
  ///
  /// - Parameter limit: candidates to report, 1…100.
  func identify(
    _ probe: Embedding, tenant: TenantID, settings: RecognitionSettings, limit: Int
  ) async throws -> RecognitionDecision {
    // Candidates are persons and the store finds samples, so enough samples are asked for that a person with as many
    // samples as allowed can't crowd the second person out.
    let wanted = max(2, limit) * settings.maxSamplesPerUser
    let (matches, store) = try await galleries.read(tenant) { store, gallery in
      try await store.search(probe, in: gallery, limit: wanted)
    }
    recall.consider(probe, in: galleries.gallery(of: tenant), of: store, answered: matches)
    // A vector counts only once its enrollment has completed, and no longer when its face has been deleted.
    let active = try await enrollments.active(matches.map(\.id), tenant: tenant)
    let persons = Candidate.ranked(matches.filter { active.contains($0.id) }, limit: max(2, limit))
    let names = try await users.externalIDs(of: persons.map(\.person), tenant: tenant)
    let candidates = persons.compactMap { candidate in
      names[candidate.person].map { Candidate(person: PersonID($0), similarity: candidate.similarity) }
    }
    // Every sample is a chance for a false match, so samples, not persons, are what the threshold is adjusted to.
    let size = try await galleries.size(of: tenant)
    return RecognitionDecision(
      verdict: settings.policy.verdict(candidates, model: model, persons: size),
      candidates: Array(candidates.prefix(limit)), threshold: settings.policy.threshold(for: model, persons: size),
      gallerySize: size, store: store.id)
  }

  /// Is this that user? Compared with each of their samples; the best counts.
  ///
  /// - Returns: nil where the user has no samples.
  func verify(
    _ probe: Embedding, user name: PersonID, tenant: TenantID, settings: RecognitionSettings
  ) async throws -> RecognitionDecision? {
    guard let user = try await users.find(name.rawValue, tenant: tenant) else { return nil }
    let (stored, store) = try await galleries.read(tenant) { store, gallery in
      try await store.faces(of: user.person, in: gallery)
    }
    let active = try await enrollments.active(stored.map(\.id), tenant: tenant)
    let samples = stored.filter { active.contains($0.id) }
    guard let best = samples.compactMap({ $0.embedding.similarity(to: probe) }).max() else { return nil }
    let candidate = Candidate(person: name, similarity: best)
    return RecognitionDecision(
      verdict: settings.policy.verdict([candidate], model: model, persons: samples.count), candidates: [candidate],
      threshold: settings.policy.threshold(for: model, persons: samples.count), gallerySize: samples.count,
      store: store.id)
  }

  /// Whether the user has a sample to compare with.
  func isEnrolled(_ name: PersonID, tenant: TenantID) async throws -> Bool {
    guard let user = try await users.find(name.rawValue, tenant: tenant) else { return false }
    return try await enrollments.faces(of: user.person, tenant: tenant).contains { $0.model == model.id }
  }
}
