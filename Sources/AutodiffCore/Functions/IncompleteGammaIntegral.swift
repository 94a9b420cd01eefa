/// The integrals of P(a, x) and of its derivatives by a, without the factor x^a·e^-x/Γ(a).
struct IncompleteGammaIntegral {
  private let a: Double
  private let x: Double
  /// 1 for the integral from 0 to x, -1 for the one from x on.
  private let side: Double
  /// The end of the range of v, behind which the integrand adds nothing.
  private let length: Double
  /// The number a - x.
  private let gap: Double

  /// Creates the integral for positive numbers.
  init(_ a: Double, _ x: Double, isLower: Bool) {
    self.a = a
    self.x = x
    side = isLower ? 1 : -1
    gap = a - x
    let slope = max(side * gap, 0)
    // e^-45 is below the last digit. E is above or below slope·v + x·v²/2, and convex.
    var end = 90 / (slope + (slope * slope + 90 * x).squareRoot())
    for _ in 0..<6 {
      let v = isLower ? end : -end
      let exponent = slope * end + x * Self.excess(v) - 45
      end = max(end - exponent / (slope + x * Exponential.expm1(-v).magnitude), 0.25 * end)
    }
    length = end
  }

  /// The integral of e^-E.
  var value: Double {
    Self.sum { place, weight in weight * exponential(place) } * length
  }

  /// Returns the integral of the n-th derivative by a of t^a/Γ(a), over that itself; for a < 1 of t^a/Γ(a) over
  /// t^a/Γ(a + 1).
  func derivative(_ n: Int) -> Double {
    let isSmall = a < 1
    let shifted = isSmall ? a + 1 : a
    let start = IncompleteGamma.logarithmLessDigamma(x, shifted)
    var bell = BellPolynomials(n, start, digammaAt: shifted)
    let order = Double(n)
    return Self.sum { place, weight in
      bell.logarithm = start - side * place * length
      bell.advance()
      // The derivative of a·h is a·h⁽ⁿ⁾ + n·h⁽ⁿ⁻¹⁾.
      let factor = isSmall ? a * bell.values[n] + order * bell.values[n - 1] : bell.values[n]
      return weight * exponential(place) * factor
    } * length
  }

  /// Returns e^-E at a part of the range.
  private func exponential(_ place: Double) -> Double {
    let v = side * place * length
    return Exponential.exp(-(gap * v + x * Self.excess(v)))
  }

  /// Returns e^-v - 1 + v.
  static func excess(_ v: Double) -> Double {
    if v.magnitude > 1 { return Exponential.expm1(-v) + v }
    return v * v * inverseFactorials.reversed().reduce(0) { $1 - $0 * v }
  }

  /// The numbers 1/k! for k = 2, 3, …
  static let inverseFactorials: [Double] = {
    var factorial = 1.0
    return (2...20).map {
      factorial *= Double($0)
      return 1 / factorial
    }
  }()

  /// Returns the sum over the places of Gauss's and Legendre's rule between 0 and 1.
  private static func sum(_ term: (_ place: Double, _ weight: Double) -> Double) -> Double {
    var (sum, lost) = (0.0, 0.0)
    func add(_ value: Double) {
      let next = sum + value
      lost += RoundingError.ofSum(sum, value, next)
      sum = next
    }
    for (place, weight) in zip(places, weights) {
      add(term(place, weight))
      add(term(1 - place, weight))
    }
    return sum + lost
  }

  /// The places of the rule of 40 points in the first half of 0...1.
  static let places: [Double] = [
    0.0008811451447203998, 0.004636880650271497, 0.011370025008112869, 0.021041590393104173, 0.03359359586066173,
    0.04895059651556285, 0.06702024839387025, 0.08769388458334416, 0.1108471742867403, 0.13634087240503645,
    0.16402165769291022, 0.19372305516600988, 0.2252664374524359, 0.25846209915691065, 0.2931103978141975,
    0.32900295458712076, 0.36592390749637316, 0.40365120964931445, 0.4419579646623724, 0.48061379124697456,
  ]

  /// Their weights.
  static let weights: [Double] = [
    0.0022606385492665955, 0.005249142265576406, 0.008210529190953945, 0.01112292459708348, 0.0139685034900117,
    0.016730097641273922, 0.019391083987236008, 0.021935454092836634, 0.024347903817536116, 0.02661392349196841,
    0.028719884549695776, 0.03065312124646447, 0.03240200672830052, 0.03395602290761695, 0.03530582369564339,
    0.03644329119790203, 0.03736158452898413, 0.03805518095031312, 0.038519909082123986, 0.0387529739892124,
  ]
}

/// The derivatives by a of t^a/Γ(a), over that itself: complete Bell polynomials in log t - ψ(a), -ψ′(a), -ψ″(a), …
///
/// Source: L. Comtet, Advanced Combinatorics (1974), §3.3.
struct BellPolynomials {
  /// The number log t - ψ(a).
  var logarithm: Double
  /// The polynomials, by their order.
  private(set) var values: [Double]
  /// The numbers -ψ′(a), -ψ″(a), …
  private let others: [Double]

  /// Creates the polynomials up to an order.
  init(_ order: Int, _ logarithm: Double, digammaAt a: Double) {
    self.logarithm = logarithm
    values = Array(repeating: 1, count: order + 1)
    others = (1..<max(order, 1)).map { -PolyGamma.polygamma(Double($0), a) }
  }

  /// Works out the values at `logarithm`.
  mutating func advance() {
    for m in 0..<values.count - 1 {
      var next = logarithm * values[m]
      var choices = 1.0
      for k in 0..<m {
        choices = choices * Double(m - k) / Double(k + 1)
        next += choices * values[m - k - 1] * others[k]
      }
      values[m + 1] = next
    }
  }
}
