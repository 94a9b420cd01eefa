/// The inverse tangent, and the angle of a point.
///
/// atan(t) = atan(c) + atan((t - c)/(1 + t·c)) for the c of the table that is nearest to t. Source: P. T. P. Tang,
/// "Table-lookup algorithms for elementary functions and their error analysis" (Proc. 10th IEEE Symposium on Computer
/// Arithmetic, 1991). The coefficients are those of Chebyshev's interpolation.
enum InverseTangent {
  /// A summand that leaves a whole number in the last bits.
  private static let shift = 0x1.8p52
  private static let pi = 0x1.921fb54442d18p+1
  private static let piRest = 0x1.1a62633145c07p-53

  /// Returns atan(x), with an error below 1 ulp.
  static func atan(_ x: Double) -> Double {
    let size = x.magnitude
    if !(size < 0x1p54) {
      return x.isNaN ? x : x.sign == .minus ? -pi / 2 : pi / 2
    }
    let angle: Double
    if size <= 1 {
      // Nothing is lost on the way to x itself.
      if size < 0x1p-27 { return x }
      let (high, low) = angleInOctant(size, 1, isShort: true)
      angle = high + low
    } else {
      let (high, low) = angleInOctant(1, size, isShort: true)
      angle = difference(0.5, high, low)
    }
    return x.sign == .minus ? -angle : angle
  }

  /// Returns the angle of the point (x, y) from -π to π, with an error below 1 ulp; ±0 and ±π for a y of ±0.
  static func atan2(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    let angle = angle(y.magnitude, x)
    return y.sign == .minus ? -angle : angle
  }

  /// Returns the angle of the point (x, y) for y >= 0.
  @inline(__always)
  private static func angle(_ y: Double, _ x: Double) -> Double {
    var (y, width) = (y, x.magnitude)
    let isLeft = x.sign == .minus
    if y == 0 { return isLeft ? pi : 0 }
    if width == 0 { return pi / 2 }
    let (least, greatest) = (min(y, width), max(y, width))
    if greatest > 0x1p1000 || least < 0x1p-900 {
      if greatest == .infinity {
        if y == width { return isLeft ? 0.75 * pi : 0.25 * pi }
        return y == .infinity ? pi / 2 : isLeft ? pi : 0
      }
      // Next to an axis.
      if y < width * 0x1p-60 { return isLeft ? pi : y / width }
      if width < y * 0x1p-60 { return pi / 2 }
      // Far from the bounds, where no digits are lost.
      let scale = greatest > 1 ? 0x1p-100 : 0x1p100
      (y, width) = (y * scale, width * scale)
    }
    if y <= width {
      let (high, low) = angleInOctant(y, width)
      return isLeft ? difference(1, high, low) : high + low
    }
    let (high, low) = angleInOctant(width, y)
    return isLeft ? sum(0.5, high, low) : difference(0.5, high, low)
  }

  /// Returns part·π less the sum of two numbers.
  @inline(__always)
  private static func difference(_ part: Double, _ high: Double, _ low: Double) -> Double {
    sum(part, -high, -low)
  }

  /// Returns the sum of part·π and two numbers.
  @inline(__always)
  private static func sum(_ part: Double, _ high: Double, _ low: Double) -> Double {
    let angle = part * pi
    let sum = angle + high
    return sum + (((angle - sum) + high) + (low + part * piRest))
  }

  /// Returns the angle of a point (x, y) with 0 <= y <= x, as a sum of two.
  ///
  /// - Parameter isShort: A Boolean value indicating whether the error of a quotient may remain in it.
  @inline(__always)
  private static func angleInOctant(_ y: Double, _ x: Double, isShort: Bool = false) -> (Double, Double) {
    let step = (y / x * 16 + shift) - shift
    // A point near the axis is better off with no table.
    let index = step < 2 ? 0 : Int(step)
    let c = step < 2 ? 0 : step * 0.0625
    let (upper, lower) = DoubleDouble.halves(x)
    // Exact but for the last difference.
    let rise = (y - c * upper) - c * lower
    let run = x + c * y
    let q = rise / run
    var lost = 0.0
    if !isShort {
      let product = DoubleDouble(productOf: q, run)
      lost = ((rise - product.high) - product.low) * (1 / run)
    }
    let square = q * q
    let fourth = square * square
    let low: Double = square * 0.1999999999999978 - 0.3333333333333333
    let middle: Double = square * 0.11111110401507128 - 0.14285714285058468
    let top: Double = square * 0.07613913742648437 - 0.09090561874803092
    let rest = q * square * (low + fourth * (middle + fourth * top)) + lost
    let (angle, angleRest) = table[index]
    let sum = angle + q
    return (sum, ((angle - sum) + q) + (rest + angleRest))
  }

  /// The inverse tangents of k/16, each with its rest.
  private static let table = [
    (0.0, 0.0), (0.06241880999595735, -1.5490756308295046e-18), (0.12435499454676144, -3.1253241424539383e-18),
    (0.18534794999569476, 4.180692268843079e-18), (0.24497866312686414, 1.0698755618734451e-17),
    (0.3028848683749714, -1.1010827903001369e-17), (0.35877067027057225, -2.4623815582638635e-17),
    (0.4124104415973873, -1.587652227770689e-17), (0.4636476090008061, 2.2698777452961687e-17),
    (0.5123894603107377, -2.5462781472855804e-17), (0.5585993153435624, -5.4556305485916264e-18),
    (0.6022873461349642, 2.950430737228402e-17), (0.6435011087932844, 1.5834785051444286e-17),
    (0.6823165548747481, 6.943223671560008e-18), (0.7188299996216245, -2.1478388444456983e-17),
    (0.7531512809621944, -2.4256934659182068e-17), (0.7853981633974483, 3.061616997868383e-17),
  ]
}
