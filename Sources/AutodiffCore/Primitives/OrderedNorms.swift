/// The norms of any order of the lanes of an array.
extension Tensor {
  /// Returns (Σ |x|ᵖ)^(1/p) of each lane, without overflow on the way; nan for an order below 1.
  static func norm(_ x: Tensor, order: Tensor, _ operation: ArrayOperation) -> Tensor {
    guard let p = order.scalar, p >= 1 else { return Tensor(repeating: .nan, operation.shape) }
    let lanes = operation.lanes(of: x.shape)
    return x.withElements { x in
      Tensor(
        operation.shape,
        lanes.places.map { lane in
          let greatest = lane.reduce(0) { $0.isNaN || $0 > x[$1].magnitude ? $0 : x[$1].magnitude }
          guard greatest.isFinite, greatest > 0, p.isFinite else { return greatest }
          var sum = CarefulSum()
          for place in lane { sum.add(Scalar.power(x[place].magnitude / greatest, p)) }
          return greatest * Scalar.power(sum.value, 1 / p)
        })
    }
  }
}
