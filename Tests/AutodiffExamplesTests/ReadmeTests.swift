import Testing

/// What README.md shows is what happens.
@Suite struct ReadmeTests {
  @Test func sessionsAnswerAsShown() throws {
    let document = TranscriptDocument(path: "README.md", opens: { $0 == "```console" }, closes: { $0 == "```" })
    let (commands, differences) = try document.check()
    #expect(commands >= 10)
    for difference in differences { Issue.record(difference) }
  }
}
