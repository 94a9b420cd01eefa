// The functions of packs for one number, as each lane of a pack has it.

extension Exponential {
  /// Returns e^x.
  static func exp(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { exp(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns e^x - 1.
  static func expm1(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { expm1(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns the hyperbolic tangent.
  static func tanh(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { tanh(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }
}

extension Logarithm {
  /// Returns the natural logarithm.
  static func log(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { log(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns log(1 + x).
  static func log1p(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { log1p(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }
}

extension Trigonometry {
  /// Returns sin(x).
  static func sin(_ x: Double) -> Double {
    if x.magnitude < eighth {
      let sign = PackBits(repeating: x.bitPattern & signBit)
      return value(Pack(repeating: x.magnitude), Pack(), Pack(), PackBits(), sign)[0]
    }
    return table.withUnsafeBufferPointer { sin(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns cos(x).
  static func cos(_ x: Double) -> Double {
    if x.magnitude < eighth {
      return value(Pack(repeating: x.magnitude), Pack(), Pack(), PackBits(repeating: 1), PackBits())[0]
    }
    return table.withUnsafeBufferPointer { cos(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns |x| less its nearest multiple of π/2, which is n times that, as a sum of two; n modulo 4 in its last bits.
  ///
  /// - Parameter x: A finite number.
  @inline(__always)
  static func reduced(_ x: Double) -> (high: Double, low: Double, n: UInt64) {
    if x.magnitude < eighth { return (x.magnitude, 0, 0) }
    if x.magnitude >= bound {
      return table.withUnsafeBufferPointer { reduced(great: x, $0.baseAddress.unsafelyUnwrapped) }
    }
    let (high, low, lowest, n) = reduced(Pack(repeating: x))
    let sum = high[0] + low[0]
    return (sum, ((high[0] - sum) + low[0]) - lowest[0], n[0])
  }
}
