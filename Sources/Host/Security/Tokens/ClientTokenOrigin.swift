/// Which endpoint made a client's token: results are encrypted differently for each (`ResultEncryption`).
enum ClientTokenOrigin: String, Sendable, Hashable, Codable {
  /// `POST /api/core/auth/client/`.
  case core
  /// `POST /api/auth/client/`.
  case web
}
