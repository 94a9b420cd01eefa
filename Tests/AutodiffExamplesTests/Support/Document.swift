import Foundation
import Testing

/// A page that shows sessions with the program, in Markdown or in the notation of manual pages.
struct Document: CustomTestStringConvertible, Sendable {
  enum Notation {
    case markdown
    case manual
  }

  var path: String
  var notation: Notation

  var testDescription: String { path }

  /// All pages that readers learn the program from.
  static let all: [Document] =
    [Document(path: "README.md", notation: .markdown)]
    + Repository.files(in: "examples", suffix: ".md").map { Document(path: "examples/" + $0, notation: .markdown) }
    + ["man/autodiff.1", "man/autodiff-language.7", "man/autodiff-kinks.7"]
    .map { Document(path: $0, notation: .manual) }

  // MARK: - Notation

  private func opens(_ line: String) -> Bool {
    switch notation {
    case .markdown: line == "```console"
    case .manual: line.hasPrefix(".Bd -literal")
    }
  }

  private func closes(_ line: String) -> Bool {
    switch notation {
    case .markdown: line == "```"
    case .manual: line == ".Ed"
    }
  }

  private func decoded(_ line: String) -> String {
    switch notation {
    case .markdown: line
    case .manual: Roff.decoded(line)
    }
  }

  private func encoded(_ line: String) -> String {
    switch notation {
    case .markdown: line
    case .manual: Roff.encoded(line)
    }
  }

  // MARK: - Sessions

  /// A part of the page: lines between sessions, or the lines of one session.
  private enum Part {
    case text([String])
    case session([String])
  }

  /// The page's parts in order. A session that nothing closes is text, and so is a block without commands.
  private func parts() throws -> [Part] {
    var result: [Part] = []
    var lines: [String] = []
    var isSession = false
    for line in try Repository.read(path).components(separatedBy: "\n") {
      if isSession, closes(line) {
        // A block without a command shows a program, and stays as it is.
        let session = lines.map(decoded)
        result.append(session.contains { $0.hasPrefix("$ ") } ? .session(session) : .text(lines))
        lines = [line]
        isSession = false
      } else if !isSession, opens(line) {
        result.append(.text(lines + [line]))
        lines = []
        isSession = true
      } else {
        lines.append(line)
      }
    }
    return result + [.text(isSession ? lines.map(encoded) : lines)]
  }

  /// The commands of all sessions, in order.
  func commands() throws -> [String] { try exchanges().map(\.command) }

  /// The answers of all sessions, in order, without blank lines at their ends.
  func answers() throws -> [String] {
    try exchanges().map { exchange in
      let blank = exchange.answer.reversed().prefix { $0.isEmpty }.count
      return exchange.answer.dropLast(blank).joined(separator: "\n")
    }
  }

  private func exchanges() throws -> [Transcript.Exchange] {
    try parts().flatMap { part -> [Transcript.Exchange] in
      switch part {
      case .text: []
      case .session(let lines): Transcript(lines).exchanges
      }
    }
  }

  /// Runs every command in one empty folder, one after the other, and writes the answers anew if they are recorded.
  ///
  /// - Parameter name: The name of the shell that reads the commands.
  /// - Returns: The sessions' commands whose answer is not the one shown, with both answers.
  func differences(in name: String) throws -> [Difference] {
    let folder = try TemporaryFolder()
    let shell = try Shell(in: folder.url)

    var page: [String] = []
    var differences: [Difference] = []
    for part in try parts() {
      switch part {
      case .text(let lines): page += lines
      case .session(let lines):
        let shown = Transcript(lines)
        let given = try shown.replayed(in: shell, by: name)
        for (shown, given) in zip(shown.exchanges, given.exchanges) where shown.answer != given.answer {
          differences.append(Difference(path: path, command: shown.command, shown: shown.answer, given: given.answer))
        }
        page += given.lines.map(encoded)
      }
    }
    guard Repository.records else { return differences }
    if !differences.isEmpty { try Repository.write(page.joined(separator: "\n"), to: path) }
    return []
  }
}
