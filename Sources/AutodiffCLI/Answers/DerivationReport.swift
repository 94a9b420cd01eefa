import AutodiffCore

/// Derivatives as formulas, with the steps that lead to them.
struct DerivationReport {
  private let formulas: DerivativeFormulas
  /// The derivatives of lower orders, from the first on.
  private var lower: [DerivativeFormulas] = []
  private let worked: WorkedDerivation
  private let request: ProgramRequest

  /// - Throws: that there are too many derivatives, or that a formula is too long.
  init(_ formulas: DerivativeFormulas, _ exercise: DerivationExercise) throws(Failure) {
    self.formulas = formulas
    request = exercise.request
    let options = request.options
    for order in 1..<max(options.order, 1) { lower.append(try exercise.formulas(order: order, inline: true)) }
    do throws(Problem) {
      worked = try WorkedDerivation(exercise.graph, wrt: exercise.wrt, order: options.order, ties: options.ties)
    } catch {
      throw .text(error, request.source)
    }
  }

  /// The derivation of one derivative as text.
  private struct Part {
    /// The derivative's label.
    var label: String
    var lines: [DerivationLine]
    /// The number of steps that are left out.
    var leftOut: Int
  }

  /// - Throws: that a formula has too many nodes.
  func write(_ session: Session) throws(Failure) {
    let format = request.options.format
    let style: FormulaStyle = format == .latex ? .latex : .language
    let parts: [Part]
    do throws(Problem) {
      parts = try self.parts(style, session.rendering.number, isProgram: format == .json)
    } catch {
      throw .text(error, request.source)
    }
    switch format {
    case .json: session.answer(json(parts, session.rendering.number))
    case .markdown: markdown(parts, session)
    case .latex: latex(parts, session)
    default: text(parts, session)
    }
    if let first = worked.leftOut.first {
      let name = FormulaReport.quantity(first).label
      session.note(
        "the derivatives from \(name) on are given without steps: '\(Option.wrt.long)' chooses those to be derived")
    }
    let leftOut = parts.reduce(0) { $0 + $1.leftOut }
    if leftOut > 0 {
      session.note(
        "\(leftOut) operations of the innermost parts are left out: a derivative has \(DerivationSteps.most) steps at most"
      )
    }
  }

  /// - Parameter isProgram: A Boolean value indicating whether formulas that use names have these names' definitions before them.
  private func parts(
    _ style: FormulaStyle, _ number: NumberText, isProgram: Bool
  ) throws(Problem) -> [Part] {
    var told: Set<String> = []
    var parts: [Part] = []
    for part in worked.parts {
      let outer = Array(part.inputs.dropLast())
      let (function, label) = (name(outer, style), name(part.inputs, style))
      let order = part.inputs.count
      let formulas = order <= lower.count ? lower[order - 1] : formulas
      let goal = DerivationGoal(
        part, among: formulas, function: function, label: label, style: style, number: number, isProgram: isProgram)
      let text = try DerivationText(part, style: style, number: number, goal: goal, told: &told)
      parts.append(Part(label: label, lines: text.lines, leftOut: part.leftOut))
    }
    return parts
  }

  /// Returns the name of a derivative, and of the function where there is no input.
  private func name(_ inputs: [String], _ style: FormulaStyle) -> String {
    if inputs.isEmpty { return "f" }
    let quantity = FormulaReport.quantity(inputs)
    return style == .latex ? quantity.latex : quantity.label
  }

  // MARK: - Formats

  /// A Boolean value indicating whether each derivation has a title.
  private var hasTitles: Bool { worked.parts.count + worked.leftOut.count > 1 }

  /// The number of columns in which lines are broken.
  private static let width = 80

  /// The length of a rule's name beside which the rule in general has no room.
  private static let longestRule = 60

  private func text(_ parts: [Part], _ session: Session) {
    let out = session.out
    for part in parts {
      if hasTitles { out.line(session.rendering.paint("\(part.label), step by step", .bold)) }
      for (place, line) in part.lines.enumerated() {
        let beginning = "\(place + 1). "
        let indent = String(repeating: " ", count: beginning.count)
        let rule = line.rule + (line.general.map { ": \($0)" } ?? "")
        if let general = line.general, TextWidth.of(beginning + rule) > Self.width {
          // A long rule stands on lines of its own.
          for row in Paragraph.lines(line.rule + ":", width: Self.width, after: beginning) { out.line(row) }
          for row in Paragraph.lines(formula: general, width: Self.width, after: indent + "  ") { out.line(row) }
        } else {
          out.line(beginning + rule)
        }
        let equation = indent + line.of + " = " + line.gives
        if TextWidth.of(equation) <= Self.width {
          out.line(equation)
        } else {
          for row in Paragraph.lines(formula: line.of, width: Self.width, after: indent) { out.line(row) }
          for row in Paragraph.lines(formula: line.gives, width: Self.width, after: indent + "  = ") { out.line(row) }
        }
      }
      if part.leftOut > 0 { out.line("(\(part.leftOut) more operations are left out before the last step)") }
      out.line("")
    }
    FormulaReport(formulas, request).write(session)
  }

  private func markdown(_ parts: [Part], _ session: Session) {
    for part in parts {
      if hasTitles {
        session.out.line("**\(part.label)**")
        session.out.line("")
      }
      var table = Table(["", "rule", "of", "gives"].map { .init(title: $0) })
      table.rows = part.lines.enumerated().map { place, line in
        ["\(place + 1)", line.rule + (line.general.map { ": \($0)" } ?? ""), line.of, line.gives]
      }
      for line in table.markdown { session.out.line(line) }
      session.out.line("")
    }
    FormulaReport(formulas, request).write(session)
  }

  /// Returns the name of a rule within text, in which powers are mathematics.
  private static func latex(rule: String) -> String {
    rule.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.includes("^") else { return LaTeX.escaped(String(word)) }
      let power = word.prefix { $0 != "," && $0 != ";" }
      return "$\(power)$" + word.dropFirst(power.count)
    }.joined(separator: " ")
  }

  private func latex(_ parts: [Part], _ session: Session) {
    for part in parts {
      let out = session.out
      out.line("\\begin{aligned}")
      for (place, line) in part.lines.enumerated() {
        let rule = "\\text{\(place + 1). \(Self.latex(rule: line.rule))"
        if let general = line.general, line.rule.count > Self.longestRule {
          out.line("  & \(rule):} \\\\")
          out.line("  & \\qquad \(general) \\\\")
        } else {
          out.line("  & \(rule)\(line.general.map { ": } \($0)" } ?? "}") \\\\")
        }
        // A long equation stands on two lines.
        let isLong = line.of.count + line.gives.count > 140
        let end = place < part.lines.count - 1 ? " \\\\[1ex]" : ""
        out.line("  & \\qquad \(line.of)" + (isLong ? " \\\\" : " = \(line.gives)\(end)"))
        if isLong { out.line("  & \\qquad\\quad = \(line.gives)\(end)") }
      }
      out.line("\\end{aligned}")
      out.line("")
    }
    FormulaReport(formulas, request).write(session)
  }

  private func json(_ parts: [Part], _ number: NumberText) -> JSON {
    let steps = parts.flatMap(\.lines).map { line in
      JSON.object([("rule", .string(line.rule)), ("of", .string(line.of)), ("gives", .string(line.gives))])
    }
    return FormulaReport(formulas, request).json(number, steps: steps)
  }
}
