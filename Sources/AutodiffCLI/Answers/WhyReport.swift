import AutodiffCore

/// The mistakes behind mismatches, in words and as data.
struct WhyReport {
  private let mistakes: CheckedMistakes

  init(_ mistakes: CheckedMistakes) { self.mistakes = mistakes }

  /// The lines for people: a sentence for each mistake and, under it, the source with its place underlined.
  func lines(_ rendering: Rendering) -> [String] {
    mistakes.findings.flatMap { output, finding -> [String] in
      let names = Self.names(finding.inputs).map { GradientCheck.Row.name($0, output: output) }
      var lines: [String] = []
      for (index, explanation) in finding.alternatives.enumerated() {
        lines.append((index == 0 ? "why \(names.joined(separator: ", ")): " : "  or: ") + explanation.text)
        if explanation.span != .none {
          lines += excerpt(explanation.span, rendering).map { "  " + $0 }
        }
      }
      return lines
    }
      + mistakes.facts.map { "about \(GradientCheck.Row.name($0.input, output: $0.output)): \($0.text)" }
      + (mistakes.areTried ? [] : ["the program is too large for its single mistakes to be tried one by one"])
  }

  /// The table of all single mistakes, where nothing is claimed.
  func table(_ check: GradientCheck, _ number: NumberText) -> Table {
    var table = Table([
      .init(title: "input"), .init(title: "derivative", alignment: .right), .init(title: "mistake"),
      .init(title: "place"),
    ])
    for row in check.rows {
      table.rows += mistakes.mistakes(of: row).map { explanation in
        [
          row.name, number(explanation.values[row.input] ?? .nan), explanation.kind,
          explanation.span == .none ? "" : mistakes.source.text(explanation.span),
        ]
      }
    }
    return table
  }

  private func excerpt(_ span: Span, _ rendering: Rendering) -> [String] {
    let excerpt = Excerpt(span, in: mistakes.source)
    return rendering.ascii ? excerpt.lines(spelling: ASCII.spelling) : excerpt.lines
  }

  /// The names of inputs, each once, for those of their elements.
  static func names(_ elements: [String]) -> [String] {
    var names: [String] = []
    for element in elements {
      let name = String(element.prefix { $0 != "[" })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The mistakes of a row, as data.
  func json(_ row: GradientCheck.Row) -> JSON {
    .array(
      mistakes.mistakes(of: row).map { explanation in
        let excerpt = explanation.span == .none ? nil : Excerpt(explanation.span, in: mistakes.source)
        return .object([
          ("kind", .string(explanation.kind)), ("operation", .optional(explanation.operation)),
          ("line", excerpt.map { .integer($0.line) } ?? .null),
          ("column", excerpt.map { .integer($0.column) } ?? .null),
          ("length", excerpt.map { .integer($0.length) } ?? .null),
          ("inputs", .array(explanation.inputs.map(JSON.string))),
          ("value", .number(explanation.values[row.input] ?? .nan)), ("text", .string(explanation.text)),
        ])
      })
  }

  /// The facts about a row, as data.
  func factsJSON(_ row: GradientCheck.Row) -> JSON { .array(mistakes.facts(of: row).map(JSON.string)) }

  /// The sentences about mismatches on one line each, without the source.
  var sentences: [String] {
    mistakes.findings.map { output, finding in
      let names = Self.names(finding.inputs).map { GradientCheck.Row.name($0, output: output) }
      return "why \(names.joined(separator: ", ")): " + finding.alternatives.map(\.text).joined(separator: "; or: ")
    } + mistakes.facts.map { "about \(GradientCheck.Row.name($0.input, output: $0.output)): \($0.text)" }
  }

  /// The kinds of all mistakes by input, for a cell of a table.
  func cell(_ check: GradientCheck) -> String {
    check.rows.compactMap { row in
      let kinds = cell(row)
      return kinds.isEmpty ? nil : "\(row.name): \(kinds)"
    }.joined(separator: "; ")
  }

  /// The kinds of a row's mistakes, for a cell of a table.
  func cell(_ row: GradientCheck.Row) -> String {
    mistakes.mistakes(of: row).map(\.kind).joined(separator: " or ")
  }
}
