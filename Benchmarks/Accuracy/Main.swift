import Engine
import Foundation
import Inference
import Vision

/// Accuracy of detectors, embedders and quality on real photos, and the speed of each stage, as Markdown.
///
/// `swift run -c release Accuracy`; data: `$KENALI_SHARED/faces` (or `../shared/faces`) and `.deps/testdata`. The
/// impostor quantiles of its calibration table are the operating points of `config/models.json`. With `--speed` it
/// stops after the first table; with `--dlib-mean` it
/// prints the mean direction of dlib's vectors over the group photos instead.
@main struct Accuracy {
  static func main() async throws {
    let catalogue = try Catalogue()
    let detector: any FaceDetector
    if let found = try? await catalogue.detector("face.detector.yunet") {
      detector = found
    } else {
      detector = try await catalogue.detector("face.detector.centerface")
    }
    let photos = Photos(decoder: try await catalogue.decoder(), detector: detector)
    let faces = Catalogue.shared.appending(path: "faces")
    if CommandLine.arguments.contains("--dlib-mean") {
      try await printMean(catalogue, try photos.strangers(faces.appending(path: "groups")))
      return
    }
    try await speed(catalogue, photos)
    if CommandLine.arguments.contains("--speed") { return }
    try await detection(catalogue, photos, faces)
    try await quality(catalogue, photos, faces)
    try await recognition(catalogue, photos, faces)
  }

  private static func speed(_ catalogue: Catalogue, _ photos: Photos) async throws {
    let clip = Catalogue.root.appending(path: ".deps/testdata/carphone/001.jpg")
    print(
      "## Speed: one thread, a 640×480 frame (carphone clip, enlarged)\n\n| stage | median ms | least ms | processor ms |\n|---|---|---|---|"
    )
    let bytes = [UInt8](try Data(contentsOf: clip))
    let decoder = photos.decoder
    let decoding = try Speed.median {
      _ = try bytes.withUnsafeBytes { try decoder.decode($0, limits: ImageLimits()) }
    }
    print("| image.decoder.standard, JPEG | \(decoding) |")
    try await Speed.measure(catalogue, frame: try photos.image(clip).resized(width: 640, height: 480)) { print($0) }
  }

  private static func detection(_ catalogue: Catalogue, _ photos: Photos, _ faces: URL) async throws {
    print(
      "\n## Detection: photos of shared/faces/groups, web\n\n| detector | groups found/true | web found |\n|---|---|---|"
    )
    for (name, id, settings) in [
      ("yunet 320, then 640", "face.detector.yunet", []),
      ("yunet 320", "face.detector.yunet", [ConfigurationValue.Entry("retry_input_size", .integer(0))]),
      (
        "yunet 640", "face.detector.yunet",
        [.init("input_size", .integer(640)), .init("retry_input_size", .integer(0))]
      ),
      ("centerface 640", "face.detector.centerface", []),
      ("centerface 480", "face.detector.centerface", [.init("input_size", .integer(480))]),
    ] {
      guard let detector = try? await catalogue.detector(id, settings) else { continue }
      let groups = try photos.files(faces.appending(path: "groups")).map { file in
        "\(try detector.detect(in: try photos.image(file)).count)/\(file.lastPathComponent.prefix(1))"
      }
      var (found, all) = (0, 0)
      for person in photos.files(faces.appending(path: "web")) {
        for file in photos.files(person) {
          all += 1
          if try !detector.detect(in: try photos.image(file)).isEmpty { found += 1 }
        }
      }
      print("| \(name) | \(groups.joined(separator: " ")) | \(found)/\(all) |")
    }
  }

  private static func quality(_ catalogue: Catalogue, _ photos: Photos, _ faces: URL) async throws {
    print("\n## Quality\n\n| photos | n | least | 10 % | median | ≥ 0.65 |\n|---|---|---|---|---|---|")
    let landmarker = try await catalogue.landmarker()
    let assessor = try await catalogue.assessor()
    func report(_ name: String, _ samples: [Sample]) throws {
      let scores = try samples.map { sample in
        let mesh = try landmarker.mesh(of: sample.face, in: sample.image)
        let quality = try assessor.assess(sample.face, mesh: mesh, in: sample.image)
        if quality.score < 0.65, name != "orl" {
          let p = quality.parts
          print(
            "<!-- \(sample.name): sharpness \(p.sharpness.text(2)) brightness \(p.brightness.text(2)) pose "
              + "\(p.pose.text(2)) (yaw \(mesh.pose.yaw.text(0)), pitch \(mesh.pose.pitch.text(0)), roll "
              + "\(mesh.pose.roll.text(0))) size \(p.size.text(2)) occlusion \(p.occlusion.text(2)) -->")
        }
        return quality.score
      }
      let good = Double(scores.count { $0 >= 0.65 }) / Double(max(1, scores.count))
      print(
        "| \(name) | \(scores.count) | \((scores.min() ?? 0).text(2)) | \(scores.quantile(0.1).text(2)) | "
          + "\(scores.quantile(0.5).text(2)) | \((good * 100).text(0)) % |")
    }
    try report("web", try photos.people(faces.appending(path: "web")))
    try report("carphone", try firstFaces(photos, Catalogue.root.appending(path: ".deps/testdata/carphone")))
    try report("registry", try firstFaces(photos, Catalogue.root.appending(path: ".deps/testdata/photos")))
  }

