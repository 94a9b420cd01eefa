import AutodiffCore

/// The notes on claims of a table that nobody made, or that nobody would find.
struct ClaimNotes {
  private let names: [String]
  private let claimed: ClaimColumns
  private let order: Int
  private let session: Session

  /// - Parameter names: the names of the columns.
  init(_ names: [String], _ claimed: ClaimColumns, order: Int, session: Session) {
    self.names = names
    self.claimed = claimed
    self.order = order
    self.session = session
  }

  /// - Parameter hasClaims: whether anything is claimed; a table without any is told even where notes are left out.
  func write(hasClaims: Bool) {
    let others = claimed.ofOtherOrder.map { names[$0] }
    if !others.isEmpty {
      let which = order == 2 ? "first" : "second"
      session.note(
        Self.columns(others, "claims a \(which) derivative", "claim \(which) derivatives")
          + (order == 2 ? ", and --order 2 checks second ones" : ", which --order 2 checks"))
    }
    let wrong = claimed.suggestions.map { names[$0.column] }
    let right = claimed.suggestions.map(\.name)
    let call = "should be called \(NameList.text(right))"
    let advice = wrong.isEmpty ? nil : Self.columns(wrong, call, call)
    if !hasClaims {
      let reason = advice ?? "the table has no column such as \(claimed.expectedName), and there is no --expect"
      session.tell("nothing is claimed: \(reason)")
    } else if let advice {
      session.note("not read as claims: \(advice)")
    }
  }

  private static func columns(_ names: [String], _ one: String, _ several: String) -> String {
    names.count == 1 ? "column \(NameList.text(names)) \(one)" : "columns \(NameList.text(names)) \(several)"
  }
}
