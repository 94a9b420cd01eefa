import AutodiffCore

/// A task of an exercise as its parts are written: the point, what is to be done, the answers and the tables, each with
/// its gaps or with their key.
struct TaskText {
  let task: ExerciseSheet.Task
  let isKey: Bool
  let number: NumberText
  let ascii: Bool

  /// The sign for what is to be filled in.
  static let gap = "____"

  init(_ task: ExerciseSheet.Task, isKey: Bool, _ session: Session) {
    self.task = task
    self.isKey = isKey
    var number = session.rendering.number
    if number.digits == nil { number.digits = 6 }
    self.number = number
    ascii = session.rendering.ascii
  }

  /// Creates the parts for a table of data, with numbers as they are asked for.
  init(_ task: ExerciseSheet.Task, isKey: Bool, number: NumberText) {
    self.task = task
    self.isKey = isKey
    self.number = number
    ascii = true
  }

  private var question: Question { task.question }

  /// `4 points`
  var points: String { "\(number(question.points)) \(question.points == 1 ? "point" : "points")" }

  /// The lines of the program, without the indentation that all have.
  var program: [String] {
    let lines = String(decoding: question.source.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let indented = lines.dropFirst().map { $0.prefix { $0 == " " || $0 == "\t" }.count }.min() ?? 0
    let all = lines.prefix(1).map(\.trimmed) + lines.dropFirst().map { String($0.dropFirst(indented)) }
    return all.count == 1 ? ["f = \(all[0])"] : ["f:"] + all.map { "  \($0)" }
  }

  /// `x = 2, y = 3`
  var point: String {
    let texts = ArrayText(NumberText(), ascii: ascii)
    return zip(question.graph.orderedInputNames, task.posed.values).map { "\($0) = \(texts.line($1))" }
      .joined(separator: ", ")
  }

  /// The sentence that says what is to be done.
  var request: String {
    if task.trace != nil { return "Fill in the gaps." }
    let names = question.items.map { Self.label($0) }
    let list = (names.count > 1 ? [names.dropLast().joined(separator: ", ")] : []) + names.suffix(1)
    let form =
      question.rules.form == .formula
      ? names.count == 1 ? " as a formula" : " as formulas"
      : question.rules.digits.map { " to \($0) significant \($0 == 1 ? "digit" : "digits")" } ?? ""
    return "Find \(list.joined(separator: " and "))\(form)."
  }

  static func label(_ item: Question.Item) -> String { "df/d\(item.name)" }

  /// The answers, each with its gap or its key.
  var answers: [(item: Question.Item, text: String)] {
    zip(question.items, task.gaps.answers).map { item, isGap in
      (item, isGap && !isKey ? Self.gap : answer(item, .language))
    }
  }

  /// The right answer: a formula where one is asked for and can be written, else the number.
  func answer(_ item: Question.Item, _ style: FormulaStyle) -> String {
    if question.rules.form == .formula, item.element == nil, let formula = formula(item, style) { return formula }
    let texts = ArrayText(number, ascii: ascii)
    return style == .latex ? texts.latex(task.posed.answer(item)) : texts.line(task.posed.answer(item))
  }

  private func formula(_ item: Question.Item, _ style: FormulaStyle) -> String? {
    let graph = task.posed.point.graph
    guard let formulas = try? DerivativeFormulas(graph, wrt: [graph.inputs[item.input]], order: 1, inline: true) else {
      return nil
    }
    return formulas.entries.first.map { formulas.text($0, style, NumberText()) }
  }

  // MARK: - Tables

  /// The tables of the trace for people: steps with their values, and what each sends back.
  func sections(_ spelling: TraceTables.Spelling) -> [TraceTables.Section] {
    guard let trace = task.trace else { return [] }
    let tables = TraceTables(trace, spelling, number, isInline: true).sections()
    return tables.enumerated().map { place, section in
      var section = section
      guard !section.table.columns.isEmpty else { return section }
      fill(&section.table, isForward: place == 0, gap: Self.gap)
      if place > 0 {
        // The factors of a contribution would give it away, and the gates are no part of the exercise.
        section.table.columns.remove(at: 4)
        section.table.columns.remove(at: 2)
        for row in section.table.rows.indices {
          section.table.rows[row].remove(at: 4)
          section.table.rows[row].remove(at: 2)
        }
      }
      return section
    }
  }

  /// The tables of the trace for programs, with all their columns: those that `check --steps` reads.
  func data(_ number: NumberText) -> [Table] {
    guard let trace = task.trace else { return [] }
    return TraceTables(trace, .data, number).sections().enumerated().map { place, section in
      var table = section.table
      if !table.columns.isEmpty { fill(&table, isForward: place == 0, gap: Self.gap) }
      return table
    }
  }

  /// Puts gaps in place of numbers, unless it is the key.
  private func fill(_ table: inout Table, isForward: Bool, gap: String) {
    if isKey { return }
    if isForward {
      let first = table.rows.count - task.gaps.values.count
      let column = table.columns.count - 1
      for (row, isGap) in task.gaps.values.enumerated() where isGap { table.rows[first + row][column] = gap }
      return
    }
    for (row, isGap) in task.gaps.adjoints.enumerated() where isGap {
      table.rows[row][3] = gap
      if !table.rows[row][2].isEmpty { table.rows[row][2] = gap }
    }
    // The terms of a sum are the numbers of lines above it.
    guard task.gaps.adjoints.contains(true) else { return }
    for row in table.rows.indices where table.rows[row][0].hasSuffix(" =") { table.rows[row][1] = "sum" }
  }
}
