/// PostgreSQL's five characters that say what went wrong (appendix A of its manual). The server's words beside them may
/// hold values and statements, and are not kept.
struct SQLState: Sendable, Hashable {
  let code: String

  /// The transaction was undone for the sake of another, and may be tried again.
  var isConflict: Bool { code == "40001" || code == "40P01" }
  /// A row with this key is there.
  var isUniqueViolation: Bool { code == "23505" }
  /// The server ends this connection.
  var endsConnection: Bool { code.hasPrefix("57P") || code.hasPrefix("08") }
  /// The server ended the statement after its time, or somebody did by hand.
  var isCanceled: Bool { code == "57014" }
  /// A table, schema or column is not there.
  var isMissingObject: Bool { code == "42P01" || code == "3F000" || code == "42703" }
  /// Stored data or an index is damaged.
  var isCorruption: Bool { code.hasPrefix("XX00") && code != "XX000" }
  /// Disk, memory or connections have run out.
  var isShortage: Bool { code.hasPrefix("53") }
  /// The server is a standby or was made read-only.
  var isReadOnly: Bool { code == "25006" }
  /// The role may not do this.
  var isForbidden: Bool { code == "42501" }
}
