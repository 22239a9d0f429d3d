import Testing
import Web

@testable import Host

@Suite struct LoggablePathTests {
  @Test(
    arguments: [
      ("/", "/"), ("*", "*"), ("/health/", "/health/"), ("/api/users/", "/api/users/"),
      ("/api/users/ann/faces/", "/api/users/{user_id}/faces/"), ("/api/users/ann", "/api/users/{user_id}"),
      ("/api/users/ann%2Fberlin/faces/", "/api/users/{user_id}/faces/"),
      ("/api/users/%61nn/faces/f1/", "/api/users/{user_id}/faces/f1/"), ("//api/users/ann/", "//api/users/{user_id}/"),
      ("/api/users/ann/?token=sess_x", "/api/users/{user_id}/"),
      // A handshake that is none comes as a plain request, and its token is still alive.
      ("/ws/auth/process-image/sess_abc/", "/ws/auth/process-image/{session_token}/"),
      ("/ws/auth/process-image/sess%5Fabc", "/ws/auth/process-image/{session_token}"),
      ("/ws%2Fauth/process-image%2Fsess_abc/", "/ws/auth/{session_token}/"), ("/x/sess_abc", "/x/{session_token}"),
    ]) func whatLogsShow(target: String, shown: String) throws
  {
    #expect(LoggablePath.of(try #require(RequestTarget(target))) == shown)
  }

  @Test func longPathsAreCutAndNothingSecretComesBackByThat() throws {
    let long = try #require(RequestTarget("/" + String(repeating: "a/", count: 500)))
    #expect(LoggablePath.of(long).count == 200)
    let hidden = try #require(RequestTarget("/" + String(repeating: "a", count: 190) + "/sess_secret/"))
    #expect(!LoggablePath.of(hidden).contains("sess_"))
  }
}
