import Engine

/// The host's whole configuration, typed and validated. `docs/configuration.md` lists every key.
struct HostConfiguration: Sendable {
  var server: ServerSettings
  var logLevel: LogLevel
  var plugins: PluginSettings
  var models: ModelSettings
  var pipeline: PipelineSettings
  /// Settings of single components by id, as written; decoded by the components' own factories.
  var components: [(id: String, value: ConfigurationValue)]
  /// `liveness.checks`: the checks of every session.
  var livenessChecks: [ComponentChoice]
  var stores: StoreSettings
  var sessions: SessionSettings
  var recognition: RecognitionSettings
  var security: SecuritySettings
  var compute: ComputeSettings

  /// Reads everything; problems collect in `reader`.
  init(from reader: inout SettingsReader) {
    server = reader.section("server") { ServerSettings(from: &$0) }
    let level = reader.choice("log_level", default: "info", of: LogLevel.allCases.map { $0.rawValue.lowercased() })
    logLevel = LogLevel(rawValue: level.uppercased()) ?? .info
    plugins = reader.section("plugins") { PluginSettings(from: &$0) }
    models = reader.section("models") { ModelSettings(from: &$0) }
    pipeline = reader.section("pipeline") { PipelineSettings(from: &$0) }
    components = reader.section("components") { $0.openKeys().map { (id: $0.key, value: $0.value) } }
    livenessChecks = reader.section("liveness") { $0.choices("checks") }
    stores = reader.section("stores") { StoreSettings(from: &$0) }
    sessions = reader.section("sessions") { SessionSettings(from: &$0) }
    recognition = reader.section("recognition") { RecognitionSettings(from: &$0) }
    security = reader.section("security") { SecuritySettings(from: &$0) }
    compute = reader.section("compute") { ComputeSettings(from: &$0) }
  }
}

/// `plugins`: which libraries are loaded.
struct PluginSettings: Sendable {
  /// `load` (list of strings): library names or `.so` paths; each must load.
  var load: [String]
  /// `optional` (list of strings): loaded where they can be; a failure is only logged.
  var optional: [String]
  /// `directories` (list of strings): searched before the program's own directory.
  var directories: [String]

  init(from reader: inout SettingsReader) {
    load = reader.strings("load", default: [])
    optional = reader.strings("optional", default: [])
    directories = reader.strings("directories", default: [])
  }
}

/// `models`: where model files are and which licences are accepted.
struct ModelSettings: Sendable {
  /// `catalogue` (string): path of `models.json`; relative to the program's home.
  var catalogue: String
  /// `directory` (string): where the files are; relative to the program's home.
  var directory: String
  /// `allow_research` (list of strings): ids of models whose weights are for research only and which are used all the
  /// same, on the operator's responsibility.
  var allowResearch: [String]

  init(from reader: inout SettingsReader) {
    catalogue = reader.string("catalogue", default: "config/models.json", expected: "a path") { !$0.isEmpty }
    directory = reader.string("directory", default: ".deps/models", expected: "a path") { !$0.isEmpty }
    allowResearch = reader.strings("allow_research", default: [])
  }
}

/// `pipeline`: which components look at a frame. A list is tried in order: the first whose model files are there.
struct PipelineSettings: Sendable {
  var decoder: [String]
  var detector: [String]
  var landmarker: [String]
  var quality: [String]
  var embedder: [String]
  /// `obstacles` (list of choices): run in this order until one rejects the frame.
  var obstacles: [ComponentChoice]
  var rules: FramePipeline.Rules

  init(from reader: inout SettingsReader) {
    decoder = reader.strings("decoder", default: [])
    detector = reader.strings("detector", default: [])
    landmarker = reader.strings("landmarker", default: [])
    quality = reader.strings("quality", default: [])
    embedder = reader.strings("embedder", default: [])
    obstacles = reader.choices("obstacles")
    rules = FramePipeline.Rules()
    rules.minimumConfidence = Float(
      reader.number("minimum_confidence", default: rules.minimumConfidence.asWritten, in: 0...1))
    rules.bystanderWidth = Float(reader.number("bystander_width", default: rules.bystanderWidth.asWritten, in: 0...1))
    rules.minimumPresence = Float(
      reader.number("minimum_presence", default: rules.minimumPresence.asWritten, in: 0...1))
  }
}

/// `stores`: where galleries live.
struct StoreSettings: Sendable {
  /// `default` (string): the store of galleries that have been given no other.
  var standard: String
  /// `fallback` (string, default: none): keeps a second copy of every gallery, and answers while the first store can't.
  var fallback: String?
  /// `available` (list of strings): further stores, to which `kenali tenant store` may move galleries.
  var available: [String]
  /// `deadline_ms` (int, default: 1500): how long a search may take before the fallback is asked.
  var deadline: Int
  /// `recall_sample` (number, default: 0.01): the share of searches in approximate stores that is held against an exact
  /// search.
  var recallSample: Double

