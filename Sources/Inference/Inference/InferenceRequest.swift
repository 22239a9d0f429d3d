internal import COpenVINO

/// One run of a model with its tensors. Used by one thread at a time.
///
/// `@unchecked Sendable` is safe: a request is reachable only from the pool that keeps it (under a lock) or from the one
/// call that borrowed it.
final class InferenceRequest: @unchecked Sendable {
  private let handle: OpaquePointer
  /// Keeps the compiled model alive while a request of it lives.
  private let model: CompiledModel
  let input: UnsafeMutableBufferPointer<Float>

  init(_ model: CompiledModel) throws(InferenceError) {
    guard let handle = cov_request_create(model.handle) else { throw .last }
    var count = 0
    guard let data = cov_request_input(handle, &count) else {
      cov_request_free(handle)
      throw .last
    }
    self.handle = handle
    self.model = model
    self.input = UnsafeMutableBufferPointer(start: data, count: count)
  }

  deinit { cov_request_free(handle) }

  func run() throws(InferenceError) {
    guard cov_request_run(handle) == 0 else { throw .last }
  }

  func output(_ index: Int) throws(InferenceError) -> UnsafeBufferPointer<Float> {
    var count = 0
    guard let data = cov_request_output(handle, Int32(index), &count) else { throw .last }
    return UnsafeBufferPointer(start: data, count: count)
  }
}

/// Owns the C handle of a compiled model, which OpenVINO allows several threads to use.
///
/// `@unchecked Sendable` is safe: the handle never changes, and every C call on it is thread-safe.
final class CompiledModel: @unchecked Sendable {
  let handle: OpaquePointer
  init(_ handle: OpaquePointer) { self.handle = handle }
  deinit { cov_model_free(handle) }
}

extension InferenceError {
  /// The calling thread's last failure in the C shim.
  static var last: InferenceError { InferenceError(String(cString: cov_last_error())) }
}
