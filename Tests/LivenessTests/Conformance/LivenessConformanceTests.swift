import Engine
import EngineTestKit
import Foundation
import Testing

@testable import Liveness

/// The plugin's checks keep the rules that every liveness check must.
@Suite struct LivenessConformanceTests {
  private typealias Recording = LivenessCheckConformance.Recording
  private static let photos = ["photo-still", "photo-shifted", "photo-scaled", "photo-rotated", "photo-handled"]

  /// A recorded session at 10 frames a second.
  private static func recording(_ name: String) throws -> Recording {
    let fixture = try Fixture(name)
    return Recording(
      name: name, observations: fixture.frames.indices.map { fixture.observation($0, at: Double($0) / 10) })
  }

  /// A session of which each frame measures the same.
  private static func recording(_ name: String, _ values: [Float]) -> Recording {
    Recording(name: name, observations: (0..<20).map { .scripted(values, at: $0) })
  }

  @Test("blinks and head motion, on the recorded clip and photos")
  func geometry() async throws {
    let live = [try Self.recording("carphone")]
    let spoof = try Self.photos.map(Self.recording)
    for provider: any LivenessCheckProvider in [
      BlinkProvider(settings: BlinkSettings()), HeadMotionProvider(settings: .withoutPixels),
    ] {
      let failures = await LivenessCheckConformance.failures(of: provider, live: live, spoof: spoof)
      #expect(failures.isEmpty, "\(failures)")
    }
  }

  @Test(
    "passive anti-spoofing, on the golden probabilities of a live face and of a print",
    .enabled(if: TestFiles.hasAntiSpoofing, "SKIPPED: the MiniFASNet models are not here; run scripts/setup"))
  func antiSpoofing() async throws {
    let provider = try await AntiSpoofingProvider.factory.make(
      context: ComponentContext(directory: "/tmp", models: MiniFASNetFiles(), log: SilentLog()))
    let photos = try AntiSpoofingPhoto.all()
    func recording(_ name: String) throws -> Recording {
      let photo = try #require(photos.first { $0.name == name })
      return Self.recording(name, [photo.near, photo.wide])
    }
    let failures = await LivenessCheckConformance.failures(
      of: provider, live: [try recording("spoof/live_1.jpg")], spoof: [try recording("spoof/screen_1.jpg")])
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("screens and prints, on drawn pictures")
  func screen() async throws {
    var reader = SettingsReader(.map([]))
    let provider = ScreenProvider(ScreenSettings(from: &reader))
    // Hair: without anything dark, a picture looks like a print.
    let noise = TestPicture.noise()
    func head(_ x: Int, _ y: Int) -> Double { y < 60 ? noise(x, y) / 8 : noise(x, y) }
    func recording(_ name: String, _ value: (Int, Int) -> Double) throws -> Recording {
      let measured = try #require(try ScreenMeasurement(TestPicture.face, in: TestPicture.grey(320, 240, value)))
      return Self.recording(name, measured.measurement.values)
    }
    let live = try recording("noise", head)
    let spoof = try recording("moiré") { head($0, $1) + 8 * TestPicture.wave($0, $1, across: 20, down: 11) }
    let failures = await LivenessCheckConformance.failures(of: provider, live: [live], spoof: [spoof])
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("texture, on scripted log-odds")
  func texture() async {
    var reader = SettingsReader(.map([]))
    let failures = await LivenessCheckConformance.failures(
      of: TextureProvider(TextureSettings(from: &reader)), live: [Self.recording("live", [3])],
      spoof: [Self.recording("spoof", [-4])])
    #expect(failures.isEmpty, "\(failures)")
  }

  @Test("the rules find checks that break them")
  func broken() async {
    let failures = await LivenessCheckConformance.failures(
      of: BrokenProvider(), live: [Self.recording("live", [1])], spoof: [Self.recording("spoof", [0])])
    for words in ["a score of nan", "not live", "taken for live", "second run", "beside other", "measured twice"] {
      #expect(failures.contains { $0.contains(words) }, "\(words) in \(failures.prefix(20))")
    }
  }
}

/// Breaks every rule: it keeps one count for all its checks and measurements, and says the opposite of what it sees.
private struct BrokenProvider: LivenessCheckProvider {
  private final class Count: @unchecked Sendable {
    // Safe: the conformance rules run checks and measurements one after another.
    var value = 0
  }
  private struct Check: LivenessCheck {
    let count: Count
    mutating func observe(_ observation: LivenessObservation) -> LivenessEvidence {
      count.value += 1
      let seen = observation.measurement?.values.first
      let score: Float = seen == nil ? .nan : Float(count.value % 97) / 97
      return LivenessEvidence(kind: .other, events: 0, score: score, verdict: seen == 0 ? .live : .undecided)
    }
  }
  private let count = Count()

  func makeCheck(seed: UInt64) -> any LivenessCheck { Check(count: count) }

  func measure(_ face: Face, mesh: FaceMesh, in image: Image) throws -> LivenessMeasurement? {
    count.value += 1
    return LivenessMeasurement([Float(count.value)])
  }
}
