import Engine
import Testing

@testable import Host

@Suite struct LivenessSelectionTests {
  private struct Provider: LivenessCheckProvider {
    func makeCheck(seed: UInt64) -> any LivenessCheck { ScriptedLiveness(.other, events: Int(seed % 1000)) }
  }

  @Test func aChoiceIsItsIDsInOrder() {
    #expect(ComponentChoice("a.b").ids == ["a.b"])
    #expect(ComponentChoice(" a.b |  c.d|e.f ").ids == ["a.b", "c.d", "e.f"])
    #expect(ComponentChoice("a.b |").ids == ["a.b", ""], "an empty id is reported as one that does not exist")
  }

  @Test func whatStandsInForACheckMustSayLiveInItsPlace() {
    var selection = LivenessSelection()
    selection.add("liveness.texture", Provider(), of: ComponentChoice("liveness.anti_spoofing | liveness.texture"))
    selection.add("liveness.blink", Provider(), of: ComponentChoice("liveness.blink"))
    #expect(selection.checks.providers.map(\.id) == ["liveness.texture", "liveness.blink"])
    #expect(
      selection.running(for: ["liveness.anti_spoofing", "liveness.blink"]) == ["liveness.texture", "liveness.blink"])
    #expect(selection.running(for: ["liveness.other"]) == ["liveness.other"], "what is not there still blocks")
  }

  @Test func eachCheckDrawsNumbersOfItsOwn() {
    var selection = LivenessSelection()
    for id in ["liveness.a", "liveness.b"] { selection.add(id, Provider(), of: ComponentChoice(id)) }
    let observation = LivenessObservation(
      time: .zero, face: Face(box: Rect(x: 0, y: 0, width: 1, height: 1), confidence: 1, landmarks: []),
      mesh: FaceMesh(
        points: [], presence: 1, pose: HeadPose(yaw: 0, pitch: 0, roll: 0), eyes: EyeOpenness(left: 0, right: 0)))
    func events(_ seed: UInt64) -> [Int] {
      var checks = selection.checks.makeChecks(seed: seed)
      return checks.indices.map { checks[$0].check.observe(observation).events }
    }
    #expect(events(7) == events(7))
    #expect(events(7)[0] != events(7)[1])
  }
}
