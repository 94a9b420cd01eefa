import AutodiffCore

/// A trace in each of its formats.
struct TraceReport {
  private let trace: Trace
  private let request: ProgramRequest
  private let findings: Findings

  init(_ trace: Trace, _ request: ProgramRequest) {
    self.trace = trace
    self.request = request
    findings = Findings(trace.point, trace.derivatives, request.source)
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    var number = session.rendering.number
    let isForPeople = format == .text || format == .markdown || format == .latex
    if isForPeople, number.digits == nil { number.digits = 6 }
    switch format {
    case .json: session.answer(json(session))
    case .csv, .tsv:
      let tables = TraceTables(trace, .data, number)
      for (index, section) in tables.sections().enumerated() {
        if index > 0 { session.out.line("") }
        for line in section.table.lines(format, width: .max) { session.out.line(line) }
      }
    case .latex: latex(number, session)
    case .markdown: markdown(number, session)
    default: text(number, session)
    }
    noteConventions(session)
    return findings.note(session)
  }

  /// A trace keeps the gates' conventions on its edges, and the gradient below it is the function's.
  private func noteConventions(_ session: Session) {
    guard let derivatives = trace.derivatives else { return }
    for (place, entry) in derivatives.gradient.enumerated() where entry.value != derivatives.convention[place] {
      let convention = derivatives.convention[place]
      if entry.value.isNaN, convention.isNaN { continue }
      let number = session.rendering.number
      session.note(
        "the gates' conventions at kinks give df/d\(entry.name) = \(number(convention)); its sides agree on \(number(entry.value))"
      )
    }
  }

  // MARK: - For people

  private func text(_ number: NumberText, _ session: Session) {
    let ascii = session.rendering.ascii
    let tables = TraceTables(trace, .text(ascii: ascii), number)
    let paint = session.rendering.paint
    for (index, section) in tables.sections(width: session.rendering.width).enumerated() {
      if index > 0 { session.out.line("") }
      if !section.title.isEmpty { session.out.line(paint(section.title, .bold)) }
      for (row, line) in section.table.text(width: session.rendering.width).enumerated() {
        session.out.line(row == 0 ? paint(line, .dim) : line)
      }
    }
    session.out.line("")
    session.out.line(output(tables, number))
    for (name, value) in answers { session.out.line("\(name) = \(number(value))") }
  }

  /// The gradient, or the one tangent that was asked for.
  private var answers: [(name: String, value: Double)] {
    guard let tangent = trace.directionalDerivative else { return trace.gradient.map { ("df/d\($0.name)", $0.value) } }
    return [("tangent", tangent)]
  }

  private func output(_ tables: TraceTables, _ number: NumberText) -> String {
    let name = tables.outputName
    let value = number(trace.output)
    return name == value || name == "f" ? "f = \(value)" : "f = \(name) = \(value)"
  }

  private func markdown(_ number: NumberText, _ session: Session) {
    let tables = TraceTables(trace, .text(ascii: session.rendering.ascii), number)
    for section in tables.sections() {
      if !section.title.isEmpty { session.out.line("**\(section.title)**\n") }
      for line in section.table.markdown { session.out.line(line) }
      session.out.line("")
    }
    session.out.line(output(tables, number))
    for (name, value) in answers { session.out.line("\n\(name) = \(number(value))") }
  }

  private func latex(_ number: NumberText, _ session: Session) {
    session.out.line("% needs \\usepackage{amsmath}")
    for section in TraceTables(trace, .latex, number).sections() {
      if !section.title.isEmpty { session.out.line("\\paragraph{\(section.title)}\n") }
      for line in section.table.latex { session.out.line(line) }
      session.out.line("")
    }
    if !trace.gradient.isEmpty {
      let parts = trace.gradient.map { name, value in
        "\\frac{\\partial f}{\\partial \(LaTeX.name(name))} = \(LaTeX.number(number(value)))"
      }
      session.out.line("\\[ \(parts.joined(separator: ", \\quad ")) \\]")
    }
  }

  // MARK: - For programs

  private func json(_ session: Session) -> JSON {
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)), ("mode", .string(trace.mode.rawValue)),
      ("nodes", .array(trace.steps.map(json))), ("value", .number(trace.output)),
    ]
    if trace.mode != .primal {
      pairs.append(("gradient", .object(trace.gradient.map { ($0.name, .number($0.value)) })))
    }
    return .object(pairs + findings.json(session))
  }

  private func json(_ step: Trace.Step) -> JSON {
    var pairs: [(String, JSON)] = [
      ("id", .string(step.name)), ("operation", .string(step.operation)),
      ("operands", .array(step.operands.map(JSON.string))),
      ("expression", .string(step.operation == "input" ? step.name : trace.expression(step, .language))),
      ("value", step.isCondition ? .bool(step.value != 0) : .number(step.value)),
    ]
    switch trace.mode {
    case .primal: break
    case .forward:
      pairs.append(
        ("tangents", .object(zip(trace.directions, step.tangents).map { ($0.isEmpty ? "direction" : $0, .number($1)) }))
      )
    case .reverse:
      pairs.append(("adjoint", .number(step.adjoint)))
      pairs.append(("contributions", .array(step.contributions.map(json))))
      pairs.append(("gate", .optional(step.role?.rawValue)))
    }
    return .object(pairs)
  }

  private func json(_ edge: Trace.Edge) -> JSON {
    .object([
      ("to", .string(edge.to)), ("upstream", .number(edge.contribution.upstream)),
      ("local", .string(trace.local(edge, .language))), ("localValue", .number(edge.contribution.local)),
      ("value", .number(edge.contribution.value)),
    ])
  }
}
