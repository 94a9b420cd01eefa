extension Double {
  /// How many doubles lie between this and `other`; 0 for two nans, and for 0 and -0.
  func steps(from other: Double) -> UInt64 {
    if self == other || (isNaN && other.isNaN) { return 0 }
    if isNaN || other.isNaN { return .max }
    let (a, b) = (place, other.place)
    return UInt64(
      a > b ? a.subtractingReportingOverflow(b).partialValue : b.subtractingReportingOverflow(a).partialValue)
  }

  /// Doubles numbered in their order.
  private var place: Int64 {
    let bits = Int64(bitPattern: bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits
  }

  /// |this - exact| relative to the exact number, or to the least normal one where it is nearer to zero than that.
  func relativeError(from exact: Double) -> Double {
    if isSame(as: exact) { return 0 }
    guard isFinite, exact.isFinite else { return .infinity }
    return abs(self - exact) / max(abs(exact), .leastNormalMagnitude)
  }

  /// Equal, where nan equals nan.
  func isSame(as other: Double) -> Bool { self == other || (isNaN && other.isNaN) }
}
