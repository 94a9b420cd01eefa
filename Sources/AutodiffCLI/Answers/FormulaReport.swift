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
    default:
      for (name, text) in formulas.definitions(.language, number) { out.line("\(name) = \(text)") }
      for entry in formulas.entries {
        out.line("\(quantity(entry).label) = \(formulas.text(entry, .language, number))")
      }
    }
  }

  private func quantity(_ entry: DerivativeFormulas.Entry) -> Quantity {
    let kind: Quantity.Kind =
      entry.inputs.count == 1
      ? .derivative(entry.inputs[0]) : .secondDerivative(entry.inputs[0], entry.inputs[1])
    return Quantity(kind, .scalar(0))
  }

  private func latex(_ number: NumberText, _ out: Output) {
    var lines = formulas.definitions(.latex, number).map { "  \(LaTeX.name($0.name)) &= \($0.text)" }
    lines += formulas.entries.map { "  \(quantity($0).latex) &= \(formulas.text($0, .latex, number))" }
    out.line("\\begin{aligned}")
    for (index, line) in lines.enumerated() { out.line(index < lines.count - 1 ? line + " \\\\" : line) }
    out.line("\\end{aligned}")
  }

  private func json(_ number: NumberText) -> JSON {
    var rows: [(String, JSON)] = []
    for entry in formulas.entries {
      let text = JSON.string(formulas.program(entry, number))
      if entry.inputs.count == 1 {
        rows.append((entry.inputs[0], text))
      } else if let last = rows.last, last.0 == entry.inputs[0], case .object(let row) = last.1 {
        rows[rows.count - 1].1 = .object(row + [(entry.inputs[1], text)])
      } else {
        rows.append((entry.inputs[0], .object([(entry.inputs[1], text)])))
      }
    }
    return .object([
      ("expression", .string(request.expression)), ("derivatives", .object(rows)), ("kinks", .array([])),
      ("undefined", .array([])),
    ])
  }
}
