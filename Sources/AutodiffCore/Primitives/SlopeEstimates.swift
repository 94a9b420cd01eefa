/// The slopes of functions of one number and their changes, for estimates of errors. No row is made for them that the
/// value did not take.
extension Primitive {
  /// Returns the derivative at a number, or 1 for a value that is kept; of a wave its size.
  ///
  /// Functions that programs are full of have theirs from the value, which is enough for an estimate and takes no call.
  @inline(__always)
  func slope(_ x: Double, _ y: Double) -> Double {
    if self == .negate { return -1 }
    if self == .exp { return y }
    if self == .sin || self == .cos { return ((1 - y) * (1 + y)).squareRoot() }
    if self == .log { return 1 / x }
    if self == .tanh { return (1 - y) * (1 + y) }
    if self == .sigma { return y * (1 - y) }
    if self == .sqrt { return 0.5 / y }
    if self == .relu || self == .step { return self == .relu && x > 0 ? 1 : 0 }
    return rareSlope(x, y)
  }

  @inline(never)
  private func rareSlope(_ x: Double, _ y: Double) -> Double {
    if self == .abs || self == .stop { return 1 }
    if self == .not { return 0 }
    guard case .unary(let rule) = Gate<Double>.table[Int(rawValue)].derivative else { return 0 }
    return rule(x, y)
  }

  /// Returns a rough bound on the second derivative of a function with these derivatives: right for powers, poles,
  /// exponentials and waves.
  @inline(__always)
  static func roughCurvature(_ x: Double, _ y: Double, _ slope: Double) -> Double {
    let size = y.magnitude
    let square = x * x
    var curvature = square >= 1 || square == 0 ? size : size / square
    if x != 0 { curvature += (slope / x).magnitude }
    if size != 0 { curvature += 2 * slope * slope / size }
    return curvature
  }

  /// Returns the second derivative, by a difference of the first.
  func curvature(_ x: Double, _ y: Double) -> Double {
    let step = x == 0 ? 0x1p-26 : x.magnitude * 0x1p-26
    let moved = x + step
    return ((rareSlope(moved, .apply(self, moved)) - rareSlope(x, y)) / (moved - x)).magnitude
  }

  /// Returns the derivative of a function of two numbers by one of them.
  func slope(_ x: Double, _ y: Double, _ z: Double, by place: Int) -> Double {
    guard case .binary(let first, let second) = Gate<Double>.table[Int(rawValue)].derivative else { return 0 }
    return place == 0 ? first(x, y, z) : second(x, y, z)
  }

  /// Returns the change of such a derivative where both numbers are off by as much.
  func slopeChange(_ x: Double, _ y: Double, _ z: Double, by place: Int, off first: Double, _ second: Double) -> Double
  {
    let own = slope(x, y, z, by: place)
    var change = 0.0
    if first != 0 {
      let step = x == 0 ? 0x1p-26 : x.magnitude * 0x1p-26
      let moved = x + step
      change += ((slope(moved, y, .apply(self, moved, y), by: place) - own) / (moved - x)).magnitude * first
    }
    if second != 0 {
      let step = y == 0 ? 0x1p-26 : y.magnitude * 0x1p-26
      let moved = y + step
      change += ((slope(x, moved, .apply(self, x, moved), by: place) - own) / (moved - y)).magnitude * second
    }
    return change
  }
}
