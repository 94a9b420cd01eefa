import Foundation
import Testing

/// The tables of other systems' answers have the program's own answers beside them.
@Suite(.serialized) struct ComparisonTests {
  private let shell: Shell

  init() throws { shell = try Shell(in: FileManager.default.temporaryDirectory) }

  private func output(_ command: String) throws -> String {
    try shell.run(["-c", command], mergesError: false).output
  }

  // MARK: - Kinks

  @Test func answersAtKinksAreAsShown() throws {
    let table = try MarkdownTable(in: "examples/kinks.md", head: "| expression | at |")
    #expect(table.rows.count >= 20)
    try table.expect(
      table.rows.map { cells in
        try cells.dropLast(2) + own(MarkdownTable.code(in: cells[0]), at: MarkdownTable.code(in: cells[1]))
      })
  }

  /// The derivatives to two digits, and the first words of the notes.
  private func own(_ expression: String, at point: String) throws -> [String] {
    let command = "autodiff grad --digits 2 --format plain '\(expression)' \(point)"
    let numbers = try output(command + " 2> /dev/null")
    let notes = try output(command + " 2>&1 > /dev/null")
    let said = ["kink", "jump", "not finite"].filter { notes.contains("note: \($0)") }
    return [
      numbers.split(separator: "\n").dropFirst().joined(separator: ", "),
      said.isEmpty ? "–" : said.joined(separator: ", "),
    ]
  }

  // MARK: - Formulas

  private static let formulas = "examples/side-by-side.md"

  @Test func formulasAreAsShown() throws {
    let numbers = try MarkdownTable(in: Self.formulas, head: "| formula | by | `derive` |")
    let own = try numbers.rows.map { cells in
      var cells = cells
      cells[2] = "`\(try formula(of: cells[0], by: cells[1]))`"
      return cells
    }
    #expect(own.count >= 50)
    try numbers.expect(own)
    let arrays = try MarkdownTable(in: Self.formulas, head: "| formula | by | sizes |")
    #expect(arrays.rows.count >= 25)
    try arrays.expect(
      arrays.rows.map { cells in
        var cells = cells
        cells[3] = "`\(try formula(of: cells[0], by: cells[1], "--shape " + cells[2]))`"
        return cells
      })
    let counts = try MarkdownTable(in: Self.formulas, head: "| `derive` is |")
    try counts.expect(
      zip(counts.rows, [3, 4]).map { cells, other in
        let lengths = own.map { row in (length(row[2]), length(row[other])) }
        return [
          cells[0], "\(lengths.count { $0.0 < $0.1 })", "\(lengths.count { $0.0 == $0.1 })",
          "\(lengths.count { $0.0 > $0.1 })",
        ]
      })
  }

  private func formula(of cell: String, by input: String, _ options: String = "") throws -> String {
    let expression = MarkdownTable.code(in: cell)
    let answer = try output("autodiff derive -q --inline --wrt \(input) \(options) -e \"\(expression)\"")
    let line = answer.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    return line.components(separatedBy: " = ").dropFirst().joined(separator: " = ")
  }

  /// The number of operators and calls.
  private func length(_ cell: String) -> Int {
    MarkdownTable.code(in: cell).matches(of: /[-+*\/^]|[A-Za-z_]\w*(?=\()/).count
  }
}
