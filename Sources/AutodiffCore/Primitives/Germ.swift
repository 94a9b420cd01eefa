/// How a value behaves on one side of a point: what it tends to and how fast, along a direction with parameter t > 0.
package struct Germ: Sendable {
  /// The limit as t falls to 0.
  package var value: Double
  /// The derivative by t in that limit.
  package var slope: Double
  /// Whether the value depends on t at all; a router lets nothing through from the side it did not choose.
  package var moves: Bool

  package init(_ value: Double, slope: Double, moves: Bool = true) {
    self.value = value
    self.slope = slope
    self.moves = moves
  }

  package static func still(_ value: Double) -> Germ { Germ(value, slope: 0, moves: false) }

  /// -1, 0 or 1 as this is below, at or above `other` just after the start.
  func compare(_ other: Germ) -> Int {
    if value != other.value { return value < other.value ? -1 : 1 }
    return slope == other.slope ? 0 : slope < other.slope ? -1 : 1
  }
}

/// Where a primitive is not differentiable, and what it does on either side.
package struct Kink: Sendable {
  package enum Kind: String, Sendable {
    /// Continuous, with different derivatives on its sides.
    case kink
    /// The value itself may change at once.
    case jump
  }

  package var kind: Kind
  /// Whether operands of these values are at one.
  package var isAt: @Sendable (_ operands: [Double]) -> Bool
  /// A number for the smooth piece on which operands of these values lie.
  package var piece: @Sendable (_ operands: [Double]) -> Double
  /// The output's germ from the operands', at a kink.
  package var side: @Sendable (_ operands: [Germ]) -> Germ

  init(
    _ kind: Kind, at isAt: @escaping @Sendable ([Double]) -> Bool, piece: @escaping @Sendable ([Double]) -> Double,
    side: @escaping @Sendable ([Germ]) -> Germ
  ) {
    self.kind = kind
    self.isAt = isAt
    self.piece = piece
    self.side = side
  }
}

extension Kink {
  /// At 0 the derivative changes from `below` to `above`.
  static func corner(_ side: @escaping @Sendable (_ x: Germ) -> Double) -> Kink {
    Kink(.kink, at: { $0[0] == 0 }, piece: { Scalar.sign($0[0]) }) {
      let slope = side($0[0])
      return Germ(0, slope: slope, moves: $0[0].moves && (slope != 0 || $0[0].slope == 0))
    }
  }

  /// The step function `value` changes where `isAt` says, to what `after` says.
  static func steps(
    _ value: @escaping @Sendable (Double) -> Double, at isAt: @escaping @Sendable (Double) -> Bool,
    after: @escaping @Sendable (_ x: Germ) -> Double
  ) -> Kink {
    Kink(.jump, at: { isAt($0[0]) }, piece: { value($0[0]) }) { Germ.still(after($0[0])) }
  }

  /// A comparison of two equal values: what `holds` says of the order just after.
  static func boundary(_ holds: @escaping @Sendable (_ order: Double, _ zero: Double) -> Bool) -> Kink {
    Kink(.jump, at: { $0[0] == $0[1] }, piece: { Scalar.sign($0[0] - $0[1]) }) {
      Germ.still(holds(Double($0[0].compare($0[1])), 0) ? 1 : 0)
    }
  }

  /// Several arguments share the extreme value; the one that leaves the others behind decides.
  static func tie(_ extreme: @escaping @Sendable ([Double]) -> Double) -> Kink {
    Kink(
      .kink,
      at: { operands in
        let winner = extreme(operands)
        return operands.reduce(0) { $0 + ($1 == winner ? 1 : 0) } > 1
      },
      piece: { operands in Double(operands.firstIndex(of: extreme(operands)) ?? 0) },
      side: { operands in
        let winner = extreme(operands.map(\.value))
        let tied = operands.filter { $0.value == winner }
        return Germ(
          winner, slope: extreme(tied.map(\.slope)),
          moves: tied.contains { $0.moves && $0.slope == extreme(tied.map(\.slope)) })
      })
  }
}
