import AutodiffCore

/// What is said of rows when all of them are answered.
struct RowNotes {
  let session: Session
  /// What the table counts.
  let unit: RowPlace.Unit
  let reduction: PointOptions.Reduction?

  /// - Parameter what: rows of which kind.
  func undefined(_ rows: RowCount, _ what: String = "with a value or a derivative that is not finite") {
    session.note(text(rows, what))
  }

  func kinks(_ rows: RowCount) {
    session.note(
      text(rows, "at a kink, where a convention was used"),
      hint: "one of them alone, by --at, is answered with both sides")
  }

  /// Of totals that are not finite though every row's numbers are.
  ///
  /// - Parameter rows: how many there were.
  func totals(of rows: Int) {
    session.note(rows == 0 && reduction == .mean ? "there is no mean of no rows" : "a total is too large for a double")
  }

  /// - Parameters:
  ///   - first: why the first of them is none.
  ///   - answer: what stands in place of an answer.
  func faults(_ count: Int, first: Failure?, answer: String = "nan stands there") {
    if let first { session.report(first, asJSON: false) }
    let end = reduction == nil ? answer : "left out of the total"
    session.warn("\(Self.rows(count)) could not be read or answered: \(end)")
  }

  private func text(_ rows: RowCount, _ text: String) -> String {
    let place = "\(rows.count == 1 ? "" : "the first ")in \(unit.rawValue) \(rows.first)"
    return "\(Self.rows(rows.count)) \(text), \(place)"
  }

  private static func rows(_ count: Int) -> String {
    "\(ProblemText.grouped(count)) row\(count == 1 ? "" : "s")"
  }
}
