import AutodiffCore

/// The notes on rows when all of them are answered.
struct RowNotes {
  let session: Session
  /// The unit that the table counts in.
  let unit: RowPlace.Unit
  let reduction: Reduction?
  let wording: Wording

  /// The words that differ between questions.
  struct Wording {
    /// The words behind the number of rows that are undefined.
    var undefined: String
    /// The words for what stands in place of a row's answer.
    var noAnswer: String
    /// A flag for answers of rows that tell of kinks themselves.
    var answersTellKinks = false
  }

  func write(_ tally: RowTally, isTotalFinite: Bool) {
    if tally.undefined.count > 0 {
      session.note(text(tally.undefined, wording.undefined))
    } else if !isTotalFinite {
      // Every row's numbers are finite.
      let isEmpty = tally.rows == tally.faults && reduction == .mean
      session.note(isEmpty ? "there is no mean of no rows" : "a total is too large for a double")
    }
    if tally.kinks.count > 0, reduction != nil || !wording.answersTellKinks {
      session.note(
        text(tally.kinks, "at a kink, where a convention was used"),
        hint: "one of them alone, by --at, is answered with both sides")
    }
    if tally.faults > 0 {
      if let first = tally.firstFault { session.report(first, asJSON: false) }
      let end = reduction == nil ? wording.noAnswer : "left out of the total"
      session.warn("\(Self.rows(tally.faults)) could not be read or answered: \(end)")
    }
  }

  private func text(_ rows: RowCount, _ text: String) -> String {
    let place = "\(rows.count == 1 ? "" : "the first ")in \(unit.rawValue) \(rows.first)"
    return "\(Self.rows(rows.count)) \(text), \(place)"
  }

  private static func rows(_ count: Int) -> String {
    "\(ProblemText.grouped(count)) row\(count == 1 ? "" : "s")"
  }
}
