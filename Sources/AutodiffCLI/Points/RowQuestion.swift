import AutodiffCore

/// A question that is answered at each row of a table, or once for all rows.
///
/// A command that is to take `--points` brings one: the work at a few rows, and what is done with their answers.
protocol RowQuestion {
  associatedtype Answer: RowAnswer

  /// The line of names before the answers; nil in formats that have none.
  var header: String? { get }
  /// A flag for answers that are a line each.
  var answersAreLines: Bool { get }
  /// The rows that are worked on together.
  var pieces: RowPieces { get }
  var wording: RowNotes.Wording { get }

  /// Makes the work of one thread.
  func makeWorker() -> (RowPiece) -> Answer

  /// Takes the next answer, in the order of the rows: writes it, or adds it to a total.
  mutating func take(_ answer: Answer)

  /// Ends what was written of the rows, whether or not all of them were answered.
  func close()

  /// Writes the one answer for all rows.
  ///
  /// - Returns: whether all of its numbers are finite.
  mutating func writeTotal(_ reduction: Reduction) -> Bool

  /// The exit status where no row is without an answer.
  func status(_ tally: RowTally, isTotalFinite: Bool) -> ExitStatus
}

extension RowQuestion {
  func close() {}
}

/// The answers to some rows.
protocol RowAnswer {
  var tally: RowTally { get }
}

/// The sizes of the pieces in which rows are worked on.
enum RowPieces {
  /// The rows that are there.
  case ready
  /// The same number of bytes for each piece, however they come in.
  case full
  /// A few rows, for work that takes long at each.
  case few
}

extension PointTable {
  /// Answers a question at all rows.
  ///
  /// - Throws: the first row that has no answer, unless `--keep-going`, and that the answer cannot be written.
  func answer(_ question: some RowQuestion) throws(Failure) -> ExitStatus {
    let header = options.reduction == nil && options.writesNames ? question.header : nil
    if let header { session.out.line(header) }
    let pipeline = RowPipeline(
      stream: stream, threads: options.threads, session: session,
      linesBefore: question.answersAreLines ? header == nil ? 0 : 1 : nil)
    var tally = RowTally()
    var taken = question
    defer { question.close() }
    try pipeline.run(question.pieces) {
      question.makeWorker()
    } take: { answer in
      tally.add(answer.tally)
      taken.take(answer)
      return tally.rows
    }
    var isTotalFinite = true
    if let reduction = options.reduction { isTotalFinite = taken.writeTotal(reduction) }
    RowNotes(session: session, unit: stream.identity.unit, reduction: options.reduction, wording: question.wording)
      .write(tally, isTotalFinite: isTotalFinite)
    return tally.faults > 0 ? .failed : taken.status(tally, isTotalFinite: isTotalFinite)
  }
}
