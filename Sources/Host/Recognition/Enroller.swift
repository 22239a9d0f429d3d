import Engine

/// Adds samples of a user's face, all or nothing over the database and the gallery's primary store. While that store is
/// away and a fallback answers for it, the samples are queued for it.
struct Enroller: Sendable {
  let recognizer: Recognizer
  let users: UserStore
  let enrollments: EnrollmentStore
  let galleries: GalleryRouter
  let sealer: any DataSealer
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

    // Made before there is a face: the removal of a face is queued for every copy that there is.
    _ = try await galleries.copies(of: tenant)
    let moment = now()
    let user = try await users.findOrCreate(name.rawValue, tenant: tenant, now: moment)
    let enrollment = try await enrollments.begin(
      id: enrollmentID, person: user.person, source: source, tenant: tenant, now: moment)
    do {
      let records = samples.map { sample in
        FaceRecord(
          id: FaceID(Identifier.make(at: moment)), person: user.person, embedding: sample.embedding)
      }
      let faces = try zip(records, samples).map { record, sample in
        NewFace(
          id: record.id, model: record.embedding.model, quality: Double(sample.quality),
          sealed: try SealedEmbedding(record, tenant: tenant, sealer: sealer))
      }
      try await enrollments.stage(
        faces, in: enrollment.id, tenant: tenant, limit: settings.maxSamplesPerUser, now: moment)
      let primary = try await galleries.add(records, to: tenant)
      try await enrollments.complete(enrollment.id, tenant: tenant, addedTo: primary, now: now())
      // The other copies get it now where they can: a fallback that is asked next must know the face.
      await galleries.catchUp(tenant)
      return Enrolled(faces: records.map(\.id), person: user.person, duplicateOf: duplicate)
    } catch {
      // The first error is the one to report; what the clean-up can't do now, the next start does.
      _ = try? await enrollments.fail(enrollment.id, tenant: tenant, reason: "error", now: now())
      _ = try? await users.deleteIfEmpty(user.person, tenant: tenant)
      await galleries.catchUp(tenant)
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
