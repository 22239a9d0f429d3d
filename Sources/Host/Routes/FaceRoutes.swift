import Engine
import Web

/// `/api/users/{user_id}/faces/`: photos from a trusted backend.
struct FaceRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("POST", "/api/users/{user_id}/faces/", enroll)
    router.add("GET", "/api/users/{user_id}/faces/", list)
    router.add("DELETE", "/api/users/{user_id}/faces/", deleteAll)
    router.add("DELETE", "/api/users/{user_id}/faces/{face_id}/", deleteOne)
  }

  /// Each photo answers for itself: 201 where every photo was enrolled, 207 where some were, and the problem itself
  /// where a single photo, or every one, was refused.
  @Sendable private func enroll(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let user = try context.person()
    let settings = try await services.settings(of: principal.tenant).recognition
    let photos = try Photos.all(in: context)
    var results: [JSONValue] = []
    var problems: [Problem] = []
    for (index, photo) in photos.enumerated() {
      do {
        let enrolled = try await enroll(try photo.get(), as: user, principal.tenant, settings, context)
        results.append(JSONValue.object(["index": .integer(index), "success": true]).merging(enrolled))
      } catch {
        let problem = services.problem(for: error, requestID: context.requestID)
        problems.append(problem)
        results.append(
          JSONValue.object(["index": .integer(index), "success": false, "kind": .string(problem.kind)])
            .merging(problem.json))
      }
    }
    if problems.count == photos.count, let first = problems.first, photos.count == 1 || Set(problems).count == 1 {
      throw first
    }
    let status = problems.isEmpty ? 201 : problems.count == photos.count ? 400 : 207
    return .json(
      .object([
        "user_id": .string(user.rawValue), "enrolled": .integer(photos.count - problems.count),
        "results": .array(results),
      ]), status: status)
  }

  private func enroll(
    _ bytes: FrameBytes, as user: PersonID, _ tenant: TenantID, _ settings: RecognitionSettings,
    _ context: RequestContext
  ) async throws -> JSONValue {
    let started = ContinuousClock.now
    let photo = try await services.photos.embed(
      bytes, tenant: tenant, minimumQuality: settings.photoQualityThreshold)
    let enrolled = try await services.enroller.enroll(
      [Enroller.Sample(embedding: photo.embedding, quality: photo.quality.score)], as: user,
      enrollmentID: Identifier.make(), source: .photo, tenant: tenant, settings: settings)
    services.log.write(
      .info, component: "photos", event: "face_enrolled",
      [
        "request_id": context.requestID, "client_id": tenant.rawValue, "user_id": enrolled.person.rawValue,
        "face_id": enrolled.faces[0].rawValue, "quality_score": JSONValue.score(photo.quality.score).text,
        "processing_time": JSONValue.score(Float((ContinuousClock.now - started) / .seconds(1))).text,
      ])
    return .object([
      "face_id": .string(enrolled.faces[0].rawValue), "quality_score": .score(photo.quality.score),
      "duplicate_of": enrolled.duplicateOf.map { .string($0.rawValue) },
    ])
  }

  @Sendable private func list(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let user = try await existing(try context.person(), principal.tenant)
    let faces = try await services.enrollments.faces(of: user.person, tenant: principal.tenant)
    return .json(
      .object([
        "user_id": .string(user.externalID),
        "results": .array(
          faces.map { face in
            .object([
              "face_id": .string(face.id.rawValue), "model": .string(face.model.rawValue),
              "quality_score": .score(Float(face.quality)), "source": .string(face.source.rawValue),
              "created_at": .string(face.createdAt.description),
            ])
          }), "next": .null,
      ]))
  }

  @Sendable private func deleteAll(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let user = try await existing(try context.person(), principal.tenant)
    let faces = try await services.enrollments.faces(of: user.person, tenant: principal.tenant).map(\.id)
    return try await delete(faces, of: user, principal.tenant)
  }

  @Sendable private func deleteOne(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let user = try await existing(try context.person(), principal.tenant)
    return try await delete([FaceID(context.parameters["face_id"] ?? "")], of: user, principal.tenant)
  }

  private func delete(_ faces: [FaceID], of user: User, _ tenant: TenantID) async throws -> HTTPResponse {
    let deleted = try await services.enrollments.deleteFaces(
      faces, of: user.person, tenant: tenant, now: services.now())
    guard !deleted.isEmpty || faces.isEmpty else { throw Problem.notFound("This face") }
    await services.galleries.catchUp(tenant)
    return .json(
      .object([
        "user_id": .string(user.externalID), "deleted": .integer(deleted.count),
        "face_ids": .array(deleted.map { .string($0.rawValue) }),
      ]))
  }

  private func existing(_ name: PersonID, _ tenant: TenantID) async throws -> User {
    guard let user = try await services.users.find(name.rawValue, tenant: tenant) else {
      throw Problem.notFound("This user_id")
    }
    return user
  }
}
