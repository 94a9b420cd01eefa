/// The behaviour of a value on one side of a point, along a direction with parameter t > 0.
package struct OneSided: Sendable {
  /// The limit as t falls to 0.
  package var value: Double
  /// The derivative by t in that limit.
  package var slope: Double
  /// A Boolean value indicating whether the value depends on t at all: a gate that selects lets nothing through from
  /// the side it did not choose.
  package var moves: Bool

  /// Creates the behaviour of a value on one side.
  package init(_ value: Double, slope: Double, moves: Bool = true) {
    self.value = value
    self.slope = slope
    self.moves = moves
  }

  /// Returns the behaviour of a value that does not move.
  package static func still(_ value: Double) -> OneSided { OneSided(value, slope: 0, moves: false) }

  /// Returns a Boolean value indicating whether two derivatives are equal but for rounding.
  ///
  /// - Parameter scale: The size of the terms of which they are sums, if that may be larger than the sums.
  static func agree(_ left: Double, _ right: Double, scale: Double = 0) -> Bool {
    if left == right { return true }
    guard left.isFinite, right.isFinite else { return false }
    return fabs(left - right) <= fmax(1e-12 * fmax(fabs(left), fabs(right)), 1e-14 * scale)
  }

  /// Returns a Boolean value indicating whether one of several values moves, or they move apart.
  @Sendable static func part(_ values: [OneSided]) -> Bool {
    let first = values[0].slope
    return values.count == 1 ? first != 0 : values.contains { $0.slope != first }
  }

  /// Returns -1, 0 or 1 if this is below, at or above `other` just after the start.
  func compare(_ other: OneSided) -> Int {
    if value != other.value { return value < other.value ? -1 : 1 }
    return slope == other.slope ? 0 : slope < other.slope ? -1 : 1
  }
}

/// The kinds of places at which a primitive is not differentiable.
package enum KinkKind: String, Sendable {
  /// A place at which the primitive is continuous, with different derivatives on its sides.
  case kink
  /// A place at which the value itself may change at once.
  case jump
}

/// The places where a primitive is not differentiable, and the function on either side of one.
package struct Kink<S>: Sendable {
  /// The kind of these places.
  package var kind: KinkKind
  /// A number that is not 0 exactly where operands of these values are at a kink: over numbers a test, over tracers a
  /// condition that a tape watches in all its lanes.
  package var condition: @Sendable (_ operands: [S]) -> S
  /// A number for each lane of a reduction that is not 0 where the lane's elements are at a kink; nil for a primitive
  /// that reduces nothing.
  package var laneCondition: (@Sendable (ArrayEdge<S>) -> S)?
  /// A number for the smooth piece on which operands of these values lie.
  package var piece: @Sendable (_ operands: [Double]) -> Double
  /// A Boolean value indicating whether the place is a point around which all is one piece.
  var isAlone = false
  /// The output on one side of a kink, from the operands there.
  package var side: @Sendable (_ operands: [OneSided]) -> OneSided

  /// A Boolean value indicating whether operands of these values are where the second derivative changes, the first one
  /// perhaps not.
  package var isBend: @Sendable (_ operands: [Double]) -> Bool

  /// A Boolean value indicating whether the slopes of operands at a jump decide which way it goes.
  package var isDecided: @Sendable (_ operands: [OneSided]) -> Bool

  /// Creates the kinks of a primitive.
  ///
  /// - Parameters:
  ///   - isAlone: A Boolean value indicating whether the place is a point around which all is one piece.
  ///   - isBend: A closure that tells where the second derivative changes without a kink.
  ///   - isDecided: A closure that tells whether slopes decide a jump; by default those of operands that part.
  ///   - laneCondition: The condition for each lane of a reduction.
  init(
    _ kind: KinkKind, at condition: @escaping @Sendable ([S]) -> S, piece: @escaping @Sendable ([Double]) -> Double,
    isAlone: Bool = false, isBend: @escaping @Sendable ([Double]) -> Bool = { _ in false },
    isDecided: @escaping @Sendable ([OneSided]) -> Bool = OneSided.part,
    inLanes laneCondition: (@Sendable (ArrayEdge<S>) -> S)? = nil, side: @escaping @Sendable ([OneSided]) -> OneSided
  ) {
    self.kind = kind
    self.condition = condition
    self.laneCondition = laneCondition
    self.isAlone = isAlone
    self.isBend = isBend
    self.isDecided = isDecided
    self.piece = piece
    self.side = side
  }
}

extension Kink<Double> {
  /// Returns a Boolean value indicating whether operands of these values are at a kink.
  package func isAt(_ operands: [Double]) -> Bool { condition(operands) != 0 }
}

private typealias P = Primitive

