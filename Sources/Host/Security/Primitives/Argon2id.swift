import CCrypto

/// Argon2id (RFC 9106), for secrets at rest. Each call takes memory and milliseconds, so that whoever steals the
/// database can't guess fast; calls run on threads of their own, few at a time.
struct Argon2id: Sendable {
  /// What one hash costs.
  struct Parameters: Sendable, Hashable {
    /// KiB of memory.
    var memory: UInt32 = 19456
    /// Passes over it.
    var passes: UInt32 = 2
    /// Lanes; one thread works on all of them.
    var lanes: UInt32 = 1

    /// The OWASP Password Storage Cheat Sheet's: m=19456 KiB, t=2, p=1.
    static let recommended = Parameters()
  }

  /// What new hashes cost; old ones carry their own.
  let parameters: Parameters
  private let threads: WorkerThreads<Void>

  /// How many hashes and verifications have begun so far: for metrics.
  var operations: Int { threads.started }

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - parameters: what new hashes cost.
  ///   - threadCount: how many run at the same time, each with 19 MiB at the recommended parameters.
  ///   - capacity: how many may wait; more are refused with `WorkerError.overloaded`.
  init(parameters: Parameters = .recommended, threadCount: Int = 2, capacity: Int = 64) {
    self.parameters = parameters
    threads = WorkerThreads(name: "kenali-argon2", count: threadCount, capacity: capacity) {}
  }

  /// A hash of `secret` under a random salt, as a PHC string (`$argon2id$v=19$…`).
  func hash(_ secret: SecretBytes) async throws -> String {
    let parameters = self.parameters
    return try await threads.run {
      let salt = try SecureRandom.bytes(16)
      var out = [CChar](repeating: 0, count: 256)
      let code = secret.withBytes {
        kenali_argon2id_hash(
          parameters.memory, parameters.passes, parameters.lanes, $0.baseAddress, $0.count, salt, &out, out.count)
      }
      guard code == 1 else { throw CryptographyError.failed }
      return String(decoding: out.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// Whether `hash` was made of `secret`.
  ///
  /// - Throws: `CryptographyError.failed` where the string is no hash or memory ran out; `WorkerError.overloaded`.
  func verify(_ secret: SecretBytes, hash: String) async throws -> Bool {
    try await threads.run {
      switch secret.withBytes({ kenali_argon2id_verify(hash, $0.baseAddress, $0.count) }) {
      case 1: true
      case 0: false
      default: throw CryptographyError.failed
      }
    }
  }
}
