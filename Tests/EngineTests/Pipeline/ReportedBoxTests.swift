import Engine
import Testing

/// Boxes as the client sees them: in pixels of the frame it sent, within the frame.
@Suite struct ReportedBoxTests {
  /// A picture of 200 × 100 pixels, worked on at half its size.
  private let image = Image.grey(width: 100, height: 50, scale: 2)

  private static let boxes: [(Rect, Rect)] = [
    // Inside: scaled only; the whole picture; over each border; over all of them.
    (Rect(x: 10, y: 5, width: 30, height: 20), Rect(x: 20, y: 10, width: 60, height: 40)),
    (Rect(x: 0, y: 0, width: 100, height: 50), Rect(x: 0, y: 0, width: 200, height: 100)),
    (Rect(x: -10, y: 5, width: 30, height: 20), Rect(x: 0, y: 10, width: 40, height: 40)),
    (Rect(x: 10, y: -5, width: 30, height: 20), Rect(x: 20, y: 0, width: 60, height: 30)),
    (Rect(x: 90, y: 5, width: 30, height: 20), Rect(x: 180, y: 10, width: 20, height: 40)),
    (Rect(x: 10, y: 40, width: 30, height: 20), Rect(x: 20, y: 80, width: 60, height: 20)),
    (Rect(x: -50, y: -50, width: 500, height: 500), Rect(x: 0, y: 0, width: 200, height: 100)),
    // Outside altogether: nothing is left of it, at the border it lies behind.
    (Rect(x: -50, y: 5, width: 30, height: 20), Rect(x: 0, y: 10, width: 0, height: 40)),
    (Rect(x: 120, y: 5, width: 30, height: 20), Rect(x: 200, y: 10, width: 0, height: 40)),
    (Rect(x: 10, y: 70, width: 30, height: 20), Rect(x: 20, y: 100, width: 60, height: 0)),
  ]

  @Test(arguments: boxes) func theyAreScaledAndCutOff(_ box: Rect, reported: Rect) {
    #expect(FramePipeline.reported(box, of: image) == reported)
  }

  @Test func withoutAnImageTheyStayAsTheyAre() {
    let box = Rect(x: -1, y: -2, width: 3000, height: 4)
    #expect(FramePipeline.reported(box, of: nil) == box)
  }

  @Test func anObservationReportsTheBoxOfItsFace() {
    #expect(FrameObservation.seen(image: image).reportedBox == Rect(x: 20, y: 40, width: 60, height: 60))
    #expect(FrameObservation.empty.reportedBox == nil)
  }
}
