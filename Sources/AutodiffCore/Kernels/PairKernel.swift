/// Sums of products in pairs of doubles, with the bits of `DoubleDouble`.
package enum PairKernel {
  /// Adds numbers times a factor to pairs of doubles.
  ///
  /// - Parameters:
  ///   - high: The numbers rounded to doubles; `low` are the rests.
  ///   - count: The number of numbers.
  package static func addProducts(
    _ x: UnsafePointer<Double>, _ factor: Double, _ high: UnsafeMutablePointer<Double>,
    _ low: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    let y = Pack(repeating: factor)
    let step = Pack.scalarCount
    var place = 0
    while place &+ step <= count {
      let (sum, rest) = add(load(x + place), y, load(high + place), load(low + place))
      UnsafeMutableRawPointer(high + place).storeBytes(of: sum, as: Pack.self)
      UnsafeMutableRawPointer(low + place).storeBytes(of: rest, as: Pack.self)
      place &+= step
    }
    while place < count {
      let (sum, rest) = add(
        Pack(repeating: x[place]), y, Pack(repeating: high[place]), Pack(repeating: low[place]))
      high[place] = sum[0]
      low[place] = rest[0]
      place &+= 1
    }
  }

  /// Returns a pair and the product of x and y.
  @inline(__always)
  private static func add(_ x: Pack, _ y: Pack, _ high: Pack, _ low: Pack) -> (high: Pack, low: Pack) {
    let product = x * y
    let (upper, lower) = PackLogic.halves(x)
    let (otherUpper, otherLower) = PackLogic.halves(y)
    // Each of the sums is exact.
    var error = (upper * otherUpper - product) + (upper * otherLower + lower * otherUpper) + lower * otherLower
    if !PackLogic.holds(error * 0 .== 0) {
      // Next to the greatest doubles a part may be too great.
      for lane in 0..<Pack.scalarCount where !error[lane].isFinite {
        error[lane] = (-product[lane]).addingProduct(x[lane], y[lane])
      }
    }
    let sum = high + product
    let added = sum - high
    let rest = (high - (sum - added)) + (product - added) + low + error
    let rounded = sum + rest
    return (rounded, rest - (rounded - sum))
  }

  @inline(__always)
  private static func load(_ place: UnsafePointer<Double>) -> Pack {
    UnsafeRawPointer(place).loadUnaligned(as: Pack.self)
  }
}
