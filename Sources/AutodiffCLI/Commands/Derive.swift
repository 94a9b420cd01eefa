import AutodiffCore

enum Derive: Command {
  static let description = CommandDescription(
    name: "derive", summary: "the derivatives as expressions in the language itself, simplified",
    usage: "autodiff derive [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.order, .inline, .shape, .wrt, .output, .digits, .ties],
    formats: [.text, .json, .plain, .latex],
    examples: [
      "autodiff derive 'x1*x2 + sin(x1)'", "autodiff derive --order 2 '(1-x)^2 + 100*(y-x^2)^2'",
      "autodiff derive --format latex 'exp(-x^2/2)'", "autodiff derive 'sum((A@x - b)^2)' --shape A=3x2,x=2,b=3",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    let order = invocation.values[.order] == "2" ? 2 : 1
    var request = try ProgramRequest(invocation, session)
    if order > 1 { try request.requireScalar("derive --order 2") }
    _ = try request.inputs(invocation, session, mayMiss: true)
    let asked = try request.asked(invocation)
    let known = request
    return try DeepStack.answer(known.graph) { () throws(Failure) in
      try answer(known, asked, order, format, invocation, session)
    }
  }

  private static func answer(
    _ request: ProgramRequest, _ asked: [Graph.NodeID], _ order: Int, _ format: OutputFormat, _ invocation: Invocation,
    _ session: Session
  ) throws(Failure) -> ExitStatus {
    let formulas: DerivativeFormulas
    do throws(Problem) {
      formulas = try DerivativeFormulas(
        request.graph, asked: asked, order: order, inline: invocation.has(.inline), ties: request.ties)
    } catch {
      throw .text(error, request.source)
    }
    if !request.graph.guards.isEmpty { session.note("this holds for the path that the program takes at these values") }
    let number = session.rendering.number
    let out = session.out
    switch format {
    case .json: session.answer(json(formulas, request, number))
    case .plain: for entry in formulas.entries { out.line(formulas.program(entry, number)) }
    case .latex: latex(formulas, number, out)
    default:
      for (name, text) in formulas.definitions(.language, number) { out.line("\(name) = \(text)") }
      for entry in formulas.entries {
        out.line("\(quantity(entry).label) = \(formulas.text(entry, .language, number))")
      }
    }
    return .answered
  }

  private static func quantity(_ entry: DerivativeFormulas.Entry) -> Quantity {
    let kind: Quantity.Kind =
      entry.inputs.count == 1
      ? .derivative(entry.inputs[0]) : .secondDerivative(entry.inputs[0], entry.inputs[1])
    return Quantity(kind, .scalar(0))
  }

  private static func latex(_ formulas: DerivativeFormulas, _ number: NumberText, _ out: Output) {
    var lines = formulas.definitions(.latex, number).map { "  \(LaTeX.name($0.name)) &= \($0.text)" }
    lines += formulas.entries.map { "  \(quantity($0).latex) &= \(formulas.text($0, .latex, number))" }
    out.line("\\begin{aligned}")
    for (index, line) in lines.enumerated() { out.line(index < lines.count - 1 ? line + " \\\\" : line) }
    out.line("\\end{aligned}")
  }

  private static func json(_ formulas: DerivativeFormulas, _ request: ProgramRequest, _ number: NumberText) -> JSON {
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
