import Testing

@testable import PgVectorStore

@Suite struct IndexPolicyTests {
  private let policy = IndexPolicy(from: 4000)

  @Test(arguments: [
    (0, IndexPolicy.State.none, IndexPolicy.Action.nothing), (3999, .none, .nothing), (4000, .none, .build),
    (4000, .valid, .nothing), (2000, .valid, .nothing), (1999, .valid, .drop), (0, .valid, .drop),
    (4000, .invalid, .rebuild), (3999, .invalid, .drop),
  ])
  func actionFollowsTheNumberOfFaces(faces: Int, state: IndexPolicy.State, expected: IndexPolicy.Action) {
    #expect(policy.action(faces: faces, dimension: 512, state) == expected)
  }

  @Test func vectorsTooLongForAnIndexGetNone() {
    #expect(policy.action(faces: 100_000, dimension: 4000, .none) == .build)
    #expect(policy.action(faces: 100_000, dimension: 4001, .none) == .nothing)
  }
}
