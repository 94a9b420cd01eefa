import AutodiffCore

/// `check --points`: a verdict for each row of a table, a student's answers in a row for example, or with `--reduce` one
/// for all of them.
struct CheckPoints {
  private let options: PointOptions
  private let invocation: Invocation
  private let session: Session
  private let format: OutputFormat
  private let stream: PointStream

  /// Nil where no table is asked about.
  init?(_ invocation: Invocation, _ session: Session) throws(Failure) {
    guard let options = try PointOptions(invocation) else { return nil }
    for other in [Option.random, .sweep] where invocation.has(other) {
      throw .usage(.conflict("--points", other.long))
    }
    self.options = options
    self.invocation = invocation
    self.session = session
    format = try options.format(invocation, ofRows: [.text, .json, .csv, .tsv])
    stream = try PointStream(options.path, invocation, session.host)
  }

  var columns: PointColumns { stream.columns }

  /// - Parameter known: by element.
  func run(
    _ request: ProgramRequest, _ elements: Elements, known: ProgramRequest.Inputs, _ settings: CheckSettings
  ) throws(Failure) -> ExitStatus {
    let names = try stream.names(for: elements.elementNames, known)
    let asked = try request.askedNames(invocation).flatMap {
      elements.elementNames(ofPart: Int(elements.names.find($0) ?? 0))
    }
    let columns = try CheckColumns(names, request, elements, known: known, asked: asked, invocation)
    try PointSources.examine(names, used: Set(columns.targets.filter { $0 >= 0 }), elements, stream, session)
    let report = CheckReport(request, elements, claims: columns.hasClaims)
    let writer = CheckRowWriter(format, report, asked, session)
    let isReduced = options.reduction != nil
    if !isReduced, options.writesNames, let header = writer.header { session.out.line(header) }
    let worker = CheckWorker(
      request: request, elements: elements, columns: columns, asked: asked, settings: settings, invocation: invocation,
      reader: RowReader(separator: stream.columns.separator, targets: columns.targets), options: options,
      path: stream.name, unit: stream.unit, writer: isReduced ? nil : writer)
    var outcome = Outcome(asked)
    let pipeline = RowPipeline(
      stream: stream, threads: options.threads, session: session,
      linesBefore: options.writesNames && writer.header != nil ? 1 : 0)
    try pipeline.run(next: stream.nextFew) {
      { worker.answer($0) }
    } deliver: { answer in
      outcome.add(answer, isReduced: isReduced)
      session.out.write(answer.text)
      session.out.flush()
      return outcome.rows
    } failure: {
      $0.end
    }
    var verdict = outcome.verdict
    if let reduction = options.reduction {
      let check = outcome.total.check(mean: reduction == .mean, settings.tolerance, columns.claimsOfTotal)
      report.write(check, report.noFindings, format, session, writesNames: options.writesNames)
      verdict = check.verdict
      note(check, outcome)
    } else if outcome.undefined.count > 0 {
      notes.undefined(outcome.undefined, Self.undefined)
    }
    if outcome.faults > 0 {
      notes.faults(outcome.faults, first: outcome.firstFault, answer: writer.noAnswer)
      return .failed
    }
    return verdict.status ?? (verdict == .kink && session.isStrict ? .kink : .answered)
  }

  private static let undefined = "whose verdict is undefined"

  private var notes: RowNotes {
    RowNotes(session: session, unit: stream.unit, reduction: options.reduction)
  }

  /// Says what a total does not show.
  private func note(_ check: GradientCheck, _ outcome: Outcome) {
    if outcome.undefined.count > 0 {
      notes.undefined(outcome.undefined, Self.undefined)
    } else if !check.value.isFinite || !check.rows.allSatisfy(\.reverse.isFinite) {
      notes.totals(of: outcome.total.count)
    }
    if outcome.kinks.count > 0 { notes.kinks(outcome.kinks) }
  }

  /// What became of all rows so far.
  private struct Outcome {
    var rows = 0
    /// The worst of the rows'.
    var verdict = GradientCheck.Verdict.pass
    var undefined = RowCount()
    var kinks = RowCount()
    var faults = 0
    var firstFault: Failure?
    var total: CheckTotal

    init(_ asked: [String]) { total = CheckTotal(asked) }

    mutating func add(_ answer: CheckAnswer, isReduced: Bool) {
      rows += answer.rows.count
      faults += answer.faults
      if firstFault == nil { firstFault = answer.firstFault }
      for row in answer.rows {
        guard let check = row.check else { continue }
        verdict = max(verdict, check.verdict)
        if check.rows.contains(where: { $0.verdict == .undefined }) { undefined.add(row.line) }
        if check.rows.contains(where: { $0.verdict == .kink }) { kinks.add(row.line) }
        if isReduced { total.add(check, row.claims) }
      }
    }
  }
}
