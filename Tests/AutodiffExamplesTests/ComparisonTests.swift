import Foundation
import Testing

/// The table of other systems' answers at kinks has the program's own answers beside them.
@Suite(.serialized) struct ComparisonTests {
  private static let path = "examples/kinks.md"

  @Test func ownAnswersAreAsShown() throws {
    let shell = try Shell(in: FileManager.default.temporaryDirectory)
    var lines = try Repository.read(Self.path).components(separatedBy: "\n")
    let head = try #require(lines.firstIndex { $0.hasPrefix("| expression | at |") })
    let rows = lines.indices[(head + 2)...].prefix { lines[$0].hasPrefix("| ") }
    #expect(rows.count >= 20)
    for row in rows {
      let shown = lines[row]
      var cells = shown.components(separatedBy: "|").dropFirst().dropLast().map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let own = try own(code(in: cells[0]), at: code(in: cells[1]), shell)
      cells.replaceSubrange((cells.count - 2)..., with: own)
      let given = "| " + cells.joined(separator: " | ") + " |"
      if Repository.records { lines[row] = given } else { #expect(shown == given) }
    }
    if Repository.records { try Repository.write(lines.joined(separator: "\n"), to: Self.path) }
  }

  /// The derivatives to two digits, and the first words of the notes.
  private func own(_ expression: String, at point: String, _ shell: Shell) throws -> [String] {
    let command = "autodiff grad --digits 2 --format plain '\(expression)' \(point)"
    let numbers = try shell.run(["-c", command + " 2> /dev/null"], mergesError: false).output
    let notes = try shell.run(["-c", command + " 2>&1 > /dev/null"], mergesError: false).output
    let said = ["kink", "jump", "not finite"].filter { notes.contains("note: \($0)") }
    return [
      numbers.split(separator: "\n").dropFirst().joined(separator: ", "),
      said.isEmpty ? "–" : said.joined(separator: ", "),
    ]
  }

  /// The text between the first two backquotes.
  private func code(in cell: String) -> String {
    let parts = cell.components(separatedBy: "`")
    return parts.count > 1 ? parts[1] : ""
  }
}
