extension FramePipeline {
  /// Runs every step once on a grey picture, so that the first real frame does not pay for what runtimes build on first
  /// use (memory, code for this processor). Results and errors mean nothing here and are dropped.
  public func warmUp() {
    let image = Image(width: 640, height: 480) { (pixels: UnsafeMutableRawBufferPointer) in
      pixels.initializeMemory(as: UInt8.self, repeating: 127)
    }
    let face = Face(
      box: Rect(x: 220, y: 120, width: 200, height: 240), confidence: 1,
      landmarks: [
        Point(x: 275, y: 215), Point(x: 365, y: 215), Point(x: 320, y: 265), Point(x: 280, y: 310),
        Point(x: 360, y: 310),
      ])
    _ = try? detector.detect(in: image)
    let mesh = try? landmarker.mesh(of: face, in: image)
    _ = try? quality.assess(face, mesh: mesh, in: image)
    for obstacles in obstacleDetectors { _ = try? obstacles.obstacles(on: face, mesh: mesh, in: image) }
    _ = try? embedder.embed(face, in: image)
  }
}
