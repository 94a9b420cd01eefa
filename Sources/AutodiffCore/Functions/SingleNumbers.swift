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
