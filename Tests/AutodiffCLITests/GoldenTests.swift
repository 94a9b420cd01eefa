import AutodiffTestSupport
import Testing

/// Command lines and their whole answers, a file each.
///
/// A new case is a new file with its `$` lines; `RECORD_GOLDEN=1 swift test --filter Golden` writes the rest.
@Suite(.namesCases) struct GoldenTests {
  /// The folders, and a number of files below which some of them must have been lost.
  @Test(arguments: [("answers", 550), ("errors", 700)]) func filesAreAsRecorded(_ folder: String, _ least: Int) throws {
    let cases = try GoldenCase.all(in: folder)
    #expect(cases.count >= least)
    forEach(cases) { golden in
      let (expected, actual) = try golden.run()
      if !GoldenCase.isRecording { #expect(actual == expected) }
    }
  }
}
