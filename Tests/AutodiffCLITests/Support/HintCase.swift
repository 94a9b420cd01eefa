import Foundation
import Testing

/// A wrong command line with its error and its hint, and the command line that follows the hint: an entry of a table.
///
///     $ autodiff grad 'sin^2(x)' x=2
///     error: an operator is missing between '2' and '('
///     hint: write sin(x)^2
///     > autodiff grad 'sin(x)^2' x=2
struct HintCase: CustomTestStringConvertible {
  /// The wrong command line.
  var wrong: String
  /// The error and the hint as recorded.
  var recorded: [String]
  /// The command line that follows the hint; nil where the hint is no spelling.
  var followed: String?

  var testDescription: String { wrong }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/hints")

  /// The names of the tables.
  static func tables() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
  }

  /// The entries of a table, which blank lines separate.
  static func all(in table: String) throws -> [HintCase] {
    let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(table)), as: UTF8.self)
    return text.components(separatedBy: "\n\n").compactMap { entry in
      let lines = entry.split(separator: "\n").map(String.init)
      guard let wrong = lines.first, wrong.hasPrefix("$ ") else { return nil }
      return HintCase(
        wrong: String(wrong.dropFirst(2)), recorded: lines.filter { $0.hasPrefix("error: ") || $0.hasPrefix("hint: ") },
        followed: lines.last.flatMap { $0.hasPrefix("> ") ? String($0.dropFirst(2)) : nil })
    }
  }

  /// Writes a table anew.
  static func record(_ cases: [HintCase], in table: String) throws {
    let entries = cases.map { entry in
      (["$ " + entry.wrong] + entry.recorded + (entry.followed.map { ["> " + $0] } ?? [])).joined(separator: "\n")
    }
    try Data((entries.joined(separator: "\n\n") + "\n").utf8).write(to: folder.appendingPathComponent(table))
  }

  /// The first error and the first hint that a run writes.
  static func messages(of run: CommandRun) -> [String] {
    let lines = run.error.split(separator: "\n").map(String.init)
    return ["error: ", "hint: "].compactMap { start in lines.first { $0.hasPrefix(start) } }
  }

  /// The spelling that the hint says to write, without the words behind it; nil where the hint is none.
  var spelling: String? {
    guard let hint = recorded.first(where: { $0.hasPrefix("hint: ") })?.dropFirst(6) else { return nil }
    let starts = ["write ", "did you mean "]
    guard let start = starts.first(where: hint.hasPrefix) else { return nil }
    var spelling = String(hint.dropFirst(start.count))
    for remark in [
      " to multiply", ", and ", ": comments", ": the command", ", or ", "; a vector",
      start == starts[1] ? "?" : "; nothing more",
    ] {
      spelling = spelling.components(separatedBy: remark)[0]
    }
    return spelling
  }

  /// The command of a line whose answer goes on to another program or to a file.
  static func command(of line: String) -> String {
    line.components(separatedBy: " | dot ")[0].replacing(#/ > [a-z.]+$/#, with: "")
  }
}
