import AutodiffCore

/// `check` at each row of a table, a student's answers in a row for example, or with `--reduce` one verdict for all.
struct CheckRows: RowQuestion {
  private let worker: CheckWorker
  private let columns: CheckColumns
  private let report: CheckReport
  private let writer: CheckRowWriter
  private let session: Session
  /// The worst verdict of the rows so far.
  private var verdict = GradientCheck.Verdict.pass
  private var total: CheckTotal

  /// - Throws: columns that claim the derivative by what is no input, and inputs without a value or with two.
  init(_ table: PointTable, _ request: ProgramRequest, _ inputs: ElementInputs) throws(Failure) {
    let names = try table.columnNames(inputs)
    let elements = inputs.elements
    let wrt = try request.wrtPlaces().flatMap { elements.elementNames(ofPart: $0) }
    let separator = table.stream.columns.separator
    columns = try CheckColumns(names, separator: separator, request, inputs, table.session)
    let kept = try table.kept(names)
    let claimed = columns.claimed
    try table.examine(
      names, used: columns.used,
      told: claimed.ofOtherOrder + claimed.suggestions.map(\.column) + (kept?.columns ?? []), elements)
    ClaimNotes(names, claimed, order: request.options.order, session: table.session).write(
      hasClaims: columns.hasClaims)
    report = CheckReport(request, elements, claims: columns.hasClaims)
    session = table.session
    report.note(misshapen: columns.misshapen, session)
    let output = request.graph.shape(of: request.graph.output)
    let outputs: [String?] = output.isScalar ? [nil] : (0..<output.count).map { output.subscriptText($0) }
    let rows =
      request.options.order == 2
      ? wrt.flatMap { first in wrt.map { "\(first)/\($0)" } }
      : outputs.flatMap { output in wrt.map { GradientCheck.Row.name($0, output: output) } }
    writer = CheckRowWriter(request.options.format, report, rows, kept: kept, asksWhy: request.options.asksWhy, session)
    worker = CheckWorker(
      request: request, elements: elements, columns: columns,
      reader: RowReader(separator: separator, targets: columns.targets),
      table: table.stream.identity, kept: kept, writer: request.options.reduction == nil ? writer : nil)
    total = CheckTotal(wrt)
  }

  var header: String? { writer.header }
  var answersAreLines: Bool { true }
  var pieces: RowPieces { .few }
  var wording: RowNotes.Wording {
    .init(undefined: "whose verdict is undefined", noAnswer: writer.noAnswer, answersTellKinks: true)
  }

  func makeWorker() -> (RowPiece) -> CheckAnswer {
    let worker = worker
    return { worker.answer($0) }
  }

  mutating func take(_ answer: CheckAnswer) {
    for row in answer.rows {
      verdict = max(verdict, row.check.verdict)
      if worker.writer == nil { total.add(row.check, row.claims) }
    }
    session.out.write(answer.text)
    session.out.flush()
  }

  mutating func writeTotal(_ reduction: Reduction) -> Bool {
    let options = worker.request.options
    let check = total.check(mean: reduction == .mean, options.tolerance, columns.claimsOfTotal)
    report.write(check, report.noFindings, options.format, session, writesNames: options.writesNames)
    verdict = check.verdict
    return check.value.isFinite && check.rows.allSatisfy(\.reverse.isFinite)
  }

  func status(_ tally: RowTally, isTotalFinite: Bool) -> ExitStatus {
    verdict.status ?? (verdict == .kink && session.isStrict ? .kink : .answered)
  }
}
