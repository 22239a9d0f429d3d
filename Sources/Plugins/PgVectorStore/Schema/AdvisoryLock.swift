/// Numbers of the store's advisory locks, which PostgreSQL keeps per database in pairs.
enum AdvisoryLock {
  /// The first number: for what there is one of.
  static let store = 1_263_423_046
  /// Schema migrations.
  static let migration = 1
  /// The making of galleries.
  static let galleries = 2
  /// The first number for the index of one gallery; the second is the gallery's.
  static let index = 1_263_423_047
}
