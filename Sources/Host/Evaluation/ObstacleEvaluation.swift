import Engine

/// What every configured obstacle detector says of labelled faces, and what it costs.
struct ObstacleEvaluation {
  /// What was seen on one face.
  struct Answer {
    var sample: LabelledFaces.Sample
    /// nil where the detector found no face near the labelled box.
    var quality: Float?
    /// By detector, in the configured order.
    var byDetector: [(id: String, obstacles: [Obstacle], milliseconds: Double)] = []
  }

  let pipeline: FramePipeline
  /// The ids of the pipeline's obstacle detectors, in its order.
  let detectors: [String]
  /// How much a found face must overlap the labelled box (intersection over union).
  static let leastOverlap: Float = 0.3

  /// Looks at every sample on the calling thread, whatever its quality: sessions leave poor frames out, so figures over
  /// all of them are the worse ones.
  func run(_ faces: LabelledFaces) throws -> [Answer] {
    pipeline.warmUp()
    return try faces.samples.map { sample in
      let bytes = try faces.bytes(of: sample)
      let limits = ImageLimits(maximumBytes: 32 << 20, maximumSide: 8192)
      do {
        return try answer(sample, try bytes.withUnsafeBytes { try pipeline.decoder.decode($0, limits: limits) })
      } catch let error as ImageError {
        throw UsageError("\(faces.folder)/\(sample.file): \(error)")
      }
    }
  }

  private func answer(_ sample: LabelledFaces.Sample, _ image: Image) throws -> Answer {
    guard let face = meant(by: sample, among: pipeline.confidentFaces(try pipeline.detector.detect(in: image)), image)
    else { return Answer(sample: sample) }
    let seen = try pipeline.examine(face, in: image)
    var answer = Answer(sample: sample, quality: seen.quality.score)
    for (id, detector) in zip(detectors, pipeline.obstacleDetectors) {
      let before = StageTimes.processorSeconds()
      let obstacles = try detector.obstacles(on: face, mesh: seen.mesh, in: image)
      answer.byDetector.append((id, obstacles, (StageTimes.processorSeconds() - before) * 1000))
    }
    return answer
  }

  private func meant(by sample: LabelledFaces.Sample, among faces: [Face], _ image: Image) -> Face? {
    guard let box = sample.box else { return faces.first }
    func overlap(_ face: Face) -> Float { FramePipeline.reported(face.box, of: image).overlap(with: box) }
    return faces.max { overlap($0) < overlap($1) }.flatMap { overlap($0) >= Self.leastOverlap ? $0 : nil }
  }
}
