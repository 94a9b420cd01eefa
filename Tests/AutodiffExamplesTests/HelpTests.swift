import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCLI

/// The examples of `help` work in every shell.
@Suite(.serialized, .namesCases) struct HelpTests {
  private static let examples = Commands.all.flatMap { $0.description.examples }

  /// The files that the examples read.
  private static let files = [
    "rows.csv": "x,y\n1,2\n2,3\n", "numbers.csv": "1\n2\n", "answers.csv": "x1,x2,df/dx1,df/dx2\n2,3,2.58,2\n",
    "filled.csv": "node,operation,value", "loss.txt": "(w*x - 1)^2\n",
    "values.txt": "w=2\nx=3\n", "W.txt": "w=2\n", "x.csv": "x\n1\n2\n",
    "questions.txt": "question 1\n  f = x^2\n  at = x=1.29\n", "class.csv": "email,1.x\nada@example.org,2.58\n",
    "ada.txt": "1.x=2.58\n", "ben.txt": "1.x=2\n",
  ]

  @Test(arguments: ["bash", "zsh", "fish"])
  func examplesAnswer(_ shell: String) throws {
    _ = try Tool.need(shell, at: Tool.path(shell))
    let folder = try TemporaryFolder()
    for (path, text) in Self.files { try folder.write(text, to: path) }
    let runner = try Shell(in: folder.url)
    forEach(Self.examples) { (example: String) throws in
      for tool in ["dot", "cc", "prove"] where "| \(example)".contains(" \(tool) ") {
        _ = try Tool.need(tool, at: Tool.path(tool))
      }
      let answer = try runner.run(["-c", example], by: shell, mergesError: true)
      #expect([0, 1].contains(answer.status) && !answer.output.contains("error: "), "\(answer.output)")
    }
  }

  @Test func examplesAreQuotedForEveryShell() {
    forEach(Self.examples) { (example: String) in
      #expect(PortableCommand.faults(in: example).isEmpty)
      #expect(example.count <= 78, "the line is longer than a terminal is wide")
    }
  }
}
