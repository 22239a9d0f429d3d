import CBeast
import Synchronization

/// An HTTP/1.1 and WebSocket server, plain or over TLS.
///
/// It serves from the moment it has been created until `stop` is called or its last reference goes.
// Safe to share: the C functions used here may be called from any thread, and the state is behind a mutex.
public final class WebServer: @unchecked Sendable {
  public let configuration: Configuration
  /// The port that is listened on: the configured one, or the one that the system chose for 0.
  public let port: UInt16
  private let server: OpaquePointer
  private let life = Mutex(Life.running)

  private enum Life {
    case running
    case stopping([CheckedContinuation<Void, Never>])
    case stopped
  }

  /// Binds, listens and serves.
  ///
  /// - Throws: `WebServerError`, with a sentence for the operator: the port is in use, the certificate cannot be read…
  public init(configuration: Configuration = Configuration(), handler: any WebHandler) throws(WebServerError) {
    try configuration.check()
    self.configuration = configuration
    server = try Self.makeServer(configuration)
    port = cb_server_port(server)
    let server = server
    let executors = (0..<configuration.loops).map { LoopExecutor(retaining: cb_server_loop(server, Int32($0))) }
    var callbacks = ServerContext(handler: handler, executors: executors).makeCallbacks()
    guard cb_server_run(server, &callbacks) else {
      callbacks.release(callbacks.context)
      life.withLock { $0 = .stopped }
      throw .startFailed("the system refused to start a thread")
    }
  }

  deinit {
    let mustStop = life.withLock {
      if case .stopped = $0 { false } else { true }
    }
    if mustStop {
      cb_server_stop(server, 0, freeServer, UnsafeMutableRawPointer(server))
    } else {
      cb_server_free(server)
    }
  }

  /// Stops: accepts nothing more, closes idle connections, lets requests in flight be answered, closes WebSockets with
  /// 1001. What is left after `grace` is cut. Returns when every network thread has ended.
  ///
  /// May be called more than once, also at the same time: every call returns when the server has stopped; the first
  /// call's grace counts. Handlers that are still suspended finish on the global executor; their answers go nowhere.
  public func stop(grace: Duration = .seconds(10)) async {
    await withCheckedContinuation { continuation in
      let isFirst = life.withLock { life in
        switch life {
        case .running:
          life = .stopping([continuation])
          return true
        case .stopping(let waiting):
          life = .stopping(waiting + [continuation])
        case .stopped:
          continuation.resume()
        }
        return false
      }
      guard isFirst else { return }
      let (seconds, attoseconds) = max(grace, .zero).components
      let milliseconds = min(seconds, 86_400) * 1000 + attoseconds / 1_000_000_000_000_000
      cb_server_stop(server, milliseconds, serverStopped, Unmanaged.passRetained(self).toOpaque())
    }
  }

  /// What the server holds at this moment.
  public var statistics: Statistics {
    let numbers = cb_server_statistics(server)
    return Statistics(
      connections: Int(numbers.connections), webSockets: Int(numbers.sockets), bufferedBytes: Int(numbers.buffered))
  }

  /// Counts for metrics.
  public struct Statistics: Sendable, Equatable {
    /// Open connections, WebSockets among them.
    public let connections: Int
    public let webSockets: Int
    /// Bytes of bodies, messages and queued output.
    public let bufferedBytes: Int
  }

  fileprivate func didStop() {
    let waiting = life.withLock { life -> [CheckedContinuation<Void, Never>] in
      guard case .stopping(let waiting) = life else { return [] }
      life = .stopped
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private static func makeServer(_ configuration: Configuration) throws(WebServerError) -> OpaquePointer {
    var status = CB_OK
    var text = [CChar](repeating: 0, count: 512)
    let server = configuration.withCConfiguration { cb_server_create(&$0, &status, &text, text.count) }
    if let server { return server }
    let sentence = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch status {
    case CB_BAD_CONFIGURATION: throw .invalidConfiguration(sentence)
    case CB_BIND_FAILED: throw .bindFailed(sentence)
    case CB_TLS_FAILED: throw .tlsFailed(sentence)
    default: throw .startFailed(sentence)
    }
  }
}

private func serverStopped(_ context: UnsafeMutableRawPointer?) {
  Unmanaged<WebServer>.fromOpaque(context!).takeRetainedValue().didStop()
}

private func freeServer(_ context: UnsafeMutableRawPointer?) {
  cb_server_free(OpaquePointer(context!))
}
