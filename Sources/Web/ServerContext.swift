import CBeast

/// What the C callbacks need: the application, and each loop's executor.
final class ServerContext: Sendable {
  private let handler: any WebHandler
  private let executors: [LoopExecutor]

  init(handler: any WebHandler, executors: [LoopExecutor]) {
    self.handler = handler
    self.executors = executors
  }

  /// The callbacks with one reference to this context, given back by their `release`.
  func makeCallbacks() -> cb_callbacks {
    cb_callbacks(
      context: Unmanaged.passRetained(self).toOpaque(), request: requestArrived, opened: socketOpened,
      message: messageArrived, closed: socketClosed, release: contextReleased)
  }

  fileprivate func handle(_ handle: RequestHandle) {
    guard let request = handle.makeRequest() else {
      return handle.refuse(status: 400, detail: "The request target is malformed.")
    }
    let executor = executors[handle.loopIndex]
    let handler = handler
    Task(executorPreference: executor) {
      guard handle.isUpgrade else { return handle.respond(await handler.respond(to: request)) }
      switch await handler.upgrade(request) {
      case .reject(let response):
        handle.respond(response)
      case .accept(let socketHandler, let subprotocol, let headers):
        handle.accept(
          SocketConnection(handler: socketHandler, remoteAddress: request.remoteAddress, executor: executor),
          subprotocol: subprotocol, headers: headers)
      case .acceptThenClose(let code, let reason, let message, let headers):
        handle.accept(
          SocketConnection(
            handler: ClosingHandler(code: code, reason: reason, message: message), remoteAddress: request.remoteAddress,
            executor: executor),
          subprotocol: nil, headers: headers)
      }
    }
  }
}

// Functions and not closures: C callbacks must not inherit the isolation of the place where they are written.

private func requestArrived(_ context: UnsafeMutableRawPointer?, _ request: OpaquePointer) {
  Unmanaged<ServerContext>.fromOpaque(context!).takeUnretainedValue().handle(RequestHandle(request))
}

private func socketOpened(_ user: UnsafeMutableRawPointer, _ socket: OpaquePointer) {
  Unmanaged<SocketConnection>.fromOpaque(user).takeUnretainedValue().opened(socket)
}

private func messageArrived(_ user: UnsafeMutableRawPointer, _ message: OpaquePointer) {
  Unmanaged<SocketConnection>.fromOpaque(user).takeUnretainedValue().received(message)
}

private func socketClosed(_ user: UnsafeMutableRawPointer, _ code: Int32, _ opened: Bool) {
  let connection = Unmanaged<SocketConnection>.fromOpaque(user).takeRetainedValue()
  if opened { connection.closed(code: code == 0 ? nil : Int(code)) }
}

private func contextReleased(_ context: UnsafeMutableRawPointer?) {
  Unmanaged<ServerContext>.fromOpaque(context!).release()
}
