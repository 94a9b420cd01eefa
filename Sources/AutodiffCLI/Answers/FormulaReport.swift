import AutodiffCore

/// Derivatives as formulas, in each of their formats.
struct FormulaReport {
  private let formulas: DerivativeFormulas
  private let request: ProgramRequest

  init(_ formulas: DerivativeFormulas, _ request: ProgramRequest) {
    self.formulas = formulas
    self.request = request
  }

  func write(_ session: Session) {
    let number = session.rendering.number
    let out = session.out
    switch request.options.format {
    case .json: session.answer(json(number))
    case .plain: for entry in formulas.entries { out.line(formulas.program(entry, number)) }
    case .latex: latex(number, out)
    case .markdown:
      var table = Table([.init(title: "quantity"), .init(title: "formula")])
      table.rows = formulas.definitions(.language, number).map { [$0.name, $0.text] }
      table.rows += formulas.entries.map { [Self.quantity($0.inputs).label, formulas.text($0, .language, number)] }
      for line in table.markdown { out.line(line) }
    default:
      for (name, text) in formulas.definitions(.language, number) { out.line("\(name) = \(text)") }
      for entry in formulas.entries {
        out.line("\(Self.quantity(entry.inputs).label) = \(formulas.text(entry, .language, number))")
      }
    }
  }

  /// Returns the derivative by inputs, one after the other, as a quantity without a value.
  static func quantity(_ inputs: [String]) -> Quantity {
    let kind: Quantity.Kind =
      switch inputs.count {
      case 1: .derivative(inputs[0])
      case 2: .secondDerivative(inputs[0], inputs[1])
      default: .partial(inputs)
      }
    return Quantity(kind, .scalar(0))
  }

  private func latex(_ number: NumberText, _ out: Output) {
    var lines = formulas.definitions(.latex, number).map { "  \(LaTeX.name($0.name)) &= \($0.text)" }
    lines += formulas.entries.map { "  \(Self.quantity($0.inputs).latex) &= \(formulas.text($0, .latex, number))" }
    out.line("\\begin{aligned}")
    for (index, line) in lines.enumerated() { out.line(index < lines.count - 1 ? line + " \\\\" : line) }
    out.line("\\end{aligned}")
  }

  /// - Parameter steps: the steps that lead to the derivatives, if they are asked for.
  func json(_ number: NumberText, steps: [JSON]? = nil) -> JSON {
    let rows = nested(formulas.entries[...], 0, number)
    return .object(
      [("expression", .string(request.expression)), ("derivatives", .object(rows))]
        + (steps.map { [("steps", .array($0))] } ?? []) + [("kinks", .array([])), ("undefined", .array([]))])
  }

  /// Returns the formulas nested once for each order, by the inputs from a place on.
  private func nested(
    _ entries: ArraySlice<DerivativeFormulas.Entry>, _ place: Int, _ number: NumberText
  ) -> [(String, JSON)] {
    var rows: [(String, JSON)] = []
    var rest = entries
    while let first = rest.first {
      let name = first.inputs[place]
      let group = rest.prefix { $0.inputs[place] == name }
      rest = rest.dropFirst(group.count)
      let isLast = place + 1 == first.inputs.count
      rows.append((name, isLast ? .string(formulas.program(first, number)) : .object(nested(group, place + 1, number))))
    }
    return rows
  }
}
