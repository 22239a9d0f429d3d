import Engine
import Web

/// `/api/verify/`, `/api/identify/`, `/api/detect/`: photos from a trusted backend, no liveness.
struct RecognitionRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("POST", "/api/verify/", verify)
    router.add("POST", "/api/identify/", identify)
    router.add("POST", "/api/detect/", detect)
  }

  @Sendable private func verify(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let (bytes, fields) = try Photos.one(in: context)
    let person = try RequestContext.person(fields["user_id"]?.string ?? "", field: "user_id")
    let settings = try await services.settings(of: principal.tenant)
    let photo = try await services.photos.embed(bytes, tenant: principal.tenant)
    guard
      let decision = try await services.recognizer.verify(
        photo.embedding, user: person, tenant: principal.tenant, settings: settings.recognition)
    else { throw Problem.notFound("A face of this user_id") }
    return .json(
      .object([
        "verdict": .string(decision.verdict.name), "verified": .bool(decision.verdict.name == "match"),
        "user_id": .string(person.rawValue), "similarity": .score(decision.candidates[0].similarity),
        "threshold": .score(decision.threshold), "quality_score": .score(photo.quality.score),
        "store": .string(decision.store),
      ]))
  }

  @Sendable private func identify(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let (bytes, fields) = try Photos.one(in: context)
    let settings = try await services.settings(of: principal.tenant)
    let limit = try Self.limit(fields["limit"], default: settings.recognition.candidates)
    let photo = try await services.photos.embed(bytes, tenant: principal.tenant)
    let decision = try await services.recognizer.identify(
      photo.embedding, tenant: principal.tenant, settings: settings.recognition, limit: limit)
    var person: PersonID?
    if case .match(let candidate) = decision.verdict { person = candidate.person }
    return .json(
      .object([
        "verdict": .string(decision.verdict.name), "user_id": person.map { .string($0.rawValue) },
        "candidates": settings.recognition.showCandidates ? decision.candidatesJSON : nil,
        "threshold": .score(decision.threshold), "gallery_size": .integer(decision.gallerySize),
        "quality_score": .score(photo.quality.score), "store": .string(decision.store),
      ]))
  }

  @Sendable private func detect(_ context: RequestContext) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let (bytes, _) = try Photos.one(in: context)
    let seen = try await services.photos.detect(bytes, tenant: principal.tenant)
    return .json(
      .object([
        "width": .integer(seen.width), "height": .integer(seen.height),
        "faces": .array(seen.faces.map(FaceJSON.describe)),
      ]))
  }

  private static func limit(_ value: JSONValue?, default fallback: Int) throws(Problem) -> Int {
    guard let value, value != .null else { return fallback }
    // A multipart form's fields are text.
    guard let limit = value.integer ?? value.string.flatMap(Int.init), (1...100).contains(limit) else {
      throw .badRequest(
        "limit must be a whole number from 1 to 100.", kind: "invalid_limit", ["limit": "from 1 to 100"])
    }
    return limit
  }
}
