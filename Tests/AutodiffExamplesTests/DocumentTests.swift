import AutodiffTestSupport
import Foundation
import Testing

/// Every page that shows the program's answers is true, complete and fit for every shell.
@Suite(.serialized) struct DocumentTests {
  @Test(arguments: ["bash", "zsh", "fish"], Document.all)
  func sessionsAnswerAsShown(_ shell: String, _ document: Document) throws {
    _ = try Tool.need(shell, at: Tool.path(shell))
    for difference in try document.differences(in: shell) { Issue.record(difference) }
  }

  @Test(arguments: Document.all)
  func commandsMeanTheSameInEveryShell(_ document: Document) throws {
    for command in try document.commands() + blocks("sh", of: document) {
      #expect(PortableCommand.faults(in: command).isEmpty, "\(command)")
    }
  }

  @Test(arguments: [
    ("grad 'x^2' x=3 --digits 4 | head -n 1 > file", 0), ("f \"x=2*W'@W@x\" '[1,2]'", 0), ("echo '$?' '<<' '# *'", 0),
    ("f x=[1]", 2), ("f x^2", 1), ("f x; echo $?", 2), ("echo \"$?\"", 1), ("cat <<'END'", 1), ("f 'x", 1),
  ])
  func faultsOfCommandsAreFound(_ command: String, _ count: Int) {
    #expect(PortableCommand.faults(in: command).count == count)
  }

  /// Guards the tests above against pages that are missing or have lost their sessions.
  @Test func sessionsAreFound() throws {
    let counts = try Document.all.map { try $0.commands().count }
    let silent = zip(Document.all, counts).filter { $0.1 == 0 }.map(\.0.path)
    #expect(Document.all.count >= 10)
    #expect(counts.reduce(0, +) >= 120)
    #expect(silent == ["examples/README.md"])
  }

  @Test(arguments: Document.all)
  func picturesAreAnswers(_ document: Document) throws {
    let answers = try document.answers()
    for picture in try blocks("mermaid", of: document) {
      let isShown = answers.contains(picture)
      #expect(isShown, "\(picture)")
    }
  }

  @Test func theFirstPageStaysShort() throws {
    let lines = try Repository.read("README.md").split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 301)
  }

  @Test(arguments: Document.all)
  func isListedInTheIndex(_ document: Document) throws {
    guard document.path.hasPrefix("examples/"), document.path != "examples/README.md" else { return }
    let index = try Repository.read("examples/README.md")
    #expect(index.contains("(\(document.path.dropFirst("examples/".count)))"))
  }

  // MARK: - Links

  static let linking =
    ["README.md", "CHANGELOG.md", "Tests/README.md", "examples/iris/README.md"]
    + Repository.files(in: "examples", suffix: ".md").map { "examples/" + $0 }

  @Test(arguments: linking)
  func linksLeadToFiles(_ path: String) throws {
    // Code has brackets of its own.
    let page = try Repository.read(path).replacing(/`[^`\n]*`/, with: "")
    let folder = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) + "/" : ""
    for match in page.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/) where !match.output.1.contains("://") {
      #expect(Repository.exists(folder + match.output.1), "\(match.output.1)")
    }
  }

  /// The texts of the page's Markdown blocks in `language`.
  private func blocks(_ language: String, of document: Document) throws -> [String] {
    guard document.notation == .markdown else { return [] }
    var blocks: [String] = []
    var block: [String]?
    for line in try Repository.read(document.path).components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        if let lines = block { blocks.append(lines.joined(separator: "\n")) }
        block = line == "```" + language ? [] : nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }
}
