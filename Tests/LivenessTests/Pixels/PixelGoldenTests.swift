import Engine
import Foundation
import Testing

@testable import Liveness

/// What texture and screen cues are calculated from is what numpy and OpenCV calculate (scripts/make-liveness-golden).
@Suite(
  .enabled(
    if: FileManager.default.fileExists(atPath: TestFiles.photos.path),
    "SKIPPED: the photos are not here; run scripts/setup"))
struct PixelGoldenTests {
  private struct Photo: Decodable {
    var name: String
    /// Prominence, and that a quarter turn away; nil for a picture that is too small.
    var peak: [Float]?
    var texture: [Float]
  }

  @Test("the spectral peak within 0.05, the texture's features within 0.01 on average and 0.06 each")
  func photos() async throws {
    let data = try Data(contentsOf: TestFiles.golden.appending(path: "pixels.json"))
    let photos = try JSONDecoder().decode([Photo].self, from: data)
    #expect(photos.count == 9)
    let faces = try AntiSpoofingPhoto.all()
    for photo in photos {
      let image = try await TestFiles.image(TestFiles.photo(photo.name))
      let face = try #require(faces.first { $0.name == photo.name }).face
      let peak = try SpectralPeak(of: face, in: image)
      #expect((peak == nil) == (photo.peak == nil), "\(photo.name)")
      if let peak, let golden = photo.peak {
        #expect(
          abs(peak.prominence - golden[0]) < 0.05 && abs(peak.turned - golden[1]) < 0.05, "\(photo.name): \(peak)")
      }
      let texture = try #require(try TextureFeatures(of: face, in: image)).values
      #expect(texture.count == photo.texture.count)
      let errors = zip(texture, photo.texture).map { abs($0 - $1) }
      #expect(errors.reduce(0, +) / Float(errors.count) < 0.01, "\(photo.name)")
      #expect(try #require(errors.max()) < 0.06, "\(photo.name)")
    }
  }

  @Test("no photo of a live face is taken for a screen or a print by its spectrum")
  func naturalPhotos() async throws {
    for photo in try AntiSpoofingPhoto.all()
    where photo.name != "spoof/screen_1.jpg" && (TestFiles.hasShared || !photo.name.contains("/")) {
      let image = try await TestFiles.image(TestFiles.photo(photo.name))
      guard let peak = try SpectralPeak(of: photo.face, in: image) else { continue }
      #expect(peak.prominence < 2, "\(photo.name): \(peak)")
    }
  }
}
