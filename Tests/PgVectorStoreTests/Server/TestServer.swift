import Engine
import Foundation
import Glibc
import PgVectorStore
import Synchronization

/// A real PostgreSQL with pgvector of the tests' own. The script that starts it watches this process: when the tests end,
/// however they end, the server ends too.
final class TestServer: Sendable {
  let port: Int
  private let directory: String
  private let databases = Mutex(0)

  /// One for all tests that do it no harm.
  static let shared = Result { try TestServer() }

  init(options: String = "") throws {
    var template = Array("/tmp/kenali-postgres-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ServerFailure(text: "no temporary directory") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The server may run as another user, and looks for its data below.
    chmod(directory, 0o711)
    port = try freePort()
    try start(options: options)
  }

  // MARK: What happens to it

  func start(options: String = "") throws {
    try run(["start", directory, String(port), String(getpid())], environment: ["POSTGRES_OPTIONS": options])
  }

  func stop() throws { try run(["stop", directory]) }

  /// Ends every process of the server as a crash of its machine does. (A child that computes notices the postmaster's
  /// death late, and keeps the next one from starting.)
  func kill() throws { for process in try processes() { Glibc.kill(process, SIGKILL) } }

  /// Ends the server as an administrator does who does not wait for its clients.
  func shutDown() throws {
    try signal(SIGINT)
    let file = "\(directory)/data/postmaster.pid"
    for _ in 0..<600 where access(file, F_OK) == 0 { usleep(100_000) }
    guard access(file, F_OK) != 0 else { throw ServerFailure(text: "the server does not stop") }
  }

  /// Stops every process of the server where it stands, or lets them go on. Its sockets stay open.
  func pause() throws { for process in try processes() { Glibc.kill(process, SIGSTOP) } }
  func resume() throws { for process in try processes() { Glibc.kill(process, SIGCONT) } }

  private func signal(_ number: Int32) throws {
    guard Glibc.kill(try postmaster(), number) == 0 else { throw ServerFailure(text: "no postmaster to signal") }
  }

  private func postmaster() throws -> pid_t {
    let text = try String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8)
    guard let line = text.split(separator: "\n").first, let process = pid_t(line) else {
      throw ServerFailure(text: "no postmaster.pid")
    }
    return process
  }

  /// The postmaster and its children.
  private func processes() throws -> [pid_t] {
    let parent = try postmaster()
    let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
    return [parent] + children.split(separator: " ").compactMap { pid_t($0) }
  }

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws {
    let output = "\(directory)/script.log"
    let script = Repository.root.appending(path: "scripts/services/postgres").path
    guard try Program(script, arguments, environment: environment, output: output).wait() == 0 else {
      let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      throw ServerFailure(text: "scripts/services/postgres \(arguments[0]) failed: \(text)")
    }
  }

  // MARK: What is asked of it

  /// Settings of a store on this server, in a database of its own where one is named.
  func settings(database: String = "postgres", schema: String = "kenali") -> PgVectorSettings {
    var settings = PgVectorSettings()
    settings.port = port
    settings.database = database
    settings.user = "postgres"
    settings.schema = schema
    return settings
  }

  /// Runs SQL as the administrator; the rows as text.
  @discardableResult
  func sql(_ statement: String, database: String = "postgres") throws -> [[String]] {
    try AdminConnection(port: port, database: database).run(statement)
  }

  /// A new database; its name.
  func newDatabase() throws -> String {
    let number = databases.withLock { made in
      made += 1
      return made
    }
    try sql("CREATE DATABASE test_\(number)")
    return "test_\(number)"
  }
}

struct ServerFailure: Error { let text: String }

/// The folder of the checkout.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}

/// A port that nobody listens on, below those that the kernel gives to clients.
func freePort() throws -> Int {
  for _ in 0..<100 {
    let port = Int.random(in: 20_000..<32_000)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isFree = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    if isFree { return port }
  }
  throw ServerFailure(text: "no free port")
}
