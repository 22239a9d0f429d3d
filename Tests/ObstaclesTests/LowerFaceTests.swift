import Engine
import Testing

@testable import Obstacles

/// The measures of the lower face on painted faces: the mesh's regions lie in rows of one colour each.
@Suite struct LowerFaceTests {
  private struct Colour {
    var blue: UInt8
    var green: UInt8
    var red: UInt8
    func times(_ factor: Double) -> Colour {
      Colour(
        blue: UInt8(Double(blue) * factor), green: UInt8(Double(green) * factor), red: UInt8(Double(red) * factor))
    }
  }

  private static let skin = Colour(blue: 110, green: 140, red: 200)
  private static let lip = Colour(blue: 90, green: 90, red: 170)
  private static let nostril = Colour(blue: 40, green: 45, red: 70)
  private static let regions = [
    MeshRegions.upper, MeshRegions.nose, MeshRegions.nostrils, MeshRegions.cheeks, MeshRegions.aroundMouth,
    MeshRegions.lips, MeshRegions.mouthLine.filter { !MeshRegions.lips.contains($0) },
  ]
  private static let rowHeight = 20

  /// Every region in its row, from left to right.
  private static func mesh() -> FaceMesh {
    var points = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: MeshRegions.pointCount)
    for (row, region) in regions.enumerated() {
      for (column, point) in region.enumerated() {
        points[point] = Point3(x: Float(10 + column * 10), y: Float(row * rowHeight + rowHeight / 2), z: 0)
      }
    }
    points[MeshRegions.sides.left] = Point3(x: 0, y: 60, z: 0)
    points[MeshRegions.sides.right] = Point3(x: 120, y: 60, z: 0)
    return FaceMesh(
      points: points, presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0.3, right: 0.3))
  }

  /// A picture with one colour per region's row.
  private static func image(_ colours: [Colour]) -> Image {
    Image(width: 120, height: rowHeight * colours.count) { pixels in
      for row in 0..<(rowHeight * colours.count) {
        for column in 0..<120 {
          let colour = colours[row / rowHeight]
          let at = (row * 120 + column) * 3
          pixels[at] = colour.blue
          pixels[at + 1] = colour.green
          pixels[at + 2] = colour.red
        }
      }
    }
  }

  private static func confidence(_ colours: [Colour]) throws -> Float {
    try #require(LowerFace(mesh: mesh(), in: image(colours))).maskConfidence
  }

  private static let gap = Colour(blue: 40, green: 40, red: 80)
  private static let bare = [skin, skin, nostril, skin, skin, lip, gap]

  @Test("a bare face, in any light, is bare", arguments: [0.4, 0.7, 1, 1.25])
  func bareFace(light: Double) throws {
    #expect(try Self.confidence(Self.bare.map { $0.times(light) }) < 0.02)
  }

  @Test("cloth over cheeks, mouth and nose is a mask", arguments: [(220, 190, 140), (40, 40, 42), (240, 240, 240)])
  func mask(blue: Int, green: Int, red: Int) throws {
    let cloth = Colour(blue: UInt8(blue), green: UInt8(green), red: UInt8(red))
    #expect(try Self.confidence([Self.skin, cloth, cloth, cloth, cloth, cloth, cloth]) > 0.9)
  }

  @Test("a beard around the mouth is no mask")
  func beard() throws {
    let hair = Colour(blue: 50, green: 55, red: 70)
    let confidence = try Self.confidence([Self.skin, Self.skin, Self.nostril, Self.skin, hair, Self.lip, Self.gap])
    #expect(confidence < ObstacleThresholds()[.mask])
  }

  @Test("like rows have no differences")
  func uniform() throws {
    let measures = try #require(
      LowerFace(mesh: Self.mesh(), in: Self.image(Array(repeating: Self.skin, count: 7)))
    ).measures
    #expect(measures.count == 9 && measures.allSatisfy { abs($0) < 1e-9 })
  }

  @Test("measures are logarithms of ratios")
  func ratios() throws {
    let dark = Colour(blue: 51, green: 66, red: 96)
    let lower = try #require(
      LowerFace(mesh: Self.mesh(), in: Self.image([Self.skin, Self.skin, dark, dark, dark, dark, dark])))
    // Half as bright once the 8 that are added to every channel are counted: (140 + 8) / (66 + 8) = 2.
    #expect(abs(lower.measures[1] - 0.6931) < 1e-3)
    #expect(abs(lower.measures[6] + 0.6931) < 1e-3)
    #expect(abs(lower.measures[0]) < 0.01)
  }

  @Test("a mesh of other points, or without size, has no measures")
  func noMesh() {
    let image = Self.image(Self.bare)
    var mesh = Self.mesh()
    mesh.points.removeLast()
    #expect(LowerFace(mesh: mesh, in: image) == nil)
    mesh.points = Array(repeating: Point3(x: 5, y: 5, z: 0), count: MeshRegions.pointCount)
    #expect(LowerFace(mesh: mesh, in: image) == nil)
  }
}
