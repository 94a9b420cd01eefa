/// The logistic function and its relatives, made of e^-|x|, which never overflows: the forms of `Stable` over packs, with
/// the same bits.
enum Logistic {
  /// Returns 1/(1 + e^-x) for each lane.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  @inline(__always)
  static func sigma(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let small = decay(x, table)
    return PackLogic.choose(x .< 0, small, Pack(repeating: 1)) / (1 + small)
  }

  /// Returns the derivative of `sigma` for each lane, e^-|x|/(1 + e^-|x|)².
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  @inline(__always)
  static func sigmaSlope(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let small = decay(x, table)
    return small / (1 + small) / (1 + small)
  }

  /// Returns 1/cosh(x)² for each lane, the derivative of tanh.
  ///
  /// - Parameter table: The beginning of `Exponential.table`.
  @inline(__always)
  static func sechSquared(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack { 4 * sigmaSlope(2 * x, table) }

  /// Returns log(1 + e^x) for each lane.
  ///
  /// - Parameters:
  ///   - table: The beginning of `Exponential.table`.
  ///   - logarithms: The beginning of `Logarithm.table`.
  @inline(__always)
  static func softplus(
    _ x: Pack, _ table: UnsafePointer<UInt64>, _ logarithms: UnsafePointer<UInt64>
  ) -> Pack {
    PackLogic.keep(x, where: x .> 0) + Logarithm.log1p(decay(x, table), logarithms)
  }

  /// Returns e^-|x|.
  @inline(__always)
  private static func decay(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    Exponential.exp(-PackLogic.magnitude(x), table)
  }
}
