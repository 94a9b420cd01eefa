import Testing

/// Command lines and their whole answers, a file each.
///
/// A new case is a new file with its `$` lines; `RECORD_GOLDEN=1 swift test --filter Golden` writes the rest.
@Suite struct GoldenTests {
  @Test(arguments: GoldenCase.all(in: "errors"))
  func badInputIsAnsweredAsRecorded(_ golden: GoldenCase) throws {
    let (expected, actual) = try golden.run()
    if GoldenCase.isRecording { return }
    #expect(actual == expected)
  }

  @Test(arguments: GoldenCase.all(in: "answers"))
  func answersAreAsRecorded(_ golden: GoldenCase) throws {
    let (expected, actual) = try golden.run()
    if GoldenCase.isRecording { return }
    #expect(actual == expected)
  }

  @Test func coversBadInputWidely() {
    #expect(GoldenCase.all(in: "errors").count >= 100)
  }
}
