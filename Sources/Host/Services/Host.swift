import Engine
import Foundation
import Web

/// A host from its start to its end.
struct Host {
  private let loaded: LoadedConfiguration
  private let home: Home
  private let dataPath: String
  private let log: JSONLog

  init(_ loaded: LoadedConfiguration, home: Home, dataPath: String) {
    self.loaded = loaded
    self.home = home
    self.dataPath = dataPath
    log = JSONLog(level: loaded.configuration.logLevel)
  }

  /// Starts, serves until SIGTERM or SIGINT, and stops in order: no new connections, requests in flight finished,
  /// components stopped.
  func serve() async throws {
    let signals = await StopSignals()
    let configuration = loaded.configuration
    let assembly = try loaded.assembly(home: home, log: log)
    // Made only now: a wrong setting leaves nothing behind.
    let data = try DataDirectory(dataPath)
    let database = try await Database.open(directory: data.path)
    defer { database.close() }
    let masterKey = try await data.masterKey(database)
    let models = try configuration.models.folder(home: home)
    let keys = DataKeyStore(database: database, box: try SealedBox(masterKey: masterKey))
    let ring = DataKeyRing(try await keys.load(now: .now))
    let components = try await Components.make(
      assembly, models: models, dataDirectory: data.path, sealer: ring, log: log)
    try await components.lifecycle.start()
    let threads = configuration.compute.threads
    let compute = ComputePool(threads: threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    let tuner = LivenessTuner(
      registry: assembly.registry, models: models, dataDirectory: data.path, standard: components.liveness, log: log)
    do {
      let services = try await Services(
        configuration: configuration, base: loaded.document, log: log, database: database, masterKey: masterKey,
        ring: ring, components: components, registry: assembly.registry, tuner: tuner, compute: compute,
        schema: try readSchema())
      let stores = services.galleries.stores
      try await stores.start(log: log)
      do {
        try await run(services, compute, until: signals)
      } catch {
        await stores.stop()
        throw error
      }
      await stores.stop()
    } catch {
      await Self.off { compute.stop() }
      await tuner.stop()
      await components.lifecycle.stop()
      throw error
    }
    await Self.off { compute.stop() }
    await tuner.stop()
    await components.lifecycle.stop()
    log.write(.info, component: "host", event: "stopped", [:])
    // A second signal changes nothing: the host is ending already.
    withExtendedLifetime(signals) {}
  }

  /// Serves until a signal comes.
  private func run(_ services: Services, _ compute: ComputePool, until signals: StopSignals) async throws {
    try await recover(services)
    await warmUp(services.components.pipeline, compute)
    let settings = loaded.configuration.server
    let server = try WebServer(configuration: try settings.web(home: home), handler: HostHandler(services))
    announce(server, services.components)
    let work = [
      Task { await Housekeeping(services: services).run() },
      Task { await services.check.run() },
      Task { await services.keeper.run() },
      Task { await services.rotation.run() },
    ]
    let signal = await signals.first()
    log.write(.info, component: "host", event: "stopping", ["signal": signal])
    for task in work { task.cancel() }
    await server.stop(grace: .seconds(settings.shutdownGrace))
  }

  /// What a crash may have left: half enrollments, sessions without a process. Galleries get their copies first, for
  /// which the removal of half enrollments' vectors is queued.
  private func recover(_ services: Services) async throws {
    try await services.adoption.run()
    let failed = try await services.enrollments.failAllPending(
      before: services.now(), reason: "interrupted", now: services.now())
    if failed > 0 {
      log.write(.warning, component: "host", event: "interrupted_enrollments_dropped", ["count": String(failed)])
    }
    try await services.sessions.endLeftovers()
  }

  /// Each compute thread warms up for itself: runtimes keep state by thread.
  private func warmUp(_ pipeline: FramePipeline, _ compute: ComputePool) async {
    await withTaskGroup { group in
      for index in 0..<compute.threads {
        group.addTask { try? await compute.run(tenant: "warm-up", session: String(index)) { pipeline.warmUp() } }
      }
    }
  }

  private func announce(_ server: WebServer, _ components: Components) {
    let settings = loaded.configuration.server
    let scheme = settings.certificate == nil ? "http" : "https"
    for (role, id) in components.chosen {
      log.write(.info, component: "host", event: "component", ["role": role, "id": id])
    }
    print("kenali \(Version.number) ready on \(scheme)://\(settings.host):\(server.port)")
    // Whoever waits for the line reads it through a pipe.
    fflush(nil)
  }

  private func readSchema() throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: home.path("docs/openapi.json")) else {
      throw AssemblyError(problems: ["docs/openapi.json is missing from the program's home; set KENALI_HOME"])
    }
    return Array(data)
  }

  /// Runs something that blocks off the cooperative pool.
  private static func off(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        body()
        continuation.resume()
      }
    }
  }
}

extension ServerSettings {
  /// The network layer's configuration.
  func web(home: Home) throws -> WebServer.Configuration {
    var web = WebServer.Configuration()
    web.host = host
    web.port = UInt16(port)
    web.loops = loops
    web.bodyLimit = bodyBytes
    // Base64 is 4/3 of the bytes; the JSON around it is short.
    web.messageLimit = frameBytes / 3 * 4 + 65536
    web.connectionLimit = maxConnections
    web.deflate = deflate
    if let certificate, let key {
      web.tls = .init(certificateChainPath: home.path(certificate), privateKeyPath: home.path(key))
    }
    return web
  }
}
