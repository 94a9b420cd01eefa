import Foundation
import AutodiffTestSupport
import Testing

/// Every script in `examples/` gives the answer that stands next to it.
@Suite(.namesCases) struct ScriptTests {
  static let scripts = Repository.files(in: "examples", suffix: ".sh")

  @Test func allAreFound() {
    #expect(Self.scripts.count >= 35)
  }

  @Test func answersAsRecorded() {
    forEach(Self.scripts) { (script: String) throws in
      let shell = try Shell(in: Repository.root.appending(path: "examples"))
      let answer = try shell.run([script], mergesError: false)
      let recording = "examples/" + script.dropLast(3) + ".out"
      if Repository.records { try Repository.write(answer.output, to: recording) }
      let recorded = try Repository.read(recording)
      if answer.output != recorded {
        Issue.record(
          Difference(
            path: recording, command: "sh \(script)", shown: recorded.components(separatedBy: "\n"),
            given: answer.output.components(separatedBy: "\n")))
      }
      let status = try expectedStatus("examples/" + script)
      #expect(answer.status == status)
    }
  }

  @Test func isListed() {
    forEach(Self.scripts) { (script: String) throws in
      #expect(try Repository.read("examples/README.md").contains("(\(script))"))
    }
  }

  /// The number in a line `# exits N`, else 0.
  private func expectedStatus(_ path: String) throws -> Int32 {
    let note = try Repository.read(path).components(separatedBy: "\n").first { $0.hasPrefix("# exits ") }
    return note.flatMap { Int32($0.dropFirst(8)) } ?? 0
  }
}
