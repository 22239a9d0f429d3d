import Engine

/// When failed sessions lock somebody out, and for how long.
struct LockoutPolicy: Sendable, Hashable {
  /// Failures within `window` that lock out; 0 never does.
  var failures: Int
  var window: Duration
  /// The first lock-out; each further one lasts twice as long as the one before.
  var firstDelay: Duration
  /// No lock-out lasts longer. After as long without a failure the doubling begins anew.
  var longestDelay: Duration

  /// Five failures in three minutes, then one minute, doubling to an hour: throttling of guesses as NIST SP 800-63B
  /// (5.2.2) asks for, with the numbers that login systems commonly have.
  init(
    failures: Int = 5, window: Duration = .seconds(180), firstDelay: Duration = .seconds(60),
    longestDelay: Duration = .seconds(3600)
  ) {
    self.failures = failures
    self.window = window
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
  }

  /// Reads the settings; problems collect in the reader.
  init(from reader: inout SettingsReader) {
    let defaults = LockoutPolicy()
    func seconds(_ key: String, _ fallback: Duration, _ range: ClosedRange<Int>) -> Duration {
      .seconds(reader.integer(key, default: Int(fallback.components.seconds), in: range))
    }
    failures = reader.integer("failures", default: defaults.failures, in: 0...1000)
    window = seconds("window_s", defaults.window, 1...86_400)
    firstDelay = seconds("first_delay_s", defaults.firstDelay, 1...86_400)
    longestDelay = seconds("longest_delay_s", defaults.longestDelay, 1...86_400)
    if longestDelay < firstDelay { reader.report("longest_delay_s", "must be at least first_delay_s") }
  }

  /// How long the `count`th lock-out in a row lasts, counted from 1.
  func delay(ofLockout count: Int) -> Duration {
    // 2^30 minutes are two thousand years.
    min(longestDelay, firstDelay * Int64(1 << min(30, max(0, count - 1))))
  }
}