  private static func firstFaces(_ photos: Photos, _ folder: URL) throws -> [Sample] {
    try photos.files(folder).compactMap { file in
      let image = try photos.image(file)
      guard let face = try photos.detector.detect(in: image).first else { return nil }
      return Sample(person: file.lastPathComponent, name: file.lastPathComponent, image: image, face: face)
    }
  }

  private static func recognition(_ catalogue: Catalogue, _ photos: Photos, _ faces: URL) async throws {
    let web = try photos.people(faces.appending(path: "web"))
    let groups = try photos.strangers(faces.appending(path: "groups"))
    let orl = try photos.people(faces.appending(path: "orl"))
    print(
      "\n## Recognition\n\nTrue match rate in % at a false match rate, with its threshold. web: \(web.count) photos of "
        + "\(Set(web.map(\.person)).count) people; groups: \(groups.count) strangers; orl: \(orl.count) portraits of 23×28 "
        + "pixels, enlarged.\n\n| model | data | genuine / impostor | genuine mean / min | impostor mean / max | EER % | "
        + "FMR 1e-1 | 1e-2 | 1e-3 |\n|---|---|---|---|---|---|---|---|---|")
    var reports: [String] = []
    for (name, id, settings) in [
      ("mfn-512", "face.embedder.arcface", []),
      ("mfn-512 int8", "face.embedder.arcface", [ConfigurationValue.Entry("variant", .string("int8"))]),
      ("mbf-512", "face.embedder.arcface", [.init("model", .string("mbf-512"))]),
      (
        "mbf-512 int8", "face.embedder.arcface",
        [.init("model", .string("mbf-512")), .init("variant", .string("int8"))]
      ),
      ("dlib-128", "face.embedder.dlib", []),
      ("dlib-128 not centred", "face.embedder.dlib", [.init("centred", .bool(false))]),
    ] {
      guard let embedder = try? await catalogue.embedder(id, settings) else { continue }
      let test = Recognition(name: name, embedder: embedder)
      let known = try test.embeddings(web)
      let strangers = try test.embeddings(groups)
      let low = try test.embeddings(orl)
      print(test.row("web", test.scores(web, known)))
      let calibration = test.scores(web + groups, known + strangers)
      print(test.row("web + groups", calibration))
      print(test.row("orl", test.scores(orl, low)))
      if let threshold = calibration.threshold(falseMatchRate: 0.001) {
        let rates = test.openSet(web, known, threshold: threshold)
        reports.append(
          "| \(name) | \(threshold.text(3)) | \((rates.fpir * 100).text(1)) | \((rates.fnir * 100).text(1)) |")
      }
    }
    print("\n## Open-set identification, web, at the threshold of FMR 1e-3\n\n| model | threshold | FPIR % | FNIR % |")
    print("|---|---|---|---|\n" + reports.joined(separator: "\n"))
    try await equality(catalogue, web + groups + orl)
  }

  private static func equality(_ catalogue: Catalogue, _ samples: [Sample]) async throws {
    print(
      "\n## Search of 8-bit codes beside all floats, real faces (web, groups, orl)\n\n"
        + "| model | gallery | probes | same nearest | same nearest ten |\n|---|---|---|---|---|")
    for (name, id) in [("mfn-512", "face.embedder.arcface"), ("dlib-128", "face.embedder.dlib")] {
      guard let embedder = try? await catalogue.embedder(id, []) else { continue }
      let result = try await StoreEquality(embedder: embedder).run(samples)
      print("| \(name) | \(result.faces) | \(result.probes) | \(result.atOne) | \(result.atTen) |")
    }
  }

  private static func printMean(_ catalogue: Catalogue, _ samples: [Sample]) async throws {
    let embedder = try await catalogue.embedder("face.embedder.dlib", [.init("centred", .bool(false))])
    let vectors = try samples.map { try embedder.embed($0.face, in: $0.image).values }
    let mean = (0..<128).map { index in vectors.reduce(0) { $0 + $1[index] } / Float(vectors.count) }
    print(mean.map { $0.text(4) }.joined(separator: ", "))
  }
}
