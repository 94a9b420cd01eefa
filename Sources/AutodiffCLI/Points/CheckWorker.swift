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
  /// The writer of rows; nil where there is only a total.
  var writer: CheckRowWriter?

  func answer(_ piece: RowPiece) -> CheckAnswer {
    var answer = CheckAnswer()
    var rows = WrittenRows(piece, reader, keepsTexts: columns.hasClaims)
    while let (line, content) = rows.next() {
      do throws(Failure) {
        switch content {
        case .fault(let fault): throw table.failure(fault, in: piece)
        case .row(let row): try check(row, line, &answer)
        }
      } catch {
        guard request.options.keepsGoing else {
          answer.tally.end = error
          break
        }
        answer.tally.addFault(error)
        if let writer { answer.text += writer.unanswered(number(line)) + "\n" }
      }
      answer.tally.rows += 1
    }
    return answer
  }

  private func check(_ row: WrittenRows.Row, _ line: Int, _ answer: inout CheckAnswer) throws(Failure) {
    let inputs = columns.inputs(row)
    let point: CheckedPoint
    do throws(Failure) {
      point = try CheckedPoint(request, elements, inputs)
    } catch {
      throw .atRow(error, table.place(line))
    }
    let claims = columns.claims(row)
    // Claims of a total are compared with the total.
    let check = try point.check(writer == nil ? [] : claims)
    if check.rows.contains(where: { $0.verdict == .undefined }) { answer.tally.undefined.add(line) }
    if check.rows.contains(where: { $0.verdict == .kink }) { answer.tally.kinks.add(line) }
    if let writer {
      answer.rows.append(.init(check: check))
      let why = request.options.asksWhy ? point.mistakes(check, hasClaims: columns.hasClaims) : nil
      answer.text += writer.text(number(line), check, point.findings(check.derivatives), why) + "\n"
    } else {
      let numbers = claims.map { ($0, $1.number(inputs)) }
      answer.rows.append(
        .init(check: check, claims: Dictionary(numbers, uniquingKeysWith: { first, _ in first })))
    }
  }

  /// The number of a row, the first of which is 1.
  private func number(_ line: Int) -> Int { table.hasHeader && table.unit == .line ? line - 1 : line }
}
