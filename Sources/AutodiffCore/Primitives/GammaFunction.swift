/// The gamma function, right to the last digit but for rare roundings, and exact at whole numbers.
///
/// On 1...2 it is a Chebyshev series of degree 28, good to 1e-22, written as a polynomial; elsewhere the recurrence
/// Γ(x + 1) = x·Γ(x) leads there (NIST DLMF 5.5.1).
enum GammaFunction {
  /// Returns Γ(x); nan at -1, -2, …
  static func value(_ x: Double) -> Double {
    // Beyond these the value, or a product on the way, leaves the range of doubles.
    guard x > -170, x < 171.7, x.magnitude > 0x1p-1000 else { return tgamma(x) }
    if x == floor(x), x < 1 { return .nan }
    return pair(x).high
  }

  /// Returns log |Γ(x)|.
  static func logarithm(_ x: Double) -> Double {
    // libm's is off by some units for negative numbers, but for those next to its roots, where it takes special care.
    if x < -0x1p-20, x > -150, x != floor(x) {
      let value = pair(x)
      let logarithm = log(fabs(value.high)) + value.low / value.high
      if fabs(logarithm) > 0x1p-6 { return logarithm }
    }
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// Returns Γ(x), by the recurrence from 1...2.
  private static func pair(_ x: Double) -> DoubleDouble {
    let whole = floor(x)
    let start = between1And2(DoubleDouble(sumOf: x, -whole))
    if whole >= 1 { return stride(from: 1, to: whole, by: 1).reduce(start) { $0 * DoubleDouble(sumOf: x, -$1) } }
    return start / stride(from: 0, through: -whole, by: 1).reduce(DoubleDouble(1)) { $0 * DoubleDouble(sumOf: x, $1) }
  }

  /// Returns Γ(1 + t) for t from 0 to 1.
  private static func between1And2(_ t: DoubleDouble) -> DoubleDouble {
    let u = t + t + DoubleDouble(-1)
    let few = rests.count
    let small = coefficients[few...].reversed().reduce(0) { $0 * u.high + $1 }
    return (0..<few).reversed().reduce(DoubleDouble(small)) { sum, place in
      sum * u + DoubleDouble(sumOf: coefficients[place], rests[place])
    }
  }

  /// The coefficients of the powers of 2t - 1.
  private static let coefficients = [
    0.886226925452758, 0.016169198724442505, 0.1037033634220753, -0.013411850570596526, 0.009040334940288847,
    -0.0024225953843704296, 0.0009157859971433651, -0.00029689012152266277, 0.00010092815021801993,
    -3.363758420293808e-05, 1.1252456435839803e-05, -3.754986038580194e-06, 1.2528426641546386e-06,
    -4.1782247504317845e-07, 1.393181722303206e-07, -4.644836290171452e-08, 1.548457882189342e-08,
    -5.1611533940024525e-09, 1.7203745976431115e-09, -5.746365080917308e-10, 1.916447373122226e-10,
    -6.255145766158854e-11, 2.077043913748168e-11, -7.975423291307641e-12, 2.702043337345984e-12,
    -3.536829758118692e-13, 1.0395388224083182e-13, -2.0295872344391375e-13, 6.964443364804053e-14,
  ]

  /// The rests of the first coefficients, which doubles cannot hold.
  private static let rests = [
    -3.833291766117686e-17, 1.7229945960493962e-18, -6.0661280449637995e-18, -7.182710934814475e-19,
    -4.1423292925445727e-19, 2.0948377744005963e-19, -4.0602230776673807e-20, -1.4600060841814913e-20,
    5.845836863673339e-21,
  ]
}
