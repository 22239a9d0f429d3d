import Engine

/// What has to be done from time to time: sessions that are over, old rows.
struct Housekeeping: Sendable {
  let services: Services

  /// Runs until the task is cancelled.
  func run() async {
    var second = 0
    while !Task.isCancelled {
      await services.sessions.sweep()
      await endSessionsOfDisabledTenants()
      if second % 30 == 0 {
        await sweepRecords()
      }
      second += 1
      try? await Task.sleep(for: .seconds(1))
    }
  }

  /// A tenant is disabled by a command of its own process, so the database is asked.
  private func endSessionsOfDisabledTenants() async {
    guard services.sessions.count > 0, let disabled = try? await services.tenants.disabled(), !disabled.isEmpty else {
      return
    }
    await services.sessions.endAll(of: disabled)
  }

  /// Rows of sessions are kept for a day after their end.
  private func sweepRecords() async {
    do {
      try await services.sessions.deleteRecords(endedBefore: services.now() + .seconds(-86_400))
    } catch {
      services.log.write(.warning, component: "host", event: "housekeeping_postponed", ["reason": "\(error)"])
    }
  }
}
