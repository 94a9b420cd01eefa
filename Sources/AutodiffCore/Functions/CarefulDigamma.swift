/// The digamma function in pairs of doubles, for numbers among its roots, where its terms nearly cancel.
///
/// Source of the formulas: NIST DLMF §5.5 (recurrence, reflection) and §5.11 (asymptotic series).
enum CarefulDigamma {
  /// Returns ψ(x) for an x that is no pole.
  static func value(_ x: Double) -> Double {
    // ψ(x) = -1/x - γ + …
    if x.magnitude < 0x1p-60 { return -1 / x }
    if x > 0 { return digamma(DoubleDouble(x)).high }
    return (digamma(DoubleDouble(sumOf: 1, -x)) - cotangent(x) * pi).high
  }

  /// Returns ψ(x) for x > 0.
  static func digamma(_ x: DoubleDouble) -> DoubleDouble {
    var (x, sum) = (x, DoubleDouble(0))
    while x.high < 20 {
      sum = sum - one / x
      x = x + one
    }
    let square = one / (x * x)
    let series = bernoulliOver2k.reversed().reduce(DoubleDouble(0)) {
      ($0 + DoubleDouble($1.0) / DoubleDouble($1.1)) * square
    }
    return sum + logarithm(x) - DoubleDouble(0.5) / x - series
  }

  /// Returns ψ′(x) for x > 0.
  static func trigamma(_ x: DoubleDouble) -> DoubleDouble {
    var (x, sum) = (x, DoubleDouble(0))
    while x.high < 20 {
      sum = sum + one / (x * x)
      x = x + one
    }
    let inverse = one / x
    let square = inverse * inverse
    // The derivative of B₂ₖ/2k·x^-2k is -B₂ₖ·x^(-2k - 1).
    let series = bernoulliOver2k.enumerated().reversed().reduce(DoubleDouble(0)) {
      ($0 + DoubleDouble($1.element.0) / DoubleDouble($1.element.1) * Double(2 * $1.offset + 2)) * square
    }
    return sum + inverse + square * 0.5 + series * inverse
  }

  /// Returns log(x), by a step of Newton's method from that of a double.
  private static func logarithm(_ x: DoubleDouble) -> DoubleDouble {
    let near = Logarithm.log(x.high)
    return DoubleDouble(near) + (x * exponential(-near) - one)
  }

  /// Returns e^x, from the Taylor series at a 256th of the rest beside a multiple of log 2.
  private static func exponential(_ x: Double) -> DoubleDouble {
    let power = (x / logarithmOf2.high).rounded()
    let rest = (DoubleDouble(x) - logarithmOf2 * DoubleDouble(power)) * DoubleDouble(0x1p-8)
    var result = stride(from: 12.0, through: 1, by: -1).reduce(one) { one + rest / DoubleDouble($1) * $0 }
    for _ in 0..<8 { result = result * result }
    return result * DoubleDouble(Double(sign: .plus, exponent: Int(power), significand: 1))
  }

  /// Returns cot(πx) for an x that is not whole.
  private static func cotangent(_ x: Double) -> DoubleDouble {
    // The remainder is exact, as is its distance to a half.
    let remainder = x - x.rounded(.toNearestOrEven)
    let isNearPole = fabs(remainder) <= 0.25
    let angle = pi * DoubleDouble(isNearPole ? remainder : remainder < 0 ? -0.5 - remainder : 0.5 - remainder)
    let square = angle * angle
    // The series of sine over angle, and of cosine.
    func series(_ start: Double) -> DoubleDouble {
      stride(from: start + 26, through: start, by: -2).reduce(one) { one - square / DoubleDouble($1 * ($1 + 1)) * $0 }
    }
    let (sine, cosine) = (angle * series(2), series(1))
    return isNearPole ? cosine / sine : sine / cosine
  }

  private static let one = DoubleDouble(1)
  private static let pi = DoubleDouble(sumOf: .pi, 1.2246467991473532e-16)
  private static let logarithmOf2 = DoubleDouble(sumOf: 0.6931471805599453, 2.3190468138462996e-17)

  /// The coefficients B₂ₖ / 2k of the asymptotic series, as fractions.
  private static let bernoulliOver2k: [(Double, Double)] = [
    (1, 12), (-1, 120), (1, 252), (-1, 240), (1, 132), (-691, 32760), (1, 12), (-3617, 8160), (43867, 14364),
    (-174611, 6600), (77683, 276), (-236_364_091, 65520), (657931, 12), (-3_392_780_147, 3480),
  ]
}
