import Engine
import Testing

@testable import Host

@Suite struct FaceRoutesTests {
  @Test func aPhotoIsEnrolledListedFoundAndDeleted() async throws {
    try await HostWorld.run { world async throws in
      let path = "/api/users/org%2F42/faces/"
      let enrolled = try await world.send("POST", path, HostWorld.image(FakePicture()))
      #expect(enrolled.status == 201)
      #expect(enrolled.json["user_id"] == "org/42" && enrolled.json["enrolled"] == 1)
      let face = try #require(enrolled.json["results"]?.array?.first)
      #expect(face.members?.map(\.name) == ["index", "success", "face_id", "quality_score"])
      let listed = try await world.send("GET", path)
      #expect(listed.json["results"]?.array?.map { $0["face_id"] } == [face["face_id"]])
      #expect(listed.json["results"]?.array?.first?["source"] == "photo")
      let found = try await world.send("POST", "/api/identify/", HostWorld.image(FakePicture(direction: 3)))
      #expect(found.json["verdict"] == "match" && found.json["user_id"] == "org/42")
      let id = try #require(face["face_id"]?.string)
      let deleted = try await world.send("DELETE", path + id + "/")
      #expect(deleted.status == 200 && deleted.json["deleted"] == 1)
      #expect(world.store.stored.isEmpty, "the vector is forgotten at once")
      #expect(try await world.send("DELETE", path + id).status == 404)
    }
  }

  @Test func eachPhotoAnswersForItself() async throws {
    try await HostWorld.run { world async throws in
      let body = JSONValue.object([
        "images": [
          .string(FakePicture().base64), .string(FakePicture(faces: 0).base64), .string(FakePicture(faces: 2).base64),
          .string(FakePicture(quality: 30).base64), .string(FakePicture(faces: FakePicture.damaged).base64), "***",
        ]
      ])
      let answer = try await world.send("POST", "/api/users/ann/faces/", body)
      #expect(answer.status == 207 && answer.json["enrolled"] == 1)
      #expect(
        answer.json["results"]?.array?.map { $0["kind"]?.string ?? "enrolled" }
          == ["enrolled", "no_face", "multiple_faces", "low_quality", "invalid_image", "invalid_image"])
      #expect(answer.json["results"]?.array?.map { $0["index"] } == [0, 1, 2, 3, 4, 5])
      #expect(world.store.stored.count == 1)
    }
  }

  @Test func aPhotoThatIsRefusedStoresNothing() async throws {
    try await HostWorld.run { world async throws in
      for (picture, kind) in [
        (FakePicture(faces: 0), "no_face"), (FakePicture(faces: 2), "multiple_faces"),
        (FakePicture(quality: 49), "low_quality"), (FakePicture(faces: FakePicture.damaged), "invalid_image"),
      ] {
        let answer = try await world.send("POST", "/api/users/ann/faces/", HostWorld.image(picture))
        #expect(answer.status == 400)
        #expect(answer.json["type"]?.string == "https://kenali.dev/problems/\(kind)")
        #expect(try await world.send("GET", "/api/users/ann/faces/").status == 404, "no user is made either")
      }
      let every = JSONValue.object(["images": [.string(FakePicture(faces: 0).base64), "***"]])
      let refused = try await world.send("POST", "/api/users/ann/faces/", every)
      #expect(refused.status == 400 && refused.json["enrolled"] == 0)
      #expect(world.store.stored.isEmpty)
    }
  }

  @Test func verificationIdentificationAndDetection() async throws {
    try await HostWorld.run { world async throws in
      _ = try await world.send("POST", "/api/users/ann/faces/", HostWorld.image(FakePicture()))
      let user = JSONValue.object(["user_id": "ann"])
      let same = try await world.send("POST", "/api/verify/", HostWorld.image(FakePicture(direction: 5), user))
      #expect(same.json["verdict"] == "match" && same.json["verified"] == true && same.json["similarity"] == 0.9962)
      let other = try await world.send("POST", "/api/verify/", HostWorld.image(FakePicture(direction: 90), user))
      #expect(other.json["verdict"] == "unknown" && other.json["verified"] == false)
      let nobody = try await world.send(
        "POST", "/api/verify/", HostWorld.image(FakePicture(), .object(["user_id": "ben"])))
      #expect(nobody.status == 404)
      for limit in [JSONValue.integer(0), .integer(101), "x", true, 1.5] {
        let answer = try await world.send(
          "POST", "/api/identify/", HostWorld.image(FakePicture(), .object(["limit": limit])))
        #expect(answer.status == 400 && answer.json["details"]?["limit"] != nil)
      }
      let stranger = try await world.send("POST", "/api/identify/", HostWorld.image(FakePicture(direction: 90)))
      #expect(stranger.json["verdict"] == "unknown" && stranger.json["user_id"] == nil)
      #expect(stranger.json["gallery_size"] == 1 && stranger.json["store"] == "store.memory")
      // The picture was decoded at half its size: answers are in pixels of what was sent.
      let seen = try await world.send("POST", "/api/detect/", HostWorld.image(FakePicture(faces: 2)))
      #expect(seen.json["width"] == 200 && seen.json["height"] == 100)
      #expect(seen.json["faces"]?.array?.map { $0["bbox"] } == [[2, 4, 62, 64], [62, 4, 102, 44]])
      #expect(seen.json["faces"]?.array?.first?["landmarks"] == [[6.0, 8.0]])
      #expect(seen.json["faces"]?.array?.first?["eye_openness"] == 0.3)
      #expect(try await world.send("POST", "/api/detect/", HostWorld.image(FakePicture(faces: 0))).json["faces"] == [])
    }
  }
}
