import AutodiffCore
import Foundation
import Testing

/// What README.md shows is what happens.
@Suite struct ReadmeTests {
  @Test func sessionsAnswerAsShown() throws {
    let document = TranscriptDocument(path: "README.md", opens: { $0 == "```console" }, closes: { $0 == "```" })
    let (commands, differences) = try document.check()
    #expect(commands >= 10)
    for difference in differences { Issue.record(difference) }
  }

  @Test func namesEveryFunction() throws {
    let tables = try Repository.read("README.md").components(separatedBy: "\n").filter { $0.hasPrefix("| ") }
    let words = Set(tables.joined(separator: " ").split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    for name in Primitive.callable.compactMap(\.callName) {
      let isNamed = words.contains(name)
      #expect(isNamed, "\(name)")
    }
  }
}
