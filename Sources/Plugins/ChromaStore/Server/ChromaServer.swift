import Engine
import Foundation
import Synchronization

/// Chroma's REST API v2: requests to the collections of one database.
final class ChromaServer: Sendable {
  private let settings: ChromaSettings
  private let connections: HTTPConnections
  /// Collections' ids by name.
  private let known = Mutex<[String: String]>([:])

  init(_ settings: ChromaSettings) throws {
    self.settings = settings
    connections = try HTTPConnections(settings.connections)
  }

  /// Expects that the server and its database are there.
  func check() async throws {
    guard try await request("GET", "", NoBody(), as: Ignored.self) != nil else {
      throw ComponentError.unavailable(
        "the Chroma server has no such tenant or database; make it, or check the settings")
    }
  }

  /// The id of a collection; nil where there is none.
  func collection(_ name: String) async throws -> String? {
    if let id = known.withLock({ $0[name] }) { return id }
    let found = try await request("GET", "/collections/\(name)", NoBody(), as: ChromaMessages.Collection.self)
    if let found { known.withLock { $0[name] = found.id } }
    return found?.id
  }

  /// The id of a collection, which is made where it is not there.
  func makeCollection(_ name: String) async throws -> String {
    if let id = try await collection(name) { return id }
    let body = ChromaMessages.NewCollection(name: name)
    guard let made = try await request("POST", "/collections", body, as: ChromaMessages.Collection.self) else {
      throw VectorStoreError.unavailable("the Chroma server has no such tenant or database")
    }
    known.withLock { $0[name] = made.id }
    return made.id
  }

  func deleteCollection(_ name: String) async throws {
    known.withLock { $0[name] = nil }
    _ = try await request("DELETE", "/collections/\(name)", NoBody(), as: Ignored.self)
  }

  /// Sends a body to a path of a collection.
  ///
  /// - Returns: nil where the collection is gone, deleted by another host: its id is then forgotten.
  func call<Answer: Decodable>(
    _ path: String, of name: String, _ body: some Encodable & Sendable, as: Answer.Type, method: String = "POST"
  ) async throws -> Answer? {
    guard let id = try await collection(name) else { return nil }
    let answer = try await request(
      method, "/collections/\(id)/\(path)", body, as: Answer.self, isRead: Self.reads.contains(path))
    if answer == nil { known.withLock { $0[name] = nil } }
    return answer
  }

  /// What may be asked again: it changes nothing.
  private static let reads = ["get", "query", "count"]
  /// Pauses before a read is tried again, milliseconds. Chroma 1.5.9 answers 500 ("Nothing found on disk") to a query that
  /// meets the first writes to a collection; the next one finds it.
  private static let pauses = [20, 50, 100, 200]

  /// - Returns: nil where there is no such thing (404).
  private func request<Answer: Decodable>(
    _ method: String, _ path: String, _ body: some Encodable & Sendable, as: Answer.Type, isRead: Bool = false
  ) async throws -> Answer? {
    let base = "\(settings.url)/api/v2/tenants/\(settings.tenant)/databases/\(settings.database)"
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let message = HTTPRequest(
      method: method, url: base + path, token: settings.token,
      body: body is NoBody ? [] : Array(try encoder.encode(body)), timeoutMS: settings.timeoutMS)
    var answer = try await connections.send(message)
    for pause in Self.pauses where isRead && answer?.status == 500 {
      try await Task.sleep(for: .milliseconds(pause))
      answer = try await connections.send(message)
    }
    guard let answer else {
      throw VectorStoreError.unavailable("the Chroma server does not answer; check that it runs, and the setting url")
    }
    switch answer.status {
    case 200..<300: break
    case 404: return nil
    case 401, 403: throw VectorStoreError.unavailable("the Chroma server refuses the token")
    default: throw VectorStoreError.unavailable("the Chroma server answered with status \(answer.status)")
    }
    if let ignored = Ignored() as? Answer { return ignored }
    guard let decoded = try? JSONDecoder().decode(Answer.self, from: Data(answer.body)) else {
      throw VectorStoreError.unavailable("the Chroma server's answer is not as its API v2 has it")
    }
    return decoded
  }
}

/// For requests without a body.
struct NoBody: Encodable, Sendable {}
/// For answers that say nothing beyond their status.
struct Ignored: Decodable, Sendable {}
