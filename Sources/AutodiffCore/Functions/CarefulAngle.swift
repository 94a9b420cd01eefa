/// Sines and cosines in pairs of doubles, for sums in which they nearly cancel.
enum CarefulAngle {
  /// Returns the sine and the cosine of a finite number, with an error of 2^-100.
  static func sineAndCosine(_ x: Double) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    let (high, low, n) = Trigonometry.reduced(x)
    let angle = DoubleDouble(high, rest: low)
    let square = angle * angle
    let (sine, cosine) = (angle * series(2, square), series(1, square))
    let (own, other) = n & 1 == 0 ? (sine, cosine) : (cosine, -sine)
    let (positive, turned) = n & 2 == 0 ? (own, other) : (-own, -other)
    return (x.sign == .minus ? -positive : positive, turned)
  }

  /// Returns the series of sine over angle (`start` 2), or of cosine (1).
  private static func series(_ start: Double, _ square: DoubleDouble) -> DoubleDouble {
    stride(from: start + 26, through: start, by: -2).reduce(DoubleDouble(1)) {
      DoubleDouble(1) - square / DoubleDouble($1 * ($1 + 1)) * $0
    }
  }
}
