import Glibc

/// A blocking TCP client that sends exactly the bytes it is given.
final class RawClient {
  private let descriptor: Int32
  private(set) var received: [UInt8] = []

  struct ConnectFailed: Error {}
  enum End: Equatable { case open, closed }

  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // Where this throws, deinit closes: every stored property is set. A second close could hit another test's socket.
    guard result == 0 else { throw ConnectFailed() }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
  }

  deinit { close(descriptor) }

  /// False when the peer has cut the connection, or takes nothing for the time given.
  @discardableResult
  func send(_ bytes: [UInt8], wait seconds: Double = 10) -> Bool {
    var sent = 0
    while sent < bytes.count {
      var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&poller, 1, Int32(seconds * 1000)) > 0 else { return false }
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if count < 0 && errno == EAGAIN { continue }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads once. Nil after the time given; an empty array at the end of the connection.
  func read(wait seconds: Double) -> [UInt8]? {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, Int32(seconds * 1000)) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// Reads until `received` holds a whole one of what `take` takes, and removes it.
  func next<Whole>(wait seconds: Double = 10, _ take: (inout [UInt8]) -> Whole?) -> Whole? {
    while true {
      if let whole = take(&received) { return whole }
      guard let bytes = read(wait: seconds), !bytes.isEmpty else { return nil }
      received += bytes
    }
  }

  /// The next answer; nil when the connection ends first.
  func response(toHead: Bool = false, wait seconds: Double = 10) -> RawResponse? {
    next(wait: seconds) { RawResponse(taking: &$0, toHead: toHead) }
  }

  /// Whether the connection ends within the time, dropping what still comes.
  func end(within seconds: Double = 10) -> End {
    let clock = ContinuousClock()
    let limit = clock.now + .seconds(seconds)
    while clock.now < limit {
      if let bytes = read(wait: 0.05), bytes.isEmpty { return .closed }
    }
    return .open
  }
}

/// An answer as it came.
struct RawResponse {
  var status: Int
  var head: String
  var body: [UInt8]
  var bodyText: String { String(decoding: body, as: UTF8.self) }

  /// Takes one answer from the front of `bytes`; nil while it is incomplete.
  init?(taking bytes: inout [UInt8], toHead: Bool) {
    let mark = Array("\r\n\r\n".utf8)
    guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
    head = String(decoding: bytes[..<end], as: UTF8.self)
    let words = head.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
    self.status = status
    body = []
    let length = toHead || status < 200 ? 0 : Int(field("content-length") ?? "0") ?? 0
    guard bytes.count >= end + 4 + length else { return nil }
    body = Array(bytes[(end + 4)..<(end + 4 + length)])
    bytes.removeFirst(end + 4 + length)
  }

  func field(_ name: String) -> String? {
    for line in head.split(separator: "\r\n").dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == name.lowercased() {
        return parts[1].trimmingPrefix(" ").description
      }
    }
    return nil
  }
}
