import Engine
import Web

/// `POST /api/core/auth/client/` and `POST /api/auth/client/`: a token in exchange for API key and secret.
struct CredentialRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("POST", "/api/core/auth/client/") { context in
      let (tenant, token, _) = try await exchange(context, via: .core)
      _ = tenant
      return .json(
        .object([
          "access_token": .string(token), "token_type": "JWT",
          "expires_in": .integer(services.configuration.security.clientTokenTTL),
        ]))
    }
    router.add("POST", "/api/auth/client/") { context in
      let (tenant, token, expiresAt) = try await exchange(context, via: .web)
      return .json(
        .object([
          "token": .string(token), "client_id": .string(tenant.id.rawValue),
          "expires_at": .string(expiresAt.description),
        ]))
    }
  }

  /// Both endpoints take both names of the secret's field.
  private func exchange(
    _ context: RequestContext, via: ClientTokenOrigin
  ) async throws -> (tenant: Tenant, token: String, expiresAt: Timestamp) {
    let body = try context.json()
    var missing: [String: String] = [:]
    if body["api_key"]?.string == nil { missing["api_key"] = "is missing or not a string" }
    let secret = body["api_secret"]?.string ?? body["secret_key"]?.string
    if secret == nil { missing["api_secret"] = "is missing or not a string (secret_key is accepted too)" }
    guard let key = body["api_key"]?.string, let secret, missing.isEmpty else {
      throw Problem.badRequest("Send api_key and api_secret.", kind: "missing_fields", missing)
    }
    guard let tenant = try await services.verifier.verify(apiKey: APIKey(key), secret: APISecret(secret)),
      tenant.role == .client
    else {
      services.log.write(
        .warning, component: "security", event: "client_authentication_failed", ["request_id": context.requestID])
      throw Problem.unauthorized
    }
    let lifetime = Duration.seconds(services.configuration.security.clientTokenTTL)
    let (token, expiresAt) = try services.tokens.clientToken(for: tenant, via: via, lifetime: lifetime)
    return (tenant, token, expiresAt)
  }
}
