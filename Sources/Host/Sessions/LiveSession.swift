import Engine
import Synchronization
import Web

/// The time since a session began: the system's, or a test's.
typealias SessionClock = @Sendable () -> Duration

/// A session that is alive in this process: its machine, its one client and its frame in work.
final class LiveSession: Sendable, SessionMachineHolder {
  /// The session's row; for enrollments also the `enrollment_id`.
  let id: String
  let token: String
  let tenant: TenantID
  let purpose: SessionPurpose
  let rules: SessionRules
  /// How the result is encrypted (api.md §3).
  let encryption: ResultEncryption
  let recognition: RecognitionSettings
  let expiresAt: Timestamp
  /// Who is locked out where it fails, and when.
  let subjects: [LockoutSubject]
  let lockout: LockoutPolicy
  /// Whether its client is told raw scores.
  let showsScores: Bool
  /// What measures for its liveness checks.
  let checks: LivenessCheckSet
  private let clock: SessionClock
  private let state: Mutex<State>

  private struct State {
    var machine: SessionMachine
    var socket: WebSocket?
    var isWorking = false
    /// What came while another frame was in work.
    var backlog: FrameBacklog
    /// The concluding work has begun: nothing may change the machine until it is done.
    var isConcluding = false
    var isEnded = false
  }

  /// An admitted frame, with the time of its arrival since the session began.
  struct Frame: Sendable {
    var bytes: FrameBytes
    var time: Duration
  }

  init(
    id: String, token: String, tenant: TenantID, purpose: SessionPurpose, rules: SessionRules,
    encryption: ResultEncryption, recognition: RecognitionSettings, expiresAt: Timestamp,
    checks: LivenessCheckSet, seed: UInt64 = .random(in: .min ... .max), frameBytes: Int,
    subjects: [LockoutSubject] = [], lockout: LockoutPolicy = LockoutPolicy(), showsScores: Bool = true,
    clock: @escaping SessionClock = LiveSession.startClock()
  ) {
    self.id = id
    self.token = token
    self.tenant = tenant
    self.purpose = purpose
    self.rules = rules
    self.encryption = encryption
    self.recognition = recognition
    self.expiresAt = expiresAt
    self.checks = checks
    self.subjects = subjects
    self.lockout = lockout
    self.showsScores = showsScores
    self.clock = clock
    self.state = Mutex(
      State(
        machine: SessionMachine(purpose: purpose, rules: rules, checks: checks.makeChecks(seed: seed)),
        backlog: FrameBacklog(framesPerSecond: rules.maxFPS, maximumBytes: frameBytes)))
  }

  var isEnrollment: Bool { purpose.isEnrollment }
  /// The time since it began.
  var now: Duration { clock() }
  var outcome: SessionOutcome? { state.withLock { $0.machine.outcome } }
  /// Whether it has ended, or is about to.
  var isOver: Bool {
    state.withLock { state in
      state.isConcluding || state.machine.expire(at: now) != nil || state.machine.outcome != nil
    }
  }
  var status: SessionStatus { state.withLock { $0.machine.status } }

  /// A clock of the system that begins now.
  static func startClock() -> SessionClock {
    let started = ContinuousClock.now
    return { ContinuousClock.now - started }
  }

  /// Makes `socket` the session's one client.
  ///
  /// - Returns: false where another is connected.
  func attach(_ socket: WebSocket) -> Bool {
    state.withLock { state in
      guard state.socket == nil else { return false }
      state.socket = socket
      return true
    }
  }

  /// Whether a client is connected.
  var isAttached: Bool { state.withLock { $0.socket != nil } }

  /// The client has gone; the session lives on, and another connection may take it up.
  func detach(_ socket: WebSocket) {
    state.withLock { state in
      if state.socket === socket { state.socket = nil }
    }
  }

  /// The connected client.
  var socket: WebSocket? { state.withLock { $0.socket } }

  /// Runs `body` on the machine unless the concluding work has begun: what was stored or found must be what is told.
  func unlessConcluding<Value: Sendable>(_ body: (inout SessionMachine) -> Value) -> Value? {
    state.withLock { $0.isConcluding ? nil : body(&$0.machine) }
  }

  /// What comes after a frame. Where that is the concluding work, it has begun with this call.
  func next() -> SessionMachine.Next {
    state.withLock { state in
      let next = state.machine.next
      if case .conclude = next { state.isConcluding = true }
      // The end is told by the result; nobody looks at what still waits.
      if next != .moreFrames { state.backlog.clear() }
      return next
    }
  }

  /// Runs `body` on the machine. Short: the network loop waits for it.
  func withMachine<Value: Sendable>(_ body: (inout SessionMachine) -> Value) -> Value {
    state.withLock { body(&$0.machine) }
  }

  /// What becomes of an admitted frame.
  enum Placement: Sendable, Hashable {
    /// Work on it now.
    case start
    /// It waits its turn; so many older ones were dropped for it, because the server is behind.
    case waits(dropped: Int)
  }

  /// Places an admitted frame: one in work, others waiting.
  func place(_ frame: Frame) -> Placement {
    state.withLock { state in
      guard state.isWorking else {
        state.isWorking = true
        return .start
      }
      return .waits(dropped: state.backlog.append(frame))
    }
  }

  /// The frame in work is done.
  ///
  /// - Returns: the one that waited longest, which is in work from now on.
  func nextFrame() -> Frame? {
    state.withLock { state in
      guard state.machine.outcome == nil, let frame = state.backlog.next() else {
        state.backlog.clear()
        state.isWorking = false
        return nil
      }
      return frame
    }
  }

  /// True once, for whoever gets to end the session.
  func claimEnd() -> Bool {
    state.withLock { state in
      defer { state.isEnded = true }
      return !state.isEnded
    }
  }
}
