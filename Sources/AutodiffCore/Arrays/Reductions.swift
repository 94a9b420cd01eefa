/// Reductions along `axis`, counted from 0, which the value's shape lacks; over everything, to a scalar, where it is
/// nil.
extension Tensor {
  package func sum(axis: Int?) -> Tensor {
    guard let axis, shape.lengths.indices.contains(axis) else { return .scalar(withElements { $0.sum }) }
    let lanes = Lanes(shape.lengths, axes: axis..<axis + 1)
    return Tensor(shape.removing(axis: axis), lanes.sums(elements))
  }

  package func mean(axis: Int?) -> Tensor { reduced(axis: axis) { $0.mean } }
  package func prod(axis: Int?) -> Tensor { reduced(axis: axis) { $0.product } }
  /// The Euclidean norm.
  package func norm(axis: Int?) -> Tensor { reduced(axis: axis) { $0.norm } }
  /// log(Σ eˣ).
  package func logsumexp(axis: Int?) -> Tensor { reduced(axis: axis) { $0.logSumExp } }
  /// The population's.
  package func variance(axis: Int?) -> Tensor { reduced(axis: axis) { $0.variance } }
  /// The greatest elements; nan where an element is.
  package func amax(axis: Int?) -> Tensor { reduced(axis: axis) { $0.amax } }
  /// The least elements; nan where an element is.
  package func amin(axis: Int?) -> Tensor { reduced(axis: axis) { $0.amin } }
}

/// Of the same shape, from the lanes along `axis`; of all elements as one lane where it is nil.
extension Tensor {
  package func softmax(axis: Int?) -> Tensor { mapLanes(axis: axis) { $0.softmax(into: $1) } }
  package func logSoftmax(axis: Int?) -> Tensor { mapLanes(axis: axis) { $0.logSoftmax(into: $1) } }

  /// The sums of all elements up to each; from each on where `reversed`, which is the adjoint.
  package func cumsum(axis: Int?, reversed: Bool) -> Tensor {
    mapLanes(axis: axis) { $0.runningSums(into: $1, reversed: reversed) }
  }
}

extension UnsafeBufferPointer<Double> {
  /// With the roundings summed alongside.
  ///
  /// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (ZAMM 54, 1974), with
  /// D. E. Knuth's error of a sum (The Art of Computer Programming 2, §4.2.2).
  func runningSums(into result: MutableLane, reversed: Bool) {
    var (sum, error) = (-0.0, 0.0)
    for step in indices {
      let place = reversed ? count - 1 - step : step
      let x = self[place]
      let next = sum + x
      let added = next - sum
      error += (sum - (next - added)) + (x - added)
      sum = next
      // Once the sum is infinite its rounding is nan; a sum that was -0 has none.
      result[place] = sum.isFinite && error != 0 ? sum + error : sum
    }
  }
}
