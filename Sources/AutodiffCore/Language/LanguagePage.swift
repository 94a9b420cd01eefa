/// The language on one screen.
package enum LanguagePage {
  /// Returns the lines of the page.
  ///
  /// - Parameters:
  ///   - width: The number of columns.
  ///   - transcribe: The text in ASCII alone that stands for another one, where the output takes nothing else; nil where
  ///     it takes any character. Spellings that are not ASCII are left out then.
  package static func lines(width: Int, transcribe: ((String) -> String)? = nil) -> [String] {
    let isASCII = transcribe != nil
    let tables = [
      ("statements", entries(LanguageTable.statements)), ("operators, the loosest first", operators(isASCII)),
      ("arrays", entries(LanguageTable.arrays)),
      ("functions, element by element where they take numbers", functions(isASCII)),
    ]
    let notes = [
      "The last statement is the answer, names without a value are its inputs, and",
      "every product needs its sign: 2*x, not 2x.",
    ]
    return notes
      + tables.flatMap { title, rows in
        var table = Table([.init(title: ""), .init(title: "", folds: true)])
        table.rows = rows.map { row in ["  " + row.form, row.text].map { transcribe?($0) ?? $0 } }
        return ["", title + ":"] + table.text(width: width)
      }
      + ["", "'autodiff functions NAME' tells more of each: softplus, for, diff, root, …"]
  }

  private typealias Row = (form: String, text: String)

  private static func entries(_ entries: [LanguageEntry]) -> [Row] { entries.map { ($0.form, $0.summary) } }

  /// The operators, a row for each binding strength.
  private static func operators(_ isASCII: Bool) -> [Row] {
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
        LanguageTable.otherSigns
      ).filter { !isASCII || $0.isASCII }
      if !others.isEmpty { text += "; also " + others.joined(separator: " ") }
      return (level.map(LanguageTable.operand).joined(separator: " "), text)
    }
  }

  /// The functions by group, the constants, and further spellings.
  private static func functions(_ isASCII: Bool) -> [Row] {
    let functions = FunctionGroup.all.map { ($0.title, $0.functions.joined(separator: " ")) }
    let constants = LanguageTable.constants.map { constant in
      constant.names.filter { !isASCII || $0.isASCII }.joined(separator: " ")
    }.joined(separator: ", ")
    if isASCII { return functions + [("constants", constants)] }
    let named = Primitive.callable.flatMap { primitive in
      primitive.gate.spellings.dropFirst().filter { !$0.utf8.allSatisfy { $0 < 0x80 } }
        .map { "\($0) = \(primitive.callName ?? "")" }
    }
    let signs = LanguageTable.mathematicalSigns.filter { Primitive.named($0.sign) != nil }
      .map { "\($0.character)x = \($0.sign)(x)" }
    return functions + [
      ("constants", constants), ("spellings", (signs + named + ["x² = x^2", "x₁ = x1"]).joined(separator: ", ")),
    ]
  }
}

extension String {
  /// A Boolean value indicating whether no character is beyond U+007F.
  fileprivate var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
