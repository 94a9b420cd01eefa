/// Deviations from a mean, which sum up to 0.
extension Algebra {
  /// The number of terms up to which each is compared with all others.
  private static let mostTerms = 16

  /// Returns the sum of an array's elements without the deviations from a mean among its terms: sum(x - mean(x) + y) is
  /// sum(y). It is nil where there are none.
  func sumWithoutDeviations(_ id: ID, _ operation: ArrayOperation) -> ID? {
    guard case .sum(let constant, let summands) = self[id], summands.count <= Self.mostTerms else { return nil }
    let setting = operation.setting
    let shape = shape(id)
    for (place, summand) in summands.enumerated() where self.shape(summand.term) == shape {
      let count = Double(shape.count / max(operation.shape.count, 1))
      let (mean, sum) = meanAndSum(summand.term, operation)
      for (own, coefficient) in [(mean, Coefficient.one), (sum, Coefficient(1) / Coefficient(count))] {
        // A mean along the first axis meets the elements as it is.
        let taken = [own, widened(own, setting, shape)].map { multiply(-(summand.coefficient * coefficient), $0) }
        guard let other = summands.firstIndex(where: { taken.contains(multiply($0.coefficient, $0.term)) }) else {
          continue
        }
        let rest = summands.indices.filter { $0 != place && $0 != other }.map { summands[$0] }
        if rest.isEmpty, constant.isZero { return zeros(operation.shape) }
        return apply(operation, [broadcast(self.sum(rest, constant: constant), to: shape)])
      }
    }
    return nil
  }
}
