import AutodiffCore

/// A trace in each of its formats.
struct TraceReport {
  private let trace: Trace
  private let request: ProgramRequest
  private let findings: Findings

  init(_ trace: Trace, _ request: ProgramRequest) {
    self.trace = trace
    self.request = request
    findings = Findings(
      ProgramPoint(trace.point), trace.derivatives,
      areFinite: trace.cotangent == nil ? nil : trace.gradient.allSatisfy(\.value.isFinite), request.source)
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
    for (answer, convention) in zip(trace.gradient, trace.conventionalGradient) {
      let labels =
        trace.cotangent == nil
        ? Quantity(.derivative(answer.name), answer.value, shape: trace.output.shape).labels
        : Quantity(.product("v.f", along: answer.name), answer.value).labels
      ConventionNotes.write(labels, answer.value, convention.value, session)
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
    for line in PathText(trace.graph, request.source).lines { session.out.line(line) }
    let texts = ArrayText(number, session.rendering)
    for line in texts.lines(trace.output, after: output(tables, number)) { session.out.line(line) }
    for (name, value) in answers { for line in texts.lines(value, after: "\(name) = ") { session.out.line(line) } }
  }

  /// The gradient, or the one tangent that was asked for.
  private var answers: [(name: String, value: Tensor)] {
    if let tangent = trace.directionalDerivative { return [("tangent", tangent)] }
    return trace.gradient.map { (Quantity(answerKind($0.name), $0.value, shape: .scalar).label, $0.value) }
  }

  /// The kind of a derivative by an input: of the output, or of the output times the cotangent.
  private func answerKind(_ input: String) -> Quantity.Kind {
    trace.cotangent == nil ? .derivative(input) : .product("v.f", along: input)
  }

  /// The text before the value.
  private func output(_ tables: TraceTables, _ number: NumberText) -> String {
    let name = tables.outputName
    let isValue = trace.output.scalar.map { number($0) == name } ?? name.isEmpty
    return isValue || name == "f" ? "f = " : "f = \(name) = "
  }

  private func markdown(_ number: NumberText, _ session: Session) {
    let tables = TraceTables(trace, .text(ascii: session.rendering.ascii), number, isInline: true)
    for section in tables.sections() {
      if !section.title.isEmpty { session.out.line("**\(section.title)**\n") }
      for line in section.table.markdown { session.out.line(line) }
      session.out.line("")
    }
    let path = PathText(trace.graph, request.source).decisions
    for decision in path { session.out.line("- `\(ProblemText.printable(decision.condition))` is \(decision.text)") }
    if !path.isEmpty { session.out.line("") }
    let texts = ArrayText(number, session.rendering)
    session.out.line(output(tables, number) + texts.line(trace.output))
    for (name, value) in answers { session.out.line("\n\(name) = \(texts.line(value))") }
  }

  private func latex(_ number: NumberText, _ session: Session) {
    session.out.line("% needs \\usepackage{amsmath}")
    for line in PathText(trace.graph, request.source).lines { session.out.line("% \(line)") }
    for section in TraceTables(trace, .latex, number).sections() {
      // A heading of a class, such as \paragraph, is not there in all of them: beamer has none.
      if !section.title.isEmpty {
        session.out.line("\\medskip\\noindent\\textbf{\(section.title)}\\par\\smallskip\\noindent")
      }
      for line in section.table.latex { session.out.line(line) }
      session.out.line("")
    }
    if !trace.gradient.isEmpty {
      let parts = trace.gradient.map { name, value in
        "\(Quantity(answerKind(name), value).latex) = \(ArrayText(number).latex(value))"
      }
      session.out.line("\\[ \(parts.joined(separator: ", \\quad ")) \\]")
    }
  }

  // MARK: - For programs

  private func json(_ session: Session) -> JSON {
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)), ("mode", .string(trace.mode.rawValue)),
      ("nodes", .array(trace.steps.map(json))), ("value", .tensor(trace.output)),
    ]
    if trace.mode != .primal {
      pairs.append(("gradient", .object(trace.gradient.map { ($0.name, .tensor($0.value)) })))
    }
    let path = PathText(trace.graph, request.source).decisions
    if !path.isEmpty {
      pairs.append(
        ("path", .array(path.map { .object([("condition", .string($0.condition)), ("was", .string($0.text))]) })))
    }
    return .object(pairs + findings.json(session))
  }

  private func json(_ step: Trace.Step) -> JSON {
    var pairs: [(String, JSON)] = [
      ("id", .string(step.name)), ("operation", .string(step.operation)),
      ("operands", .array(step.operands.map(JSON.string))),
      ("expression", .string(step.operation == "input" ? step.name : trace.expression(step, .language))),
      ("value", value(step)),
    ]
    if let rounding = step.rounding {
      pairs.append(
        ("rounding", .object([("error", .number(rounding.error)), ("effect", .number(rounding.effect))])))
    }
    if let saved = step.saved {
      func names(_ part: SavedValues.Part) -> JSON {
        .array(saved.nodes(of: step.node, trace.graph, part).compactMap { trace.names[$0] }.map(JSON.string))
      }
      pairs += [("saved", names(.value)), ("savedSides", names(.side))]
    } else if trace.marksSaved {
      pairs += [("saved", .array([])), ("savedSides", .array([]))]
    }
    switch trace.mode {
    case .primal: break
    case .forward:
      pairs.append(("tangents", .object(trace.tangents(step).map { ($0.input, .tensor($0.value)) })))
    case .reverse:
      pairs.append(("adjoint", .tensor(step.adjoint)))
      pairs.append(("contributions", .array(step.contributions.map(json))))
      pairs.append(("gate", .optional(step.role?.rawValue)))
    }
    return .object(pairs)
  }

  private func value(_ step: Trace.Step) -> JSON {
    if step.isCondition, let truth = step.value.scalar { return .bool(truth != 0) }
    return .tensor(step.value)
  }

  private func json(_ edge: Trace.Edge) -> JSON {
    .object([
      ("to", .string(edge.to)), ("upstream", .tensor(edge.contribution.upstream)),
      ("local", .string(trace.local(edge, .language))),
      ("localValue", edge.contribution.local.map(JSON.tensor) ?? .null),
      ("value", .tensor(edge.contribution.value)),
    ])
  }
}
