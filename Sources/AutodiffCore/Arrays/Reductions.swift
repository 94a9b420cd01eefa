/// Reductions along `axis`, counted from 0, which the value's shape lacks; for a nil axis, of all elements to a scalar.
extension Tensor {
  /// Returns the sums.
  package func sum(axis: Int?) -> Tensor { folded(axis: axis, .sum) }
  /// Returns the means.
  package func mean(axis: Int?) -> Tensor { folded(axis: axis, .mean) }
  /// Returns the products.
  package func prod(axis: Int?) -> Tensor { folded(axis: axis, .product) }
  /// Returns the Euclidean norms.
  package func norm(axis: Int?) -> Tensor { folded(axis: axis, .norm) }
  /// Returns log(Σ eˣ).
  package func logsumexp(axis: Int?) -> Tensor { folded(axis: axis, .logSumExp) }
  /// Returns the variances of the elements as whole populations.
  package func variance(axis: Int?) -> Tensor { folded(axis: axis, .variance) }
  /// Returns the largest elements; nan for a lane with an element nan.
  package func amax(axis: Int?) -> Tensor { folded(axis: axis, .greatest) }
  /// Returns the smallest elements; nan for a lane with an element nan.
  package func amin(axis: Int?) -> Tensor { folded(axis: axis, .least) }
}

/// Functions of the lanes along `axis`, counted from 0, to arrays of the same shape; for a nil axis, of all elements as
/// one lane.
extension Tensor {
  /// Returns eˣ/Σ eˣ.
  package func softmax(axis: Int?) -> Tensor { mapLanes(axis: axis, .softmax) }
  /// Returns log(eˣ/Σ eˣ).
  package func logSoftmax(axis: Int?) -> Tensor { mapLanes(axis: axis, .logSoftmax) }

  /// Returns the products of all other elements.
  package func productOfOthers(axis: Int?) -> Tensor { mapLanes(axis: axis, .productsOfOthers) }

  /// Returns the sums of all elements up to each, or from each on if `reversed`, which is the adjoint.
  package func cumsum(axis: Int?, reversed: Bool) -> Tensor {
    mapLanes(axis: axis, .runningSums(isReversed: reversed))
  }
}

extension UnsafeBufferPointer<Double> {
  /// Writes the sums of all elements up to each, or from each on if `reversed`, with the rounding errors summed
  /// alongside.
  func runningSums(into result: MutableLane, reversed: Bool) {
    var sum = CarefulSum()
    for step in indices {
      let place = reversed ? count - 1 - step : step
      sum.add(self[place])
      result[place] = sum.value
    }
  }
}
