/// A change of the schema, made once in each database. A migration that has been released is never changed.
struct Migration: Sendable {
  let version: Int
  let sql: String

  /// All of them, oldest first.
  static let all = [
    Migration(
      version: 1,
      sql: """
        CREATE TABLE gallery (
          number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          tenant bytea NOT NULL,
          model bytea NOT NULL,
          dimension int NOT NULL,
          identity bytea NOT NULL UNIQUE
        );
        CREATE TABLE tally (
          gallery int NOT NULL REFERENCES gallery ON DELETE CASCADE,
          slot int NOT NULL,
          faces bigint NOT NULL,
          PRIMARY KEY (gallery, slot)
        ) WITH (fillfactor = 50);
        """)
  ]
}
