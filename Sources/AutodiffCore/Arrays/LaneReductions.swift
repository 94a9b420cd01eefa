/// Reductions of a lane to a number. Goals, first to last: the right value at every edge; no overflow or underflow on
/// the way to a representable one; accuracy; speed.
extension UnsafeBufferPointer<Double> {
  /// The mean of the elements: that of equal ones is the element itself.
  var mean: Double {
    let (total, divisor) = (sum, Double(count))
    // The sum may have left the range where the mean does not.
    guard total.isFinite else { return sum { self[$0] / divisor } }
    let mean = total / divisor
    // The differences to it tell its rounding.
    let rest = sum { self[$0] - mean } / divisor
    return rest.isFinite ? mean + rest : mean
  }

  /// The product of the elements; a factor beyond the range on the way is kept as an exponent.
  var product: Double {
    var product = ScaledProduct()
    for factor in self { product.multiply(by: factor) }
    return product.value
  }

  /// Writes the products of all elements but each, from those of all before and of all behind, so that zeros do no harm.
  func productsOfOthers(into result: MutableLane) {
    withUnsafeTemporaryAllocation(of: ScaledProduct.self, capacity: count) { before in
      var product = ScaledProduct()
      for place in indices {
        before[place] = product
        product.multiply(by: self[place])
      }
      product = ScaledProduct()
      for place in indices.reversed() {
        before[place].multiply(by: product.significand)
        before[place].exponent += product.exponent
        result[place] = before[place].value
        product.multiply(by: self[place])
      }
    }
  }

  /// Writes the products of all elements up to each.
  func runningProducts(into result: MutableLane) {
    var product = 1.0
    for place in indices {
      product *= self[place]
      result[place] = product
    }
  }

  /// The Euclidean norm of the elements.
  var norm: Double {
    let squares = sum { self[$0] * self[$0] }
    // In this range no square that counts has overflowed or underflowed.
    if 0x1p-960...0x1p1000 ~= squares { return squares.squareRoot() }
    let largest = largestMagnitude
    guard largest.isFinite, largest > 0 else { return largest }
    let exponent = Swift.max(largest.exponent, -1022)
    let scale = Double(sign: .plus, exponent: -exponent, significand: 1)
    let root = sum { self[$0] * scale * (self[$0] * scale) }.squareRoot()
    return Double(sign: .plus, exponent: exponent, significand: root)
  }

  /// Writes the elements divided by their norm, or the limits of that: a single infinite element has all of the norm,
  /// among several no ratio is known. All are 0 where the norm is.
  func direction(into result: MutableLane) {
    let largest = largestMagnitude
    if largest.isInfinite {
      let isAlone = filter(\.isInfinite).count == 1
      for i in indices { result[i] = self[i].isInfinite ? (isAlone ? (self[i] < 0 ? -1 : 1) : .nan) : self[i] * 0 }
      return
    }
    let scale = largest > 0 ? Double(sign: .plus, exponent: -Swift.max(largest.exponent, -1000), significand: 1) : 0
    for i in indices { result[i] = self[i] * scale }
    let norm = Lane(result).norm
    for i in indices where norm != 0 { result[i] /= norm }
  }

  /// The largest magnitude of an element; nan if an element is nan.
  var largestMagnitude: Double {
    var largest = 0.0
    for x in self where x.magnitude > largest || x.isNaN { largest = x.magnitude }
    return largest
  }

  /// The variance of the elements as a whole population, from the differences to the mean, whose own sum takes back the
  /// mean's rounding.
  ///
  /// Source: T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the sample variance" (The American
  /// Statistician 37, 1983), equation 1.7.
  var variance: Double {
    let (mean, n) = (mean, Double(count))
    let rest = sum { self[$0] - mean }
    let squares = sum { (self[$0] - mean) * (self[$0] - mean) }
    if squares.isFinite {
      let variance = (squares - rest * rest / n) / n
      return variance < 0 ? 0 : variance
    }
    // The sum may have left the range where its quotient does not.
    return sum { (self[$0] - mean) / n * (self[$0] - mean) }
  }

  /// The largest element; nan if an element is nan, -inf if there is none.
  var amax: Double {
    var greatest = -Double.infinity
    for x in self where x > greatest || x.isNaN { greatest = x }
    return greatest
  }

  /// The smallest element; nan if an element is nan, inf if there is none.
  var amin: Double {
    var least = Double.infinity
    for x in self where x < least || x.isNaN { least = x }
    return least
  }
}
