import AutodiffCore

/// Verdicts in each of their formats.
struct CheckReport {
  struct Outcome {
    /// The values of the inputs, element by element.
    var inputs: [Double]
    var check: GradientCheck
  }

  private let request: ProgramRequest
  private let elements: Elements
  private let claims: Bool

  /// - Parameter claims: whether answers were claimed, which get a column of their own.
  init(_ request: ProgramRequest, _ elements: Elements, claims: Bool) {
    self.request = request
    self.elements = elements
    self.claims = claims
  }

  // MARK: - One point

  /// - Parameter writesNames: whether a separated table begins with a line of names.
  @discardableResult
  func write(
    _ check: GradientCheck, _ findings: Findings, _ format: OutputFormat, _ session: Session, writesNames: Bool = true,
    why: WhyReport? = nil, ways: DerivativeWays? = nil
  ) -> ExitStatus {
    switch format {
    case .json: session.answer(json(check, findings, session, why, ways: ways))
    case _ where ways != nil:
      if let ways { WaysReport(ways, check, request).write(format, session) }
    default:
      write(table(check.rows, Self.forPeople(format, session), why), format, session, writesNames: writesNames)
      if format == .text {
        session.out.line("")
        if let why { write(why, check, session) }
        if let summary = check.summary { session.out.line(summary) }
        session.out.line("verdict = \(check.verdict.rawValue)")
      }
    }
    let found = note(findings, check, session)
    return check.verdict.status ?? found
  }

  /// Writes why claims are wrong, or all single mistakes where nothing is claimed.
  private func write(_ why: WhyReport, _ check: GradientCheck, _ session: Session) {
    guard !claims else {
      let lines = why.lines(session.rendering)
      for line in lines + (lines.isEmpty ? [] : [""]) { session.out.line(line) }
      return
    }
    write(why.table(check, Self.forPeople(.text, session)), .text, session)
    session.out.line("")
  }

  /// Says what there is to say of a check, and answers the status that goes with it.
  private func note(_ findings: Findings, _ check: GradientCheck, _ session: Session) -> ExitStatus {
    let found = findings.note(session)
    // An input that is nan, for example, which a condition keeps from the answer.
    let names = check.rows.filter { $0.verdict == .undefined && $0.reverse.isFinite }.map(\.name)
    if found != .undefined, check.value.isFinite, let first = names.first {
      let others = names.count == 1 ? "" : " and \(names.count - 1) more"
      session.note("no finite differences along \(first)\(others) to compare with")
    }
    let undecided = check.rows.filter(\.restsOnSweeps).map(\.name)
    if let first = undecided.first {
      let others = undecided.count == 1 ? "" : " and \(undecided.count - 1) more"
      session.note("differences decide nothing along \(first)\(others): the verdict rests on reverse and forward mode")
    }
    return found
  }

  /// Says of which claims no number can be right.
  func note(misshapen: [(name: String, given: Shape, expected: Shape)], _ session: Session) {
    for claim in misshapen {
      session.note(
        "the derivative by \(claim.name) is \(ShapeText.phrase(claim.expected)), and its answer "
          + ShapeText.phrase(claim.given))
    }
  }

  /// The findings of an answer without a point.
  var noFindings: Findings { Findings(none: request.source) }

  /// - Parameter row: the columns of a table that are passed through.
  func json(
    _ check: GradientCheck, _ findings: Findings, _ session: Session, _ why: WhyReport? = nil, row: JSON? = nil,
    ways: DerivativeWays? = nil
  ) -> JSON {
    var rows: [JSON] = []
    for (place, row) in check.rows.enumerated() {
      rows.append(json(row, why, ways.map { WaysReport.json($0.blocks[place]) }))
    }
    var pairs: [(String, JSON)] = [("expression", .string(request.expression))]
    if let row { pairs.append(("row", row)) }
    pairs += [
      ("passed", .bool(check.verdict.passes)), ("verdict", .string(check.verdict.rawValue)),
      ("value", .tensor(check.value)), ("inputs", .array(rows)),
    ]
    if let ways { pairs.append(("ways", WaysReport.json(totals: ways))) }
    return .object(pairs + findings.json(session))
  }

  // MARK: - Random points

  /// Writes the checks at many points.
  ///
  /// - Throws: what `point` throws.
  /// - Parameter point: makes the point of an outcome anew; keeping all of them would take a graph's memory for each.
  func write(
    _ outcomes: [Outcome], _ format: OutputFormat, _ session: Session,
    point: ([Double]) throws(Failure) -> CheckedPoint
  ) throws(Failure) -> ExitStatus {
    let verdict = outcomes.map(\.check.verdict).max() ?? .pass
    let failures = outcomes.filter { !$0.check.verdict.passes }
    // One point of the worst kind stands for them all.
    let worst = outcomes.first { $0.check.verdict == verdict }
    var findings: Findings?
    if let worst { findings = try point(worst.inputs).findings(worst.check.derivatives) }
    switch format {
    case .json:
      session.answer(
        .object(
          [
            ("expression", .string(request.expression)), ("passed", .bool(verdict.passes)),
            ("verdict", .string(verdict.rawValue)), ("points", .integer(outcomes.count)),
            (
              "failures",
              .array(
                failures.map { failure in
                  .object([
                    ("at", .object(values(failure.inputs).map { ($0, .tensor($1)) })),
                    ("inputs", .array(failure.check.rows.map { json($0) })),
                  ])
                })
            ),
          ] + (findings?.json(session) ?? [("kinks", .array([])), ("undefined", .array([]))])))
    case .text:
      session.out.line("points = \(outcomes.count)")
      session.out.line("failures = \(failures.count)")
      if let first = failures.first {
        session.out.line("first failure at \(bindings(first.inputs))")
        session.out.line("")
        write(table(first.check.rows, Self.forPeople(format, session)), format, session)
      }
      session.out.line("")
      session.out.line("verdict = \(verdict.rawValue)")
    default:
      if let first = failures.first {
        session.note("first failure at \(bindings(first.inputs))")
        write(table(first.check.rows, Self.forPeople(format, session)), format, session)
      } else {
        write(table([], session.rendering.number), format, session)
      }
    }
    let found = worst.flatMap { worst in findings.map { note($0, worst.check, session) } } ?? .answered
    return verdict.status ?? found
  }

