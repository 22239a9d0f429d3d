internal import COpenVINO
internal import Synchronization

/// A neural network, compiled once for the CPU and run by any number of compute threads at a time.
///
/// Inputs and outputs are float32. Runs are synchronous: call them on compute threads only, never on the cooperative
/// pool or a network loop.
public final class InferenceModel: Sendable {
  /// The input's shape, e.g. `[1, 3, 112, 112]`.
  public let inputShape: [Int]
  /// The outputs' shapes, in the model's order.
  public let outputShapes: [[Int]]
  /// The outputs' names; empty for one without a name.
  public let outputNames: [String]
  private let compiled: CompiledModel
  private let idle = Mutex<[InferenceRequest]>([])
  private let idleLimit: Int

  /// Reads and compiles ONNX, TFLite or OpenVINO IR (`.xml` with `.bin` beside it): some 50–500 ms.
  public init(path: String, options: InferenceOptions = InferenceOptions()) throws(InferenceError) {
    let shape = options.inputShape?.map(Int64.init)
    let handle = options.precision.rawValue.withCString { precision in
      var native = cov_options(
        precision: precision, threads: Int32(options.threads), streams: Int32(options.streams), input_shape: nil,
        input_rank: 0)
      guard let shape else { return cov_model_load(path, &native) }
      return shape.withUnsafeBufferPointer { dimensions in
        native.input_shape = dimensions.baseAddress
        native.input_rank = Int32(dimensions.count)
        return cov_model_load(path, &native)
      }
    }
    guard let handle else { throw .last }
    let compiled = CompiledModel(handle)
    self.compiled = compiled
    inputShape = try Self.shape { cov_model_input_shape(handle, &$0) }
    var shapes: [[Int]] = []
    var names: [String] = []
    for index in 0..<cov_model_output_count(handle) {
      shapes.append(try Self.shape { cov_model_output_shape(handle, index, &$0) })
      var name = [UInt8](repeating: 0, count: 256)
      let failed = name.withUnsafeMutableBytes { buffer in
        cov_model_output_name(handle, index, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
      }
      names.append(failed == 0 ? String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) : "")
    }
    outputShapes = shapes
    outputNames = names
    idleLimit = max(1, options.streams)
    // The first request also does OpenVINO's lazy set-up, which no frame should pay for.
    idle.withLock { $0.reserveCapacity(options.streams) }
    give(back: try InferenceRequest(compiled))
  }

  /// The version of the OpenVINO library that is loaded.
  public static var runtimeVersion: String { String(cString: cov_runtime_version()) }

  /// Fills the input, runs the model on this thread and reads the outputs.
  ///
  /// - Parameters:
  ///   - fill: writes the whole input: as many floats as `inputShape` says; what was there before is of another run.
  ///   - read: reads the outputs, which are valid only inside.
  public func run<Result>(
    fill: (UnsafeMutableBufferPointer<Float>) throws -> Void, read: (InferenceOutputs) throws -> Result
  ) throws -> Result {
    let request = try borrow()
    defer { give(back: request) }
    try fill(request.input)
    try request.run()
    return try read(InferenceOutputs(request: request))
  }

  /// An idle request, or a new one: there are never more than callers at the same time.
  private func borrow() throws(InferenceError) -> InferenceRequest {
    if let request = idle.withLock({ $0.popLast() }) { return request }
    return try InferenceRequest(compiled)
  }

  private func give(back request: InferenceRequest) {
    idle.withLock { if $0.count < idleLimit { $0.append(request) } }
  }

  private static func shape(_ read: (inout cov_shape) -> Int32) throws(InferenceError) -> [Int] {
    var shape = cov_shape()
    guard read(&shape) == 0 else { throw .last }
    let rank = Int(shape.rank)
    return withUnsafeBytes(of: shape.dimensions) { bytes in
      bytes.bindMemory(to: Int64.self).prefix(rank).map(Int.init)
    }
  }
}

/// The outputs of one run; valid inside `InferenceModel.run`'s `read` only.
public struct InferenceOutputs {
  let request: InferenceRequest
  /// The floats of output `index`, in row-major order of `InferenceModel.outputShapes[index]`.
  public func floats(_ index: Int) throws(InferenceError) -> UnsafeBufferPointer<Float> { try request.output(index) }
}