extension Kink where S: Field {
  /// A corner at 0, where the derivative changes.
  ///
  /// - Parameter side: A closure that returns the slope on one side.
  static func corner(_ side: @escaping @Sendable (_ x: OneSided) -> Double) -> Kink {
    Kink(.kink, at: { P.equal($0[0], 0.0) }, piece: { Scalar.sign($0[0]) }) {
      let slope = side($0[0])
      return OneSided(0, slope: slope, moves: $0[0].moves && (slope != 0 || $0[0].slope == 0))
    }
  }

  /// The kink of a length, at the zero vector.
  static var length: Kink {
    Kink(
      .kink, at: { x in x.dropFirst().reduce(P.equal(x[0], 0.0)) { P.and($0, P.equal($1, 0.0)) } }, piece: { _ in 0 },
      isAlone: true, inLanes: { P.equal($0.output, 0.0) },
      side: { v in
        OneSided(0, slope: v.map(\.slope).withUnsafeBufferPointer(\.norm), moves: v.contains(where: \.moves))
      })
  }

  /// The kink of a norm of some order, the last operand, at the zero vector.
  static var lengthOfOrder: Kink {
    Kink(
      .kink, at: { x in x.dropFirst().reduce(P.equal(x[0], 0.0)) { P.and($0, P.equal($1, 0.0)) } }, piece: { _ in 0 },
      isAlone: true, inLanes: { P.equal($0.output, 0.0) },
      side: { v in
        let slopes = Tensor(Shape([v.count - 1]), v.dropLast().map(\.slope))
        let order = Tensor.scalar(v.last?.value ?? 2)
        return OneSided(
          0, slope: Tensor.norm(slopes, order: order, ArrayOperation(.normOfOrder, shape: .scalar))[0],
          moves: v.contains(where: \.moves))
      })
  }

  /// The branch cut of the angle of a point, y = 0 for x < 0, where it jumps from -π to π.
  static var branchCut: Kink {
    // The pieces meet off the axes, where points seldom lie: the plane without the cut is one smooth piece.
    Kink(
      .jump, at: { P.and(P.equal($0[0], 0.0), P.less($0[1], 0.0)) },
      piece: { $0[0] < 0 && $0[1] < 4 * $0[0] ? -1 : 1 }, isDecided: { !$0[0].moves || $0[0].slope != 0 }
    ) { v in
      let (y, x) = (v[0], v[1])
      let angle = InverseTangent.atan2(y.slope == 0 ? y.value : y.slope > 0 ? 0 : -0.0, x.value)
      return OneSided(angle, slope: y.slope / x.value, moves: y.moves)
    }
  }

  /// The jumps of a step function.
  ///
  /// - Parameters:
  ///   - isAt: A closure that returns a number that is not 0 at a jump.
  ///   - after: A closure that returns the value on one side.
  static func steps(
    _ value: Value, at isAt: @escaping @Sendable (S) -> S, after: @escaping @Sendable (_ x: OneSided) -> Double
  ) -> Kink {
    Kink(.jump, at: { isAt($0[0]) }, piece: { value.apply($0) }) { OneSided.still(after($0[0])) }
  }

  /// The boundary of a comparison, at two equal values.
  ///
  /// - Parameter holds: The comparison, which decides by their order just after.
  static func boundary(_ holds: @escaping @Sendable (_ order: Double, _ zero: Double) -> Bool) -> Kink {
    Kink(.jump, at: { P.equal($0[0], $0[1]) }, piece: { Scalar.sign($0[0] - $0[1]) }) {
      OneSided.still(holds(Double($0[0].compare($0[1])), 0) ? 1 : 0)
    }
  }

  /// A tie of the arguments of `max` or `min`, which the one that leaves the others behind decides.
  static func tie(_ extremum: Primitive) -> Kink {
    let extreme: @Sendable ([Double]) -> Double = { .apply(extremum, $0) }
    return Kink(
      .kink,
      at: { operands in
        guard operands.count != 2 else { return P.equal(operands[0], operands[1]) }
        let winner = S.apply(extremum, operands)
        // The number of winners, of which there always is one.
        return P.greater(operands.dropFirst().reduce(P.equal(operands[0], winner)) { $0 + P.equal($1, winner) }, 1.0)
      },
      piece: { operands in Double(operands.firstIndex(of: extreme(operands)) ?? 0) },
      inLanes: { edge in
        P.greater(P.equal(edge.operand, edge.expandedOutput).sum(edge.operation.setting), 1.0)
      },
      side: { operands in
        let winner = extreme(operands.map(\.value))
        let tied = operands.filter { $0.value == winner }
        return OneSided(
          winner, slope: extreme(tied.map(\.slope)),
          moves: tied.contains { $0.moves && $0.slope == extreme(tied.map(\.slope)) })
      })
  }
}
