/// The language on one screen.
package enum LanguagePage {
  /// Returns the lines of the page.
  ///
  /// - Parameter width: The number of columns.
  package static func lines(width: Int) -> [String] {
    let tables = [
      ("statements", entries(LanguageTable.statements)), ("operators, the loosest first", operators),
      ("arrays", entries(LanguageTable.arrays)),
      ("functions, element by element where they take numbers", functions),
    ]
    let notes = [
      "The last statement is the answer, names without a value are its inputs, and",
      "every product needs its sign: 2*x, not 2x.",
    ]
    return notes
      + tables.flatMap { title, rows in
        var table = Table([.init(title: ""), .init(title: "", folds: true)])
        table.rows = rows.map { ["  " + $0, $1] }
        return ["", title + ":"] + table.text(width: width)
      }
      + ["", "'autodiff functions NAME' tells more of each: functions softplus, functions for."]
  }

  private typealias Row = (form: String, text: String)

  private static func entries(_ entries: [LanguageEntry]) -> [Row] { entries.map { ($0.form, $0.summary) } }

  /// The operators, a row for each binding strength.
  private static var operators: [Row] {
    var levels: [[Primitive]] = []
    for primitive in LanguageTable.operatorPrimitives {
      if let last = levels.last?.first, LanguageTable.level(last) == LanguageTable.level(primitive) {
        levels[levels.count - 1].append(primitive)
      } else {
        levels.append([primitive])
      }
    }
    return levels.map { level in
      var texts: [String] = []
      for summary in level.map(\.gate.summary) where !texts.contains(summary) { texts.append(summary) }
      var text = texts.joined(separator: ", ")
      if level.count == 1, !level[0].isCondition, let example = LanguageTable.example(level[0]) {
        text += "; \(example.program) is \(example.value)"
      }
      let others = level.filter { LanguageTable.operand($0) == LanguageTable.sign($0) }.flatMap(
        LanguageTable.otherSigns)
      if !others.isEmpty { text += "; also " + others.joined(separator: " ") }
      return (level.map(LanguageTable.operand).joined(separator: " "), text)
    }
  }

  /// The functions by group, the constants, and further spellings.
  private static var functions: [Row] {
    let functions = FunctionGroup.all.map { ($0.title, $0.functions.joined(separator: " ")) }
    let constants = LanguageTable.constants.map { $0.names.joined(separator: " ") }.joined(separator: ", ")
    let named = Primitive.callable.flatMap { primitive in
      primitive.gate.spellings.dropFirst().filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
        .map { "\($0)(x) for \(primitive.callName ?? "")(x)" }
    }
    let signs = LanguageTable.mathematicalSigns.filter { Primitive.named($0.sign) != nil }
      .map { "\($0.character)x for \($0.sign)(x)" }
    return functions + [
      ("constants", constants), ("spellings", (signs + named + ["x² for x^2", "x₁ for x1"]).joined(separator: ", ")),
    ]
  }
}
