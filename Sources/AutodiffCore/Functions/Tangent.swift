/// The tangent: the quotient of a sine and a cosine that carry their rests.
enum Tangent {
  /// Returns tan(x), with an error below 1 ulp.
  static func tan(_ x: Double) -> Double {
    if !(x.magnitude < .infinity) { return .nan }
    let (y, rest, n) = Trigonometry.reduced(x)
    let (sine, cosine) = sineAndCosine(y, rest)
    let tangent = n & 1 == 0 ? ratio(sine, cosine) : -ratio(cosine, sine)
    return x.sign == .minus ? -tangent : tangent
  }

  /// Returns x/y. The reciprocal, which need not be exact, is found beside the quotient.
  @inline(__always)
  private static func ratio(_ x: DoubleDouble, _ y: DoubleDouble) -> Double {
    let (quotient, inverse) = (x.high / y.high, 1 / y.high)
    let product = DoubleDouble(productOf: quotient, y.high)
    return quotient + ((x.high - product.high) - product.low + (x.low - quotient * y.low)) * inverse
  }

  /// Returns the sine and the cosine of y + rest, each with an error of 2^-55 of it.
  ///
  /// - Parameters:
  ///   - y: A number from -π/4 to π/4.
  ///   - rest: A number below the last digits of y.
  @inline(__always)
  static func sineAndCosine(_ y: Double, _ rest: Double) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    let square = DoubleDouble(productOf: y, y)
    let fourth = square.high * square.high
    let half = 0.5 * square.high
    let most = 1 - half
    let (sineSeries, cosineSeries) = Trigonometry.series(square.high, fourth)
    let less = ((1 - most) - half) + (fourth * cosineSeries - (y * rest + 0.5 * square.low))
    return (
      DoubleDouble(y, rest: y * square.high * sineSeries + rest * most), DoubleDouble(most, rest: less)
    )
  }

  /// Returns the sine and the cosine of πx, likewise, for a number from -1/4 to 1/4.
  @inline(__always)
  static func sineAndCosine(ofTurn x: DoubleDouble) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    let angle = x * .pi
    return sineAndCosine(angle.high, angle.low)
  }

  /// Returns sin(πx), with an error of 2^-55 of it, for a number between -2^52 and 2^52.
  static func sine(ofTurn x: Double) -> DoubleDouble {
    // A summand that leaves a whole number in the last bits.
    let shifted = x.magnitude + 0x1p52
    // Exact, as is its distance to 1/2.
    let part = x.magnitude - (shifted - 0x1p52)
    let isFar = part.magnitude > 0.25
    let (sine, cosine) = sineAndCosine(ofTurn: DoubleDouble(isFar ? 0.5 - part.magnitude : part.magnitude))
    let isOdd = shifted.bitPattern & 1 == 1
    let value = isFar ? cosine : sine
    return ((x < 0) != (part < 0)) != isOdd ? -value : value
  }

  /// Returns cot(πx), with an error of 2^-54 of it, for a number from -1/2 to 1/2.
  static func cotangent(ofTurn x: DoubleDouble) -> DoubleDouble {
    if x.high.magnitude <= 0.25 {
      let (sine, cosine) = sineAndCosine(ofTurn: x)
      return cosine / sine
    }
    let (sine, cosine) = sineAndCosine(ofTurn: DoubleDouble(x.high > 0 ? 0.5 : -0.5) - x)
    return sine / cosine
  }
}

extension DoubleDouble {
  /// The number π.
  static var pi: DoubleDouble { DoubleDouble(sumOf: 0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53) }
}
