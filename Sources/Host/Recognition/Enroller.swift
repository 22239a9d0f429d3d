import Engine

/// Adds samples of a user's face, all or nothing over the relational and the vector store.
struct Enroller: Sendable {
  let recognizer: Recognizer
  let users: UserStore
  let enrollments: EnrollmentStore
  let removals: VectorRemover
  let now: WallClock

  /// One sample to add.
  struct Sample: Sendable {
    var embedding: Embedding
    var quality: Float
  }

  /// What was added.
  struct Enrolled: Sendable {
    var faces: [FaceID]
    /// The user by the host's own id, which logs may show.
    var person: PersonID
    /// The same face under another `user_id`.
    var duplicateOf: PersonID?
  }

  /// The same face is enrolled under another user, and the tenant refuses that.
  struct Duplicate: Error {
    var of: PersonID
  }

  /// Adds samples.
  ///
  /// - Parameters:
  ///   - enrollmentID: made by the caller, who has shown it already.
  ///   - name: the tenant's `user_id`; the user is made where there is none.
  /// - Throws: `Duplicate`, `StorageError.limitReached`, or what the stores throw; nothing is left then.
  func enroll(
    _ samples: [Sample], as name: PersonID, enrollmentID: String, source: Enrollment.Source, tenant: TenantID,
    settings: RecognitionSettings
  ) async throws -> Enrolled {
    let duplicate = try await duplicate(of: samples, name: name, tenant: tenant, settings: settings)
    if let duplicate, settings.refuseDuplicates { throw Duplicate(of: duplicate) }

    let moment = now()
    let user = try await users.findOrCreate(name.rawValue, tenant: tenant, now: moment)
    let enrollment = try await enrollments.begin(
      id: enrollmentID, person: user.person, source: source, tenant: tenant, now: moment)
    do {
      let faces = samples.map { sample in
        NewFace(
          id: FaceID(Identifier.make(at: moment)), model: sample.embedding.model, quality: Double(sample.quality))
      }
      try await enrollments.stage(
        faces, in: enrollment.id, tenant: tenant, limit: settings.maxSamplesPerUser, now: moment)
      let records = zip(faces, samples).map { face, sample in
        FaceRecord(id: face.id, person: user.person, embedding: sample.embedding)
      }
      try await recognizer.store.add(records, to: recognizer.gallery(of: tenant))
      try await enrollments.complete(enrollment.id, tenant: tenant, now: now())
      return Enrolled(faces: faces.map(\.id), person: user.person, duplicateOf: duplicate)
    } catch {
      // The first error is the one to report; what the clean-up can't do now, the next start does.
      _ = try? await enrollments.fail(enrollment.id, tenant: tenant, reason: "error", now: now())
      _ = try? await users.deleteIfEmpty(user.person, tenant: tenant)
      await removals.drain()
      throw error
    }
  }

  /// The most similar other user over the threshold.
  private func duplicate(
    of samples: [Sample], name: PersonID, tenant: TenantID, settings: RecognitionSettings
  ) async throws -> PersonID? {
    let counted = samples.map { SessionMachine.Sample(embedding: $0.embedding, quality: $0.quality) }
    guard let probe = SessionMachine.probe(from: counted) else { return nil }
    let decision = try await recognizer.identify(probe, tenant: tenant, settings: settings, limit: 2)
    return decision.candidates.first { $0.person != name && $0.similarity >= decision.threshold }?.person
  }
}
