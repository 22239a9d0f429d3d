import Engine
import Testing
import Web

@testable import Host

@Suite struct ProblemTests {
  @Test func theDocumentsFieldsBesideThoseOfRFC9457() {
    let problem = Problem(
      status: 409, kind: "duplicate_face", detail: "Say \"why\".", details: ["b": "2", "a": "1"], retryAfter: 1.2)
    #expect(
      problem.json.text
        == #"{"type":"https://kenali.dev/problems/duplicate_face","title":"Conflict","status":409,"#
        + #""detail":"Say \"why\".","error":"Say \"why\".","code":409,"details":{"a":"1","b":"2"}}"#)
    let response = HTTPResponse.problem(problem)
    #expect(response.status == 409)
    #expect(response.headers["Content-Type"] == "application/problem+json")
    #expect(response.headers["Retry-After"] == "2", "whole seconds, never too early")
    #expect(response.headers["WWW-Authenticate"] == nil)
    #expect(response.body == problem.json.bytes)
  }

  @Test func refusedCredentialsSayWhatToSend() {
    let response = HTTPResponse.problem(.unauthorized)
    #expect(response.status == 401)
    #expect(response.headers["WWW-Authenticate"] == "ApiKey, JWT, Bearer")
    #expect(response.headers["Retry-After"] == nil)
  }

  @Test(
    arguments: [
      (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (404, "Not Found"), (405, "Method Not Allowed"),
      (409, "Conflict"), (413, "Content Too Large"), (415, "Unsupported Media Type"), (422, "Unprocessable Content"),
      (429, "Too Many Requests"), (500, "Internal Server Error"), (503, "Service Unavailable"),
    ]) func titles(status: Int, title: String)
  {
    #expect(Problem.title(of: status) == title)
  }

  @Test(
    arguments: [
      (ImageError.empty, 400, "invalid_image"), (ImageError.damaged, 400, "invalid_image"),
      (ImageError.unknownFormat, 400, "invalid_image"), (ImageError.tooManyBytes(limit: 9), 400, "image_too_large"),
      (ImageError.tooLarge(width: 1, height: 2, limit: 1), 400, "image_too_large"),
      (ComputePool.Overloaded(), 503, "overloaded"), (WorkerError.overloaded, 503, "overloaded"),
      (WorkerError.stopped, 503, "overloaded"), (StorageError.busy, 503, "overloaded"),
      (StorageError.limitReached(3), 409, "too_many_samples"), (StorageError.notFound, 404, "not_found"),
      (Enroller.Duplicate(of: PersonID("ann")), 409, "duplicate_face"),
      (VectorStoreError.unavailable("/var/db at 10.0.0.1"), 503, "store_unavailable"),
      (VectorStoreError.damaged("/var/db/gallery-7"), 503, "gallery_damaged"),
      (Problem.unauthorized, 401, "unauthorized"),
    ] as [(any Error, Int, String)]) func errorsThatTheCallerMayKnow(error: any Error, status: Int, kind: String) throws
  {
    let problem = try #require(Problem(error))
    #expect(problem.status == status)
    #expect(problem.kind == kind)
    #expect(!problem.json.text.contains("/var/db") && !problem.json.text.contains("10.0.0.1"))
    #expect((problem.retryAfter != nil) == (status == 503 && kind != "gallery_damaged"))
  }

  /// What is the server's to solve tells the caller nothing.
  @Test(
    arguments: [
      StorageError.damaged, StorageError.full, StorageError.conflict, StorageError.duplicate,
      StorageError.unavailable(14),
      StorageError.newerSchema(found: 9, known: 1), VectorStoreError.mismatch("512 floats"),
      VectorStoreError.duplicate(FaceID("x")), ComponentError.failed("/path"), ComponentError.model("/path"),
      CryptographyError.failed, CancellationError(),
    ] as [any Error]) func errorsThatTheCallerMayNotKnow(error: any Error)
  {
    #expect(Problem(error) == nil)
  }
}
