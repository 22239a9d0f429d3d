import Engine
import Foundation

/// The components in use, made but not yet started.
struct Components: Sendable {
  let pipeline: FramePipeline
  let liveness: LivenessSelection
  /// The default one first. Not in `lifecycle`: a store that can't be reached need not keep the host from starting.
  let stores: [(id: String, store: any VectorStore)]
  /// The components' ids by role, for `/health/detailed/` and the log.
  let chosen: [(role: String, id: String)]
  let lifecycle: Lifecycle
  /// Optional plugins whose components are not there.
  var pluginsNotLoaded: [PluginLoadingError] = []

  /// The obstacle detectors' ids, in the pipeline's order.
  var obstacleIDs: [String] { chosen.filter { $0.role == "obstacle" }.map(\.id) }

  /// `chosen` as an object: an id, or a list of ids for the roles that several components may have.
  var byRole: [JSONValue.Member] {
    let several = ["obstacle", "liveness"]
    // Of several stores the first is the default one.
    let one = chosen.enumerated().filter { index, part in
      !several.contains(part.role) && chosen.firstIndex { $0.role == part.role } == index
    }.map(\.element)
    return one.map { .init(name: $0.role, value: .string($0.id)) }
      + several.map { role in
        .init(name: role, value: .array(chosen.filter { $0.role == role }.map { .string($0.id) }))
      }
  }

  /// Makes every component that the configuration names.
  ///
  /// - Throws: `AssemblyError` with everything that could not be made.
  static func make(
    _ assembly: Assembly, models: any ModelLocator, dataDirectory: String, sealer: (any DataSealer)?, log: any EventLog
  ) async throws -> Components {
    var maker = ComponentMaker(
      registry: assembly.registry, settings: assembly.settings, models: models, dataDirectory: dataDirectory,
      sealer: sealer, log: log)
    let settings = assembly.configuration.pipeline
    let decoder = await maker.first(of: settings.decoder, role: "decoder") {
      if case .imageDecoder(let factory) = $0 { factory } else { nil }
    }
    let detector = await maker.first(of: settings.detector, role: "detector") {
      if case .faceDetector(let factory) = $0 { factory } else { nil }
    }
    let landmarker = await maker.first(of: settings.landmarker, role: "landmarker") {
      if case .faceLandmarker(let factory) = $0 { factory } else { nil }
    }
    let quality = await maker.first(of: settings.quality, role: "quality") {
      if case .qualityAssessor(let factory) = $0 { factory } else { nil }
    }
    let embedder = await maker.first(of: settings.embedder, role: "embedder") {
      if case .faceEmbedder(let factory) = $0 { factory } else { nil }
    }
    var obstacles: [any ObstacleDetector] = []
    for choice in settings.obstacles {
      let made = await maker.first(of: choice.ids, role: "obstacle") {
        if case .obstacleDetector(let factory) = $0 { factory } else { nil }
      }
      if let made { obstacles.append(made.component) }
    }
    let liveness = await maker.liveness(assembly.configuration.livenessChecks)
    var stores: [(id: String, store: any VectorStore)] = []
    for id in assembly.configuration.stores.all {
      let made = await maker.first(of: [id], role: "store") {
        if case .vectorStore(let factory) = $0 { factory } else { nil }
      }
      if let made { stores.append((id, made.component)) }
    }
    guard let decoder, let detector, let landmarker, let quality, let embedder, maker.problems.isEmpty else {
      throw AssemblyError(problems: maker.problems)
    }
    let pipeline = FramePipeline(
      decoder: decoder.component, detector: detector.component, landmarker: landmarker.component,
      quality: quality.component, obstacleDetectors: obstacles, embedder: embedder.component, rules: settings.rules)
    return Components(
      pipeline: pipeline, liveness: liveness, stores: stores, chosen: maker.chosen,
      lifecycle: maker.lifecycle,
      pluginsNotLoaded: assembly.notLoaded)
  }
}
