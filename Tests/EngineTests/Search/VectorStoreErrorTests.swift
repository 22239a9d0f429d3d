import Engine
import Testing

@Suite struct VectorStoreErrorTests {
  @Test func textsSayWhatTheStoreSaid() {
    #expect("\(VectorStoreError.mismatch("m"))" == "m")
    #expect("\(VectorStoreError.damaged("d"))" == "d")
    #expect("\(VectorStoreError.unavailable("u"))" == "u")
  }

  @Test func aDuplicateDoesNotShowTheId() {
    // The id of a face is internal; error texts may reach an API's user.
    #expect("\(VectorStoreError.duplicate(FaceID("face-7")))" == "a face with this id is in the gallery already")
  }
}
