import Foundation
import Testing

/// A table of a page, whose cells tests compare with the program's answers.
struct MarkdownTable {
  private let path: String
  private var lines: [String]
  /// The places of the table's rows among the lines.
  private let places: Range<Int>

  /// Finds the table whose head begins so.
  ///
  /// - Throws: a failed expectation if there is none.
  init(in path: String, head: String) throws {
    self.path = path
    lines = try Repository.read(path).components(separatedBy: "\n")
    let place = try #require(lines.firstIndex { $0.hasPrefix(head) }, "\(head)")
    places = place + 2..<(lines[(place + 2)...].firstIndex { !$0.hasPrefix("| ") } ?? lines.count)
  }

  /// The cells of each row.
  var rows: [[String]] {
    lines[places].map { line in
      line.components(separatedBy: "|").dropFirst().dropLast().map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// Compares the rows with the answers, or records those.
  func expect(_ answers: [[String]]) throws {
    let texts = answers.map { "| " + $0.joined(separator: " | ") + " |" }
    if Repository.records {
      var lines = lines
      lines.replaceSubrange(places, with: texts)
      try Repository.write(lines.joined(separator: "\n"), to: path)
    } else {
      for (shown, given) in zip(lines[places], texts) { #expect(shown == given) }
      #expect(texts.count == places.count)
    }
  }

  /// Returns the text between the first two backquotes of a cell.
  static func code(in cell: String) -> String {
    let parts = cell.components(separatedBy: "`")
    return parts.count > 1 ? parts[1] : ""
  }
}