  init(from reader: inout SettingsReader) {
    let id = "a component id such as store.faiss"
    standard = reader.string("default", default: "", expected: id)
    fallback = reader.optionalString("fallback", expected: id) { !$0.isEmpty }
    available = reader.strings("available", default: [])
    deadline = reader.integer("deadline_ms", default: 1500, in: 50...60_000)
    recallSample = reader.number("recall_sample", default: 0.01, in: 0...1)
    if let fallback, fallback == standard { reader.report("fallback", "must be another store than the default one") }
  }

  /// Every store that the host makes, the default one first.
  var all: [String] {
    ([standard] + (fallback.map { [$0] } ?? []) + available).filter { !$0.isEmpty }.uniqued()
  }
}

/// `recognition`: the open-set verdict and what answers show.
struct RecognitionSettings: Sendable {
  var policy: OpenSetPolicy
  /// `candidates` (int, default: 5): how many candidates an identification looks at.
  var candidates: Int
  /// `show_candidates` (bool, default: true): whether answers to a tenant's backend carry the candidates' scores.
  var showCandidates: Bool
  /// `max_samples_per_user` (int, default: 20).
  var maxSamplesPerUser: Int
  /// `photo_quality_threshold` (number, default: 0.5): a photo below it is refused.
  var photoQualityThreshold: Float
  /// `refuse_duplicates` (bool, default: false): whether a face enrolled under another user id is refused; otherwise it
  /// is reported as `duplicate_of`.
  var refuseDuplicates: Bool

  init(from reader: inout SettingsReader) {
    policy = OpenSetPolicy()
    policy.targetFPIR = reader.number("target_fpir", default: policy.targetFPIR, in: 0.000001...0.5)
    policy.ambiguityMargin = Float(
      reader.number("ambiguity_margin", default: policy.ambiguityMargin.asWritten, in: 0...1))
    policy.fixedThreshold = reader.optionalNumber("similarity_threshold", in: -1...1).map(Float.init)
    candidates = reader.integer("candidates", default: 5, in: 1...100)
    showCandidates = reader.boolean("show_candidates", default: true)
    maxSamplesPerUser = reader.integer("max_samples_per_user", default: 20, in: 1...1000)
    photoQualityThreshold = Float(reader.number("photo_quality_threshold", default: 0.5, in: 0...1))
    refuseDuplicates = reader.boolean("refuse_duplicates", default: false)
  }
}

/// `security`.
struct SecuritySettings: Sendable {
  /// `client_token_ttl_s` (int, default: 3600).
  var clientTokenTTL: Int
  /// `result_encryption` (`AES-256-CBC` | `AES-256-GCM`, default: CBC, which the documented clients read).
  var resultEncryption: String
  /// `result_key` (`by_endpoint` | `secret`, default: by_endpoint): `secret` forces the secret's key for every session.
  var resultKey: String
  /// `raw_scores` (`always` | `backend` | `never`, default: backend): whose sessions are told scores. To a public
  /// session's client they say how to come closer to passing.
  var rawScores: RawScores
  /// `lockout` (section): what failed sessions lead to.
  var lockout: LockoutPolicy

  /// Who is told raw scores.
  enum RawScores: String, Sendable, CaseIterable {
    case always, backend, never

    /// Whether a session's messages carry them.
    func areShown(toPublic isPublic: Bool) -> Bool { self == .always || (self == .backend && !isPublic) }
  }

  init(from reader: inout SettingsReader) {
    clientTokenTTL = reader.integer("client_token_ttl_s", default: 3600, in: 60...86400)
    resultEncryption = reader.choice("result_encryption", default: "AES-256-CBC", of: ["AES-256-CBC", "AES-256-GCM"])
    resultKey = reader.choice("result_key", default: "by_endpoint", of: ["by_endpoint", "secret"])
    let scores = reader.choice("raw_scores", default: "backend", of: RawScores.allCases.map(\.rawValue))
    rawScores = RawScores(rawValue: scores) ?? .backend
    lockout = reader.section("lockout") { LockoutPolicy(from: &$0) }
  }
}

/// `compute`.
struct ComputeSettings: Sendable {
  /// `threads` (int, default: 0): compute threads; 0 means one per core.
  var threads: Int

  init(from reader: inout SettingsReader) {
    threads = reader.integer("threads", default: 0, in: 0...256)
  }
}
