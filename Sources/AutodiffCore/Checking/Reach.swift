/// The distances that the operands of a primitive may move before its slope is another: differences over more than that
/// tell nothing of the derivative, however well they agree with each other.
struct Reach {
  private let origins: [Double]
  private let up: [Double]
  private let down: [Double]

  /// Returns a Boolean value indicating whether a primitive's slope changes with its operands in any other way than
  /// that of a product.
  static func isNeeded(_ primitive: Primitive) -> Bool {
    if primitive.isArray || primitive.isArithmetic && primitive != .divide || primitive == .choose { return false }
    switch primitive.gate.derivative {
    case .none, .extremum, .array: return false
    case .unary, .binary, .many: return true
    }
  }

  /// Finds the distances around operands.
  init(_ primitive: Primitive, _ operands: [Double]) {
    let gate = primitive.gate
    let isAtKink = gate.kink?.isAt(operands) ?? false
    func extent(_ place: Int, _ direction: Double) -> Double {
      Self.extent(operands[place], isAtKink: isAtKink) { distance in
        var moved = operands
        moved[place] += direction * distance
        return gate.locals(moved, Double.apply(primitive, moved))[place]
      }
    }
    origins = operands
    up = operands.indices.map { extent($0, 1) }
    down = operands.indices.map { extent($0, -1) }
  }

  /// Returns a Boolean value indicating whether operands are no further away.
  func holds(_ operands: [Double]) -> Bool {
    for (place, operand) in operands.enumerated() {
      let distance = operand - origins[place]
      // Not a number is not near.
      guard distance == 0 || (distance > 0 ? distance <= up[place] : -distance <= down[place]) else { return false }
    }
    return true
  }

  /// Returns the greatest distance over which a slope can be followed, infinite if there is no end to it.
  ///
  /// - Parameter isAtKink: A Boolean value indicating whether the slope at the origin is none of a side's.
  private static func extent(
    _ origin: Double, isAtKink: Bool, _ slope: (_ distance: Double) -> Double
  ) -> Double {
    guard origin.isFinite else { return .infinity }
    // Finite, as no distance is beyond infinity.
    let limit = fmin(1024 * fmax(fabs(origin), 1), Double.greatestFiniteMagnitude)
    var reached = 0.0
    // Never 0, which no factor makes larger.
    var distance = origin == 0 ? 0x1p-200 : fmax(fabs(origin) * 0x1p-50, Double.leastNormalMagnitude)
    while distance <= limit {
      let start = slope(isAtKink ? distance / 4 : 0)
      guard isFollowed(start, isAtZero: origin == 0, distance, slope) else { return reached }
      reached = distance
      distance *= distance < 0x1p-60 * limit ? 16 : 4
    }
    return .infinity
  }

  /// Returns a Boolean value indicating whether a slope changes over a distance about as a line does, or from 0 on at
  /// least as a root does.
  private static func isFollowed(
    _ start: Double, isAtZero: Bool, _ distance: Double, _ slope: (Double) -> Double
  ) -> Bool {
    var slopes = [start]
    for part in [0.25, 0.5, 0.75, 1] { slopes.append(slope(distance * part)) }
    let greatest = slopes.reduce(0) { fmax($0, fabs($1)) }
    guard slopes.allSatisfy(\.isFinite) else { return false }
    let isStraight = (1...3).allSatisfy { (place: Int) -> Bool in
      let mean = slopes[place - 1] / 2 + slopes[place + 1] / 2
      return fabs(slopes[place] - mean) <= 0.25 * greatest
    }
    return isStraight || isAtZero && fabs(slopes[4] - start) >= 2 * fabs(slopes[1] - start)
  }
}
