/// Which rows are nearest to which centre. The rows themselves stay where they are: a list has their numbers.
///
/// Rows that no list has yet are in one of their own, which every search visits: a new face is found from the moment that
/// it is acknowledged.
struct InvertedLists {
  /// Rows without a list before they are assigned, together: so few cost a search tens of microseconds.
  static let unassignedLimit = 1024

  let centroids: Centroids
  /// How searches go by them.
  private(set) var plan: ListPlan
  /// How many rows there were when the centres were trained.
  let trainedRows: Int
  /// Rows that came or went since `plan` was measured.
  private(set) var changes = 0

  /// By centre; the rows without a list come last.
  private var lists: [[UInt32]]
  private var listOfRow: [UInt32]
  private var placeInList: [UInt32]

  /// Lists for `rows` rows, none of them assigned yet.
  init(_ centroids: Centroids, plan: ListPlan, trainedRows: Int, rows: Int) {
    self.centroids = centroids
    self.plan = plan
    self.trainedRows = trainedRows
    lists = [[UInt32]](repeating: [], count: centroids.count)
    lists.append(Array(0..<UInt32(rows)))
    listOfRow = [UInt32](repeating: UInt32(centroids.count), count: rows)
    placeInList = Array(0..<UInt32(rows))
  }

  /// Rows of a list.
  subscript(list: Int) -> [UInt32] { lists[list] }
  /// Rows without a list.
  var unassigned: [UInt32] { lists[centroids.count] }

  /// Bytes of memory.
  var bytes: Int {
    centroids.bytes + (listOfRow.capacity + placeInList.capacity) * 4
      + lists.reduce(0) { $0 + MemoryLayout<[UInt32]>.stride + $1.capacity * 4 }
  }

  /// Has searches go by what was found to be right now.
  mutating func setPlan(_ plan: ListPlan) {
    self.plan = plan
    changes = 0
  }

  /// Takes in the row after the last.
  mutating func append() {
    changes += 1
    listOfRow.append(0)
    placeInList.append(0)
    put(listOfRow.count - 1, into: centroids.count)
  }

  /// Moves a row to a list.
  mutating func assign(_ row: Int, to list: Int) {
    take(row)
    put(row, into: list)
  }

  /// Forgets `row` and gives its number to the last row.
  mutating func swapRemove(_ row: Int) {
    changes += 1
    take(row)
    let last = listOfRow.count - 1
    if row != last {
      listOfRow[row] = listOfRow[last]
      placeInList[row] = placeInList[last]
      lists[Int(listOfRow[row])][Int(placeInList[row])] = UInt32(row)
    }
    listOfRow.removeLast()
    placeInList.removeLast()
  }

  private mutating func put(_ row: Int, into list: Int) {
    listOfRow[row] = UInt32(list)
    placeInList[row] = UInt32(lists[list].count)
    lists[list].append(UInt32(row))
  }

  private mutating func take(_ row: Int) {
    let (list, place) = (Int(listOfRow[row]), Int(placeInList[row]))
    let last = lists[list].removeLast()
    guard last != UInt32(row) else { return }
    lists[list][place] = last
    placeInList[Int(last)] = UInt32(place)
  }
}

/// What is to be done about a gallery's index.
enum IndexNeed {
  case nothing
  /// There are rows to put into lists.
  case assignment
  /// So many faces came or went that the plan must be measured anew.
  case calibration
  /// There is none, or one for far fewer rows than these.
  case training(rows: Int)
  /// The gallery has become too small for one.
  case removal
}
