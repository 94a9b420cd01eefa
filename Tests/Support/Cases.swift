import Testing

/// Runs `body` for each case of a table, all in one test.
///
/// A failure names its case, which takes the trait `.namesCases` on the suite; an error ends its own case only; a table
/// without cases fails. A test for each case would find no more, but print a line or two for each.
package func forEach<Case>(
  _ cases: some Sequence<Case>, sourceLocation: SourceLocation = #_sourceLocation, _ body: (Case) throws -> Void
) {
  if !NamedCase.isNaming { Issue.record("the suite needs the trait .namesCases", sourceLocation: sourceLocation) }
  var isEmpty = true
  let outer = NamedCase.current
  for one in cases {
    isEmpty = false
    let named = NamedCase { (outer.map { $0.text() + ", " } ?? "") + String(describingForTest: one) }
    NamedCase.$current.withValue(named) {
      do {
        try body(one)
      } catch is ExpectationFailedError {
        // The requirement that failed has been recorded.
      } catch {
        Issue.record(error, sourceLocation: sourceLocation)
      }
    }
  }
  if isEmpty { Issue.record("a table without cases", sourceLocation: sourceLocation) }
}

/// The case at which a loop over cases is.
///
/// A case is described only where something fails in it, and by the task that runs it.
private struct NamedCase: @unchecked Sendable {
  var text: () -> String

  @TaskLocal static var current: NamedCase?
  @TaskLocal static var isNaming = false
}

/// Adds to every issue the case in which it was met.
package struct NamesCases: SuiteTrait, TestTrait, TestScoping {
  package let isRecursive = true

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let naming = IssueHandlingTrait.compactMapIssues { issue in
      var issue = issue
      if let named = NamedCase.current { issue.comments.append("in the case \(named.text())") }
      return issue
    }
    try await naming.provideScope(for: test, testCase: testCase) {
      try await NamedCase.$isNaming.withValue(true) { try await function() }
    }
  }
}

extension Trait where Self == NamesCases {
  package static var namesCases: Self { NamesCases() }
}
