/// The best elements so far, at most `limit`, with the worst of them at hand. It grows as elements come: a huge limit
/// costs nothing by itself.
struct BoundedHeap<Element> {
  private let limit: Int
  private var heap: [Element] = []

  /// An empty heap for at most `limit` elements, at least one.
  init(limit: Int) { self.limit = limit }

  /// The elements, in no particular order.
  var elements: [Element] { heap }
  /// The worst element that is in, once there are `limit`.
  var worst: Element? { heap.count < limit ? nil : heap.first }

  /// Takes an element, in the place of the worst where it is full; drops it where it is not better than that.
  mutating func offer(_ element: Element, isWorse: (Element, Element) -> Bool) {
    if heap.count < limit {
      heap.append(element)
      rise(isWorse)
    } else if isWorse(heap[0], element) {
      heap[0] = element
      sink(isWorse)
    }
  }

  private mutating func rise(_ isWorse: (Element, Element) -> Bool) {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isWorse(heap[child], heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func sink(_ isWorse: (Element, Element) -> Bool) {
    var parent = 0
    while true {
      var worst = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && isWorse(heap[child], heap[worst]) { worst = child }
      if worst == parent { return }
      heap.swapAt(parent, worst)
      parent = worst
    }
  }
}
