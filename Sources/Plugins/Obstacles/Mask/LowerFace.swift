import Engine
import Glibc

/// How the lower half of a face differs from its upper half: what a mask changes, measured at points of the mesh.
///
/// Logarithms of ratios, so that the strength and the colour of the light drop out. A bare face's cheeks and chin have
/// the colour of its forehead, its lips are redder and darker than the skin around them, and its nostrils are dark; over
/// a mask these points see cloth. A beard changes the chin, but neither the cheeks nor the lips nor the nostrils.
struct LowerFace {
  /// In this order: cheeks against forehead, colour and light; skin around the mouth against forehead, colour and light;
  /// lips against the skin around them, redness and light; darkest nostril against the nose, light; spread of colour over
  /// cheeks, lip and chin; contrast of light from the upper lip over teeth or gap to the lower.
  var measures: [Double]

  /// - Returns: nil where the mesh is not MediaPipe's or has no size.
  init?(mesh: FaceMesh, in image: Image) {
    guard mesh.isMediaPipe else { return nil }
    let (left, right) = (mesh.points[MeshRegions.sides.left], mesh.points[MeshRegions.sides.right])
    let width = hypotf(right.x - left.x, right.y - left.y)
    guard width > 1, width.isFinite else { return nil }
    let sampler = SkinSampler(image: image, radius: width * 0.02)
    func colours(_ region: [Int]) -> [SkinColour] { region.map { sampler.colour(at: mesh.points[$0]) } }
    let cheekColours = colours(MeshRegions.cheeks)
    let mouthColours = colours(MeshRegions.aroundMouth)
    let upper = SkinColour.median(of: colours(MeshRegions.upper))
    let cheeks = SkinColour.median(of: cheekColours)
    let around = SkinColour.median(of: mouthColours)
    let lips = SkinColour.median(of: colours(MeshRegions.lips))
    let nose = SkinColour.median(of: colours(MeshRegions.nose))
    let nostril = colours(MeshRegions.nostrils).map(\.light).min() ?? nose.light
    let line = colours(MeshRegions.mouthLine).map(\.light)
    measures = [
      cheeks.hueDistance(to: upper), abs(cheeks.light - upper.light),
      around.hueDistance(to: upper), abs(around.light - upper.light),
      lips.red - around.red, lips.light - around.light, nostril - nose.light,
      SkinColour.spread(of: cheekColours + mouthColours), (line.max() ?? 0) - (line.min() ?? 0),
    ]
  }
}
