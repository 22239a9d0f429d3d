/// A point in pixels; the origin is the image's upper left corner, y grows downwards.
@frozen public struct Point: Sendable, Hashable {
  public var x: Float
  public var y: Float
  @inlinable public init(x: Float, y: Float) {
    self.x = x
    self.y = y
  }
}

/// A point of a face mesh: x, y in pixels of the image; z in the same unit, smaller is nearer to the camera.
@frozen public struct Point3: Sendable, Hashable {
  public var x: Float
  public var y: Float
  public var z: Float
  @inlinable public init(x: Float, y: Float, z: Float) {
    self.x = x
    self.y = y
    self.z = z
  }
}

/// An axis-aligned box in pixels; it may reach over the image's border.
@frozen public struct Rect: Sendable, Hashable {
  public var x: Float
  public var y: Float
  public var width: Float
  public var height: Float
  @inlinable public init(x: Float, y: Float, width: Float, height: Float) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
  @inlinable public var area: Float { width * height }
  @inlinable public var center: Point { Point(x: x + width / 2, y: y + height / 2) }
  @inlinable public var maxX: Float { x + width }
  @inlinable public var maxY: Float { y + height }

  /// Intersection over union with another box, 0…1.
  @inlinable public func overlap(with other: Rect) -> Float {
    let w = min(maxX, other.maxX) - max(x, other.x)
    let h = min(maxY, other.maxY) - max(y, other.y)
    guard w > 0, h > 0 else { return 0 }
    let both = w * h
    return both / (area + other.area - both)
  }
}
