/// Functions of one number as loops over numbers that stand one after the other, with the bits of the single number.
///
/// The results may overwrite the operands.
package enum FunctionLoop {
  /// Writes e^x.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func exp(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Exponential.exp($0, table) }
  }

  /// Writes e^x - 1.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func expm1(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Exponential.expm1($0, table) }
  }

  /// Writes the hyperbolic tangent.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func tanh(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Exponential.tanh($0, table) }
  }

  /// Writes the natural logarithm.
  ///
  /// - Parameter table: The beginning of `Logarithm.table`.
  package static func log(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logarithm.log($0, table) }
  }

  /// Writes log(1 + x).
  ///
  /// - Parameter table: The beginning of `Logarithm.table`.
  package static func log1p(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logarithm.log1p($0, table) }
  }

  /// Writes 1/(1 + e^-x).
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func sigma(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logistic.sigma($0, table) }
  }

  /// Writes the derivative of `sigma`.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func sigmaSlope(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logistic.sigmaSlope($0, table) }
  }

  /// Writes 1/cosh(x)².
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  package static func sechSquared(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logistic.sechSquared($0, table) }
  }

  /// Writes sin(x).
  ///
  /// - Parameter table: The beginning of `Trigonometry.table`.
  package static func sin(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Trigonometry.sin($0, table) }
  }

  /// Writes cos(x).
  ///
  /// - Parameter table: The beginning of `Trigonometry.table`.
  package static func cos(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Trigonometry.cos($0, table) }
  }

  /// Writes log(1 + e^x).
  ///
  /// - Parameters:
  ///   - table: The beginning of `Exponential.table`.
  ///   - logarithms: The beginning of `Logarithm.table`.
  package static func softplus(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ table: UnsafePointer<UInt64>,
    _ logarithms: UnsafePointer<UInt64>
  ) {
    map(x, result, count) { Logistic.softplus($0, table, logarithms) }
  }

  @inline(__always)
  private static func map(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ function: (Pack) -> Pack
  ) {
    let end = count &* MemoryLayout<Double>.stride
    var offset = 0
    while offset &+ MemoryLayout<Pack>.size <= end {
      let value = function(x.loadUnaligned(fromByteOffset: offset, as: Pack.self))
      result.storeBytes(of: value, toByteOffset: offset, as: Pack.self)
      offset &+= MemoryLayout<Pack>.size
    }
    if offset == end { return }
    let (rest, first) = ((end &- offset) / MemoryLayout<Double>.stride, x + offset)
    // The lanes beyond the end take the first number again, so that they meet no edge of their own.
    var pack = Pack(repeating: first.loadUnaligned(as: Double.self))
    for lane in 1..<rest { pack[lane] = first.loadUnaligned(fromByteOffset: lane &* 8, as: Double.self) }
    let value = function(pack)
    for lane in 0..<rest { result.storeBytes(of: value[lane], toByteOffset: offset &+ lane &* 8, as: Double.self) }
  }
}
