import AutodiffCore

/// The answers to a few rows.
struct CheckAnswer: RowAnswer {
  struct Row {
    var check: GradientCheck
    /// The claims of a row's part of a total, by element.
    var claims: [String: Claim.Number] = [:]
  }

  /// The rows that have an answer.
  var rows: [Row] = []
  var text = ""
  var tally = RowTally()
}

/// Checks rows of a table; all threads share one, of which nothing changes.
struct CheckWorker {
  var request: ProgramRequest
  var elements: Elements
  var columns: CheckColumns
  var reader: RowReader
  var table: TableIdentity
  /// The columns that are passed through, if any.
  var kept: KeptColumns?
  /// The writer of rows; nil where there is only a total.
  var writer: CheckRowWriter?

  func answer(_ piece: RowPiece) -> CheckAnswer {
    var answer = CheckAnswer()
    var rows = WrittenRows(piece, reader, keepsTexts: columns.hasClaims || kept != nil)
    while let row = rows.next() {
      let name = RowName(number: row.line - table.firstRow + 1, texts: kept?.columns.map(row.text))
      do throws(Failure) {
        if let fault = row.fault { throw table.failure(fault, in: piece) }
        try check(row, name, piece, &answer)
      } catch {
        guard request.options.keepsGoing else {
          answer.tally.end = error
          break
        }
        answer.tally.addFault(error)
        if let writer { answer.text += writer.unanswered(name) + "\n" }
      }
      answer.tally.rows += 1
    }
    return answer
  }

  private func check(
    _ row: WrittenRow, _ name: RowName, _ piece: RowPiece, _ answer: inout CheckAnswer
  ) throws(Failure) {
    let inputs = columns.inputs(row)
    let claims: [(String, Claim)]
    let texts: [String: String]
    do throws(RowFault) {
      (claims, texts) = try columns.claims(row)
    } catch {
      throw table.failure(error, in: piece)
    }
    let point: CheckedPoint
    do throws(Failure) {
      point = try CheckedPoint(request, elements, inputs)
    } catch {
      throw .atRow(error, table.place(row.line))
    }
    // Claims of a total are compared with the total.
    let check = try point.check(writer == nil ? [] : claims)
    if check.rows.contains(where: { $0.verdict == .undefined }) { answer.tally.undefined.add(row.line) }
    if check.rows.contains(where: { $0.verdict == .kink }) { answer.tally.kinks.add(row.line) }
    if let writer {
      answer.rows.append(.init(check: check))
      let why = request.options.asksWhy ? point.mistakes(check, hasClaims: columns.hasClaims) : nil
      answer.text += writer.text(name, check, claimed: texts, point.findings(check.derivatives), why) + "\n"
    } else {
      let numbers = claims.map { ($0, $1.number(inputs)) }
      answer.rows.append(
        .init(check: check, claims: Dictionary(numbers, uniquingKeysWith: { first, _ in first })))
    }
  }
}