  /// Values in full, ready to paste after `--at`.
  private func bindings(_ inputs: [Double]) -> String {
    values(inputs).map { "\($0)=\(BindingText.value($1))" }.joined(separator: ",")
  }

  private func values(_ inputs: [Double]) -> [(name: String, value: Tensor)] {
    Array(zip(elements.names.all, elements.tensors(inputs)))
  }

  // MARK: - Parts

  /// Numbers rounded for people, unless they say how.
  static func forPeople(_ format: OutputFormat, _ session: Session) -> NumberText {
    var number = session.rendering.number
    if number.digits == nil, format == .text || format == .markdown { number.digits = 6 }
    return number
  }

  private func table(_ rows: [GradientCheck.Row], _ number: NumberText, _ why: WhyReport? = nil) -> Table {
    // Rounded numbers are for people, whose lines are short.
    let isForPeople = number.digits == 6
    let errors = isForPeople ? ["error", "relative"] : ["errorEstimate", "relativeError"]
    let titles = ["reverse", "forward", "numeric"] + errors + (claims ? ["expected"] : [])
    var table = Table(
      [.init(title: "input")] + titles.map { .init(title: $0, alignment: .right) } + [.init(title: "verdict")]
        + (isForPeople || why == nil ? [] : [.init(title: "why")])
        + (showsEnds ? ["f(x)", "f(x+h)"].map { .init(title: $0, alignment: .right) } : []))
    var short = number
    if let digits = number.digits { short.digits = min(digits, 3) }
    let ends = number.showing(rows.compactMap(\.numeric.ends))
    table.rows = rows.map { row in
      [row.name, number(row.reverse), number(row.forward), number(row.numeric.value)]
        + [short(row.numeric.error), short(row.relativeError)]
        + (claims ? [row.expected.map { claimed($0, number) } ?? ""] : []) + [row.verdict.rawValue]
        + (isForPeople ? [] : why.map { [$0.cell(row)] } ?? [])
        + (showsEnds ? [row.numeric.ends?.start, row.numeric.ends?.end].map { $0.map { ends($0) } ?? "" } : [])
    }
    return table
  }

  /// A Boolean value indicating whether the values are shown of which a forward difference is made.
  private var showsEnds: Bool { request.options.scheme == .forward && request.options.order != 2 }

  /// The text of a claim: as it is written, or the value of a formula, with more digits than the rest, for it may be
  /// wrong in its last one.
  private func claimed(_ claim: Claim.Number, _ number: NumberText) -> String {
    if let array = claim.misshapen { return ShapeText.phrase(array.shape) }
    if claim.isBlank { return "" }
    return claim.text ?? NumberText(digits: number.digits == 6 ? 10 : number.digits)(claim.value)
  }

  private func write(_ table: Table, _ format: OutputFormat, _ session: Session, writesNames: Bool = true) {
    let width = session.rendering.width
    let lines = table.lines(format, width: width)
    if format == .text, showsEnds, session.rendering.isTerminal, lines.contains(where: { TextWidth.of($0) > width }) {
      // The values that differences are made of stand in a table of their own.
      let parts = [table.keeping(0..<table.columns.count - 2), table.keeping([0] + table.columns.indices.suffix(2))]
      for line in parts.map({ $0.text(width: width) }).joined(separator: [""]) { session.out.line(line) }
      return
    }
    let hasNames = writesNames || format != .csv && format != .tsv
    for line in hasNames ? lines[...] : lines.dropFirst() { session.out.line(line) }
  }

  private func json(_ row: GradientCheck.Row, _ why: WhyReport? = nil, _ ways: JSON? = nil) -> JSON {
    var pairs: [(String, JSON)] = row.output.map { [("output", .string($0))] } ?? []
    pairs += [
      ("input", .string(row.input)), ("reverse", .number(row.reverse)), ("forward", .number(row.forward)),
      ("numeric", .number(row.numeric.value)), ("errorEstimate", .number(row.numeric.error)),
      ("relativeError", .number(row.relativeError)),
    ]
    if claims {
      let expected = row.expected.flatMap { $0.isBlank ? nil : $0.misshapen.map(JSON.tensor) ?? .number($0.value) }
      pairs.append(("expected", expected ?? .null))
    }
    return .object(
      pairs + [("verdict", .string(row.verdict.rawValue))]
        + (showsEnds
          ? [("f(x)", .number(row.numeric.ends?.start ?? .nan)), ("f(x+h)", .number(row.numeric.ends?.end ?? .nan))]
          : [])
        + (why.map { [("mistakes", $0.json(row)), ("facts", $0.factsJSON(row))] } ?? [])
        + (ways.map { [("ways", $0)] } ?? []))
  }
}

extension GradientCheck.Verdict {
  /// The exit status; nil where the check passes.
  var status: ExitStatus? {
    switch self {
    case .mismatch, .missing: .mismatch
    case .undefined: .undefined
    case .pass, .kink: nil
    }
  }
}
