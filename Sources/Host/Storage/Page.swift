/// Where a listing goes on: opaque to clients, who hand back what they were given.
struct PageCursor: Sendable, Hashable, RawRepresentable {
  /// The last id of the page before. Any text is safe here: at worst the page is empty.
  let rawValue: String
}

/// A part of a listing.
struct Page<Item: Sendable>: Sendable {
  var items: [Item]
  /// Where the next part begins, or nil where this one is the last.
  var next: PageCursor?

  /// The most items that a page has.
  static var maximumLimit: Int { 1000 }

  /// Makes a page of rows that were asked for with one more than `limit`, to know whether there are more.
  init(rows: [Item], limit: Int, id: (Item) -> String) {
    items = Array(rows.prefix(limit))
    next = rows.count > limit ? items.last.map { PageCursor(rawValue: id($0)) } : nil
  }

  /// A limit as it is used: 1…`maximumLimit`.
  static func clamp(_ limit: Int) -> Int { min(max(1, limit), maximumLimit) }
}
