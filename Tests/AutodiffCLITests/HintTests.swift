import AutodiffTestSupport
import Foundation
import Testing

/// The things that people type and that are not understood: tables of wrong command lines with their errors and hints, in
/// `Golden/hints`.
///
/// A new case is a `$` line, with a line `> ` behind it that follows the hint if that is a spelling;
/// `RECORD_GOLDEN=1 swift test --filter Hint` writes what stands between.
@Suite(.namesCases) struct HintTests {
  @Test func tablesAreNotLost() throws {
    let count = try HintCase.tables().map { try HintCase.all(in: $0).count }.reduce(0, +)
    #expect(count >= 300)
  }

  @Test(arguments: try HintCase.tables()) func hintsAreAsRecorded(_ table: String) throws {
    var cases = try HintCase.all(in: table)
    forEach(Array(cases.enumerated())) { place, entry in
      let run = try #require(try run(entry.wrong))
      #expect(run.status != .answered, "\(entry.wrong) is answered")
      let messages = HintCase.messages(of: run)
      if GoldenCase.isRecording { cases[place].recorded = messages } else { #expect(messages == entry.recorded) }
    }
    if GoldenCase.isRecording { try HintCase.record(cases, in: table) }
  }

  /// A hint that is a spelling is followed, and there is an answer.
  @Test(arguments: try HintCase.tables()) func hintsLeadHome(_ table: String) throws {
    forEach(try HintCase.all(in: table)) { entry in
      guard let spelling = entry.spelling else {
        #expect(entry.followed == nil, "\(entry.wrong): the hint is no spelling")
        return
      }
      let line = try #require(entry.followed, "\(entry.wrong): nobody follows the hint \(spelling)")
      if spelling.hasPrefix("autodiff ") { #expect(line == spelling) }
      // The words of the followed line hold the spelling, however a shell has to quote it.
      let words = try ShellLine.words(of: HintCase.command(of: line)).joined(separator: " ")
      let meant =
        spelling.hasPrefix("autodiff ") || spelling.hasPrefix("-e ")
        ? try ShellLine.words(of: HintCase.command(of: spelling)).joined(separator: " ")
        : spelling.trimmingCharacters(in: ["'"])
      #expect(words.contains(meant), "\(line) does not hold \(spelling)")
      let run = try #require(try run(HintCase.command(of: line)))
      #expect(run.status == .answered, "\(line): \(run.error)")
    }
  }

  private func run(_ line: String) throws -> CommandRun? {
    var world = CommandRun.World()
    return try ShellLine.run(line, in: &world)
  }
}
