/// The logarithm of the gamma function next to its roots below -2, where the terms of the reflection cancel.
///
/// With a root r, log |Γ(x)| = -log |sin(πx)/sin(πr)| - ∫ψ(t)dt from 1 - r to 1 - x, and neither term loses digits:
/// the ratio of sines is 1 + cot(πr)·sin(πd) - 2·sin(πd/2)² with d = x - r.
enum LogGammaRoots {
  /// Returns log |Γ(x)|; nil beside no root that is known.
  static func value(_ x: Double) -> Double? {
    guard let (root, rest) = roots.min(by: { (x - $0.0).magnitude < (x - $1.0).magnitude }) else { return nil }
    // Exact but for the last difference.
    let distance = (x - root) - rest
    guard distance.magnitude < 0.25 else { return nil }
    let turn = DoubleDouble(sumOf: root - root.rounded(.toNearestOrEven), rest)
    let change = Tangent.cotangent(ofTurn: turn) * Tangent.sineAndCosine(ofTurn: DoubleDouble(distance)).sine
    let half = Trigonometry.sin(.pi / 2 * distance)
    let ratio = DoubleDouble(1) + change + DoubleDouble(-2 * half * half)
    return integral(1 - root, distance) - Logarithm.pair(ratio.high, ratio.low).high
  }

  /// Returns the integral of ψ from a - d to a, by Gauss's formula with four points: NIST DLMF §3.5(v).
  private static func integral(_ a: Double, _ d: Double) -> Double {
    let (middle, half) = (a - 0.5 * d, 0.5 * d)
    func pair(_ place: Double) -> Double { digamma(middle - place * half) + digamma(middle + place * half) }
    return half * (0.6521451548625461 * pair(0.33998104358485626) + 0.34785484513745385 * pair(0.8611363115940526))
  }

  /// Returns ψ(x) for x > 3, by its recurrence from numbers that have a short series: NIST DLMF §5.11(i).
  private static func digamma(_ x: Double) -> Double {
    var (x, sum) = (x, DoubleDouble(0))
    while x < 12 {
      sum = sum + DoubleDouble(1 / x)
      x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    let series = PolyGamma.bernoulliOver2k.reversed().reduce(0) { ($0 + $1) * square }
    return (Logarithm.pair(x) - sum - DoubleDouble(0.5 * inverse + series)).high
  }

  /// The roots, two for each whole number from -3 on down, until no number is next to one; each with its rest.
  private static let roots = [
    (-2.4570247382208006, -3.7075610815513266e-17), (-2.7476826467274127, 9.055340329338315e-17),
    (-3.14358088834998, -2.1818179852331714e-16), (-3.955294284858598, -1.999428391746348e-17),
    (-4.039361839740537, 2.1143995503980602e-16), (-4.991544640560048, 1.5174411760571722e-16),
    (-5.0082181683225935, -4.3926353491015815e-17), (-5.998607480080875, -3.311862478893795e-16),
    (-6.001385294453155, 6.415847287933042e-17), (-6.999801507890638, 1.0550130037400023e-17),
    (-7.000198333407325, 2.504354173632409e-16), (-7.999975197095821, -5.261737128572354e-17),
    (-8.000024800270682, -4.354586297860107e-16), (-8.999997244250977, -2.2185620509727132e-16),
    (-9.000002755714823, -9.491348611623208e-17), (-9.99999972442663, 4.883037618642443e-16),
    (-10.000000275573013, -3.4909708332642057e-16), (-10.99999997494789, 1.9843998306985407e-16),
    (-11.000000025052106, -6.850849812286175e-16), (-11.999999997912324, -1.0020693920103036e-16),
    (-12.000000002087676, 1.2222548112048185e-16), (-12.99999999983941, 6.747262033096337e-16),
    (-13.00000000016059, -6.745919484964342e-16), (-13.99999999998853, 8.094860741926607e-16),
    (-14.00000000001147, -8.094853704222662e-16), (-14.999999999999236, 8.82932241476868e-16),
    (-15.000000000000764, -8.829322382710274e-16), (-15.999999999999952, -1.668613399265054e-16),
    (-16.000000000000046, -1.6094954994609367e-15), (-16.999999999999996, -7.412564244549576e-16),
    (-17.000000000000004, 7.412564244550028e-16),
  ]
}
