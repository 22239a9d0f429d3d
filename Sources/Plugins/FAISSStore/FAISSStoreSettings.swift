import Engine
import Glibc

/// The settings of `store.faiss`.
public struct FAISSStoreSettings: ComponentSettings, Hashable {
  /// `memory_budget_mb` (int, optional, default: 4096): MiB that loaded galleries may take before the least recently
  /// used are put away; they load again when asked for. One gallery larger than the budget is served all the same.
  public var memoryBudgetMB: Int
  /// `compact_after` (int, optional, default: 10000): a gallery's file is rewritten once this many of its entries are
  /// of no use any more (removed samples and the removals themselves) and they are no fewer than the live samples, so
  /// that rewriting costs a constant share of writing.
  public var compactAfter: Int
  /// `fsync` (bool, optional, default: true): whether a write is acknowledged only when it is on the disk. `false`
  /// still survives a crash of the process, but not of the machine.
  public var fsync: Bool
  /// `threads` (int, optional, default: the number of processors): how many searches run at the same time.
  public var threads: Int
  /// `approximate_beyond` (int, optional, default: 0): galleries of this many faces and more are searched through
  /// inverted lists, which may miss the nearest face of up to 5 % of probes; 0: every search is exact. A gallery never
  /// has lists below 2048 faces, nor where they would not make searches faster (`Calibration`). Lists are trained on a
  /// thread of their own, with memory for a sample of 80 · √faces vectors; searches go on, exactly, meanwhile.
  public var approximateBeyond: Int

  /// Settings; all parameters as the properties of the same names.
  public init(
    memoryBudgetMB: Int = 4096, compactAfter: Int = 10_000, fsync: Bool = true, threads: Int = Self.processors,
    approximateBeyond: Int = 0
  ) {
    self.memoryBudgetMB = memoryBudgetMB
    self.compactAfter = compactAfter
    self.fsync = fsync
    self.threads = threads
    self.approximateBeyond = approximateBeyond
  }

  public init(from reader: inout SettingsReader) {
    self.init(
      memoryBudgetMB: reader.integer("memory_budget_mb", default: 4096, in: 1...16_777_216),
      compactAfter: reader.integer("compact_after", default: 10_000, in: 1...1_000_000_000),
      fsync: reader.boolean("fsync", default: true),
      threads: reader.integer("threads", default: Self.processors, in: 1...256),
      approximateBeyond: reader.integer("approximate_beyond", default: 0, in: 0...1_000_000_000))
  }

  /// How many processors this machine has online, 1…256.
  public static var processors: Int { min(256, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
