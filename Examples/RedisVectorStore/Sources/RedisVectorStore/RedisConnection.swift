import CHiredis

/// What Redis answers.
enum RedisReply {
  case nothing
  case integer(Int)
  case bytes([UInt8])
  case list([RedisReply])

  var integer: Int { if case .integer(let value) = self { value } else { 0 } }
  var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
  var list: [RedisReply] { if case .list(let value) = self { value } else { [] } }
}

/// Why there is no answer.
enum RedisFailure: Error {
  /// The server refused; the first word of what it said, such as `OOM` or `WRONGPASS`.
  case refused(String)
  /// The connection is gone, and with it the knowledge whether the command was done.
  case lost
}

/// A connection to Redis. Its calls block: for one thread at a time that may.
final class RedisConnection {
  private let context: UnsafeMutablePointer<redisContext>

  /// - Throws: `RedisFailure.lost` where nobody answers in time.
  init(host: String, port: Int, timeoutMS: Int) throws {
    let timeout = timeval(tv_sec: timeoutMS / 1000, tv_usec: timeoutMS % 1000 * 1000)
    guard let context = redisConnectWithTimeout(host, Int32(port), timeout) else { throw RedisFailure.lost }
    self.context = context
    guard context.pointee.err == 0, redisSetTimeout(context, timeout) == REDIS_OK else { throw RedisFailure.lost }
  }

  deinit { redisFree(context) }

  /// Sends a command, its words as bytes, and waits for the answer.
  func send(_ words: [[UInt8]]) throws -> RedisReply {
    let lengths = words.map(\.count)
    let all = words.joined().map { CChar(bitPattern: $0) }
    let reply = all.withUnsafeBufferPointer { bytes in
      var starts: [UnsafePointer<CChar>?] = []
      var offset = 0
      for length in lengths {
        starts.append(bytes.baseAddress.map { $0 + offset })
        offset += length
      }
      return redisCommandArgv(context, Int32(words.count), &starts, lengths)
    }
    guard let reply else { throw RedisFailure.lost }
    defer { freeReplyObject(reply) }
    return try Self.value(reply.assumingMemoryBound(to: redisReply.self).pointee)
  }

  private static func value(_ reply: redisReply) throws -> RedisReply {
    switch reply.type {
    case REDIS_REPLY_INTEGER: return .integer(Int(reply.integer))
    case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
      return .bytes(Array(UnsafeRawBufferPointer(start: reply.str, count: Int(reply.len))))
    case REDIS_REPLY_ERROR:
      let text = String(decoding: UnsafeRawBufferPointer(start: reply.str, count: Int(reply.len)), as: UTF8.self)
      throw RedisFailure.refused(String(text.prefix { $0 != " " }))
    case REDIS_REPLY_ARRAY:
      let elements = UnsafeBufferPointer(start: reply.element, count: Int(reply.elements))
      return .list(try elements.compactMap { try $0.map { try value($0.pointee) } })
    default: return .nothing
    }
  }
}
