import Engine
import Web

/// One client's WebSocket of family A: takes frames in, sends answers out.
///
/// `received` runs on the network loop and only admits; a frame is looked at on a compute thread, one of a session at a
/// time, and those that come meanwhile wait in the session's backlog.
final class FrameSocket: WebSocketHandler {
  private let session: LiveSession
  private let service: SessionService

  init(session: LiveSession, service: SessionService) {
    self.session = session
    self.service = service
  }

  func opened(_ socket: WebSocket) {
    // Two handshakes may have passed at the same time: the second one to open is refused.
    guard session.attach(socket) else {
      socket.send(text: SessionService.takenProblem.message.bytes)
      socket.close(code: 4403, reason: SessionService.takenProblem.detail)
      return
    }
    service.note("connection_established", session, ["remote": socket.remoteAddress])
    socket.send(text: FamilyAMessages.connectionEstablished(session).bytes)
  }

  func received(_ message: WebSocketMessage, on socket: WebSocket) {
    // The frame is held by its bytes from here on; the next message may come at once and take its place.
    defer { message.returnCredit() }
    if message.kind == .binary {
      admit(.payload(message.payload), on: socket)
      return
    }
    switch message.payload.withUnsafeBytes({ FrameMessage.parse($0, maximumImageBytes: service.limits.maximumBytes) }) {
    case .frame(let bytes): admit(.decoded(bytes), on: socket)
    case .ping: socket.send(text: #"{"type":"pong"}"#)
    case .stop:
      guard session.unlessConcluding({ $0.cancel() }) != nil else { return }
      let (service, session) = (service, session)
      Task { await service.conclusion.finish(session) }
    case .other(let type, _):
      refuse(
        .badRequest(
          "Unknown message type '\(type.prefix(40))'; valid types: frame, ping, stop.", kind: "unknown_message_type"),
        on: socket)
    case .invalid(let error):
      refuse(.badRequest("Invalid message: \(error).", kind: "invalid_message"), on: socket)
    }
  }

  func closed(_ socket: WebSocket, code: Int?) {
    session.detach(socket)
    service.note("connection_closed", session, ["code": code.map(String.init) ?? "none"])
  }

  private func refuse(_ problem: Problem, on socket: WebSocket) { socket.send(text: problem.message.bytes) }

  private func admit(_ bytes: FrameBytes, on socket: WebSocket) {
    let time = session.now
    switch session.unlessConcluding({ $0.admit(at: time) }) {
    // The result is on its way: there is nothing more to say to a frame.
    case nil: return
    case .process?: break
    case .tooSoon(let retryAfter)?:
      let seconds = retryAfter / .seconds(1)
      refuse(
        Problem(
          status: 429, kind: "frame_rate",
          detail: "Frame rate too high; reduce it to \(session.rules.maxFPS) per second.",
          details: ["retry_after": JSONValue.score(Float(seconds)).text]), on: socket)
      return
    case .flooding?:
      refuse(
        Problem(
          status: 429, kind: "frame_rate",
          detail: "Too many frames; connect again and send at most \(session.rules.maxFPS) per second."), on: socket)
      socket.close(code: 4429, reason: "Too many frames")
      return
    case .finished?:
      let (service, session) = (service, session)
      Task { await service.conclusion.finish(session) }
      return
    }
    let frame = LiveSession.Frame(bytes: bytes, time: time)
    switch session.place(frame) {
    case .start: work(on: frame)
    // Every frame has its answer.
    case .waits(let dropped): for _ in 0..<dropped { refuse(Self.dropped, on: socket) }
    }
  }

  private static let dropped = Problem(
    status: 429, kind: "frame_dropped", detail: "The server is behind; an older frame was dropped. Send fewer frames.")

  /// Queues a frame for a compute thread.
  private func work(on frame: LiveSession.Frame) {
    let queued = service.compute.submit(tenant: session.tenant.rawValue, session: session.id) { [self] in
      look(at: frame)
    }
    if !queued {
      session.socket?.send(text: Self.dropped.message.bytes)
      workOnNext()
    }
  }

  private func workOnNext() {
    if let frame = session.nextFrame() { work(on: frame) }
  }

  /// Looks at one frame. On a compute thread.
  private func look(at frame: LiveSession.Frame) {
    do {
      let frames = SessionFrames(pipeline: service.components.pipeline, checks: session.checks)
      let progress = try frame.bytes.withUnsafeBytes {
        try frames.look(at: $0, limits: service.limits, time: frame.time, for: session)
      }
      if let progress { session.socket?.send(text: FamilyAMessages.frame(progress, in: session).bytes) }
    } catch {
      let problem = Problem(error)
      if problem == nil { service.note("frame_failed", session, ["reason": "\(error)"], level: .error) }
      session.socket?.send(text: (problem ?? .internalError).message.bytes)
    }
    switch session.next() {
    case .moreFrames: workOnNext()
    case .conclude(let work):
      let (service, session) = (service, session)
      Task { await service.conclusion.conclude(session, work) }
    case .finished:
      let (service, session) = (service, session)
      Task { await service.conclusion.finish(session) }
    }
  }
}
