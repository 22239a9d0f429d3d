import Synchronization

/// What threads noted, in order.
final class Recorder<Value: Sendable>: Sendable {
  private let kept = Mutex<[Value]>([])
  var values: [Value] { kept.withLock { $0 } }
  func note(_ value: Value) { kept.withLock { $0.append(value) } }
}
