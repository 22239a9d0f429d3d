import Engine
import Synchronization
import Testing

@Suite struct LifecycleTests {
  /// What happened, in order.
  private final class Diary: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func write(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private struct Refusal: Error, CustomStringConvertible {
    let description = "the disk is full"
  }

  private struct Part: ComponentLifecycle {
    let name: String
    let diary: Diary
    var fails = false

    func start() async throws {
      diary.write("start \(name)")
      if fails { throw Refusal() }
    }

    func stop() async { diary.write("stop \(name)") }
  }

  private func lifecycle(_ diary: Diary, failing: String? = nil) -> Lifecycle {
    var lifecycle = Lifecycle()
    for name in ["a", "b", "c"] { lifecycle.add(name, Part(name: name, diary: diary, fails: name == failing)) }
    return lifecycle
  }

  @Test func itStartsInOrderAndStopsInReverse() async throws {
    let diary = Diary()
    let lifecycle = lifecycle(diary)
    try await lifecycle.start()
    #expect(diary.all == ["start a", "start b", "start c"])
    await lifecycle.stop()
    #expect(diary.all.dropFirst(3) == ["stop c", "stop b", "stop a"])
  }

  @Test(arguments: [
    ("a", ["start a"]),
    ("b", ["start a", "start b", "stop a"]),
    ("c", ["start a", "start b", "start c", "stop b", "stop a"]),
  ])
  func aFailureStopsWhatHadStartedAndNotTheFailedOne(failing: String, expected: [String]) async {
    let diary = Diary()
    let lifecycle = lifecycle(diary, failing: failing)
    let error = await #expect(throws: LifecycleError.self) { try await lifecycle.start() }
    #expect(diary.all == expected)
    #expect(error?.part == failing)
    #expect(error?.reason == "the disk is full")
    #expect("\(error, default: "")" == "\(failing) could not be started: the disk is full")
  }

  @Test func ofNothingItIsEasy() async throws {
    try await Lifecycle().start()
    await Lifecycle().stop()
  }

  @Test func aPartNeedsNeitherStartNorStop() async throws {
    struct Idle: ComponentLifecycle {}
    let diary = Diary()
    var lifecycle = Lifecycle()
    lifecycle.add("idle", Idle())
    lifecycle.add("part", Part(name: "part", diary: diary))
    try await lifecycle.start()
    await lifecycle.stop()
    #expect(diary.all == ["start part", "stop part"])
  }
}
