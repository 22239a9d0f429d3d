import Engine
import Testing

@testable import Liveness

/// Borders that move with the face, and such that do not.
@Suite struct BorderTrackTests {
  /// Frames whose face is at these columns; `distances` gives the borders' distances at a column, 0 for no border.
  private func finding(_ columns: [Float], _ distances: (Float) -> [Float]) -> BorderTrack.Finding {
    var track = BorderTrack()
    for column in columns {
      let sides = distances(column).map { SurroundingBorders.Side(share: $0 == 0 ? 0.5 : 0.95, distance: $0) }
      track.add(sides, of: Rect(x: column, y: column / 2, width: 100, height: 100))
    }
    return track.finding
  }
  private let swaying: [Float] = [100, 120, 150, 170, 150, 120, 90, 80, 100, 130]

  @Test("a sheet's edges keep their distance while it moves")
  func sheet() {
    #expect(finding(swaying) { _ in [0.8, 0.9, 0, 1] } == .init(seen: 3, attached: 3))
  }

  @Test("a door frame's distance changes as the face moves before it")
  func door() {
    #expect(finding(swaying) { [($0 - 20) / 100, (280 - $0) / 100, 0, 0] } == .init(seen: 2, attached: 0))
  }

  @Test("where nothing moves nothing is said of whose border it is")
  func still() {
    #expect(finding(Array(repeating: 100, count: 10)) { _ in [0.8, 0.8, 0.8, 0.8] } == .init(seen: 4, attached: 0))
  }

  @Test("a border in some frames only, and few frames, do not count")
  func fleeting() {
    #expect(finding(swaying) { $0 > 110 ? [0.8, 0.8, 0, 0] : [0, 0, 0, 0] } == .init(seen: 0, attached: 0))
    #expect(finding([100, 150, 100, 150]) { _ in [0.8, 0.8, 0.8, 0.8] } == .init(seen: 0, attached: 0))
  }
}
