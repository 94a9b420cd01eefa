import AutodiffCore

/// The answers to a few rows.
struct CheckAnswer {
  struct Row {
    var line: Int
    /// Nil where there is no answer.
    var check: GradientCheck?
    /// What is claimed of its part of a total.
    var claims: [String: Claim.Number] = [:]
  }

  var rows: [Row] = []
  var text = ""
  var faults = 0
  /// Why the first of them has no answer.
  var firstFault: Failure?
  /// Why rows end here.
  var end: Failure?
}

/// Checks rows of a table; all threads share one, of which nothing changes.
struct CheckWorker {
  var request: ProgramRequest
  var elements: Elements
  var columns: CheckColumns
  /// The elements that derivatives are asked for.
  var asked: [String]
  var settings: CheckSettings
  var invocation: Invocation
  var reader: RowReader
  var options: PointOptions
  /// What the table is called in messages.
  var path: String
  var unit: RowPlace.Unit
  /// Nil where only a total is asked for.
  var writer: CheckRowWriter?

  func answer(_ piece: RowPiece) -> CheckAnswer {
    var answer = CheckAnswer()
    var rows = WrittenRows(piece, reader, keepsTexts: columns.hasClaims)
    while let (line, content) = rows.next() {
      do throws(Failure) {
        switch content {
        case .fault(let fault): throw fault.failure(piece, path: path, hasNames: options.hasNames)
        case .row(let row): try check(row, line, &answer)
        }
      } catch {
        guard options.keepsGoing else {
          answer.end = error
          break
        }
        answer.faults += 1
        if answer.firstFault == nil { answer.firstFault = error }
        answer.rows.append(.init(line: line))
        if let writer { answer.text += writer.unanswered(number(line)) + "\n" }
      }
    }
    return answer
  }

  private func check(_ row: WrittenRows.Row, _ line: Int, _ answer: inout CheckAnswer) throws(Failure) {
    let inputs = columns.inputs(row)
    let point: CheckedPoint
    do throws(Failure) {
      point = try CheckedPoint(request, elements, inputs, invocation)
    } catch {
      throw .atRow(error, RowPlace(table: path, number: line, unit: unit))
    }
    let claims = columns.claims(row)
    // Of a total, it is the total that is compared with what is claimed.
    let check = point.check(settings, writer == nil ? [] : claims)
    if let writer {
      answer.rows.append(.init(line: line, check: check))
      answer.text += writer.text(number(line), check, point.findings(check.derivatives)) + "\n"
    } else {
      let numbers = claims.map { ($0, $1.number(inputs)) }
      answer.rows.append(
        .init(line: line, check: check, claims: Dictionary(numbers, uniquingKeysWith: { first, _ in first })))
    }
  }

  /// The number of a row, the first of which is 1.
  private func number(_ line: Int) -> Int { options.hasNames && unit == .line ? line - 1 : line }
}
