/// The sharing of the derivative among the winners of `max` or `min`, written without arrays: these primitives are
/// common.
package enum Extremum {
  /// The order by which one operand is the extreme one.
  package enum Order: Sendable {
    case least, greatest

    /// The comparison by which an operand wins alone.
    var wins: Primitive { self == .greatest ? .greater : .less }
    /// The comparison by which an operand wins, perhaps not alone.
    var winsTie: Primitive { self == .greatest ? .greaterEqual : .lessEqual }
  }

  /// Calls `body` with the place and the share of each operand.
  @inline(__always)
  static func forEachShare<S: Field>(
    _ count: Int, _ output: S, _ ties: Ties, operand: (Int) -> S, _ body: (_ place: Int, _ share: S) -> Void
  ) {
    switch ties {
    case .split:
      var winners: S = 0.0
      for place in 0..<count { winners = winners + Primitive.equal(operand(place), output) }
      for place in 0..<count { body(place, Primitive.equal(operand(place), output) / winners) }
    case .first, .last:
      var left: S = 1.0
      for step in 0..<count {
        let place = ties == .first ? step : count - 1 - step
        let share = left * Primitive.equal(operand(place), output)
        left = left - share
        body(place, share)
      }
    }
  }

  /// Returns the share of each operand.
  static func shares<S: Field>(_ operands: [S], _ output: S, _ ties: Ties) -> [S] {
    var shares = operands
    forEachShare(operands.count, output, ties, operand: { operands[$0] }) { shares[$0] = $1 }
    return shares
  }
}
