/// The effect of curvature on an output of uncertain inputs, which the uncertainty of first order leaves out.
///
/// With the Hessian H and the covariances Σ the mean moves by ½ tr(HΣ), and the variance grows by ½ tr((HΣ)²) if errors
/// are normally distributed.
///
/// Source: JCGM 100:2008, Guide to the expression of uncertainty in measurement, §5.1.2, note.
package struct SecondOrderEffect: Sendable {
  /// The shift of the mean.
  package let bias: Double
  /// The root of what the variance grows by.
  package let deviation: Double

  /// The part of the uncertainty from which a shift of the mean matters.
  private static let mostBias = 0.1
  /// The part by which curvature makes an uncertainty larger from which it matters.
  private static let mostGrowth = 0.1

  /// Returns a Boolean value indicating whether the effect matters beside an uncertainty of first order.
  package func matters(beside first: Double) -> Bool {
    !isFinite || movesMean(beside: first) || growsUncertainty(beside: first)
  }

  /// A Boolean value indicating whether there are second derivatives.
  package var isFinite: Bool { bias.isFinite && deviation.isFinite }

  /// Returns a Boolean value indicating whether the mean moves by more than a tenth of an uncertainty.
  package func movesMean(beside first: Double) -> Bool { fabs(bias) > Self.mostBias * first }

  /// Returns a Boolean value indicating whether the uncertainty is more than a tenth larger than one of first order.
  package func growsUncertainty(beside first: Double) -> Bool { whole(first) > (1 + Self.mostGrowth) * first }

  /// Returns the uncertainty with one of first order.
  package func whole(_ first: Double) -> Double { hypot(first, deviation) }

  /// - Parameters:
  ///   - rows: For each uncertain element i, uᵢ Hᵢⱼ uⱼ for each such element j.
  fileprivate init(rows: [[Double]], _ correlations: Correlations) {
    let products = correlations.pairs.isEmpty ? rows : rows.map(correlations.applied)
    var (trace, square) = (0.0, 0.0)
    for row in products.indices {
      trace += products[row][row]
      for column in products.indices { square += products[row][column] * products[column][row] }
    }
    bias = trace / 2
    deviation = square.isNaN ? .nan : fmax(0, square / 2).squareRoot()
  }
}

extension ProgramPoint {
  /// The steps of sweeps up to which curvature takes no time to speak of.
  private static let mostSteps = 10_000_000

  /// Returns the effect of curvature on each element of the output, by a product with the Hessian for each uncertain
  /// element; nil where that would take too long.
  ///
  /// - Parameters:
  ///   - deviations: The standard uncertainty of each element of the inputs of `wrt`, in their order.
  ///   - correlations: Pairs of these elements.
  package func secondOrder(_ deviations: [Double], _ correlations: Correlations) -> [SecondOrderEffect]? {
    let moving = deviations.indices.filter { deviations[$0] > 0 }
    let numbers = Dictionary(uniqueKeysWithValues: zip(moving, moving.indices))
    let pairs = correlations.renumbered { numbers[$0] }
    let outputs = value.count
    func isTooMuch(_ steps: Int) -> Bool {
      let sweeps = moving.count.multipliedReportingOverflow(by: outputs)
      let all = steps.multipliedReportingOverflow(by: sweeps.partialValue)
      return sweeps.overflow || all.overflow || all.partialValue > Self.mostSteps
    }
    func effect(_ product: (Int) -> [Double]) -> SecondOrderEffect {
      let rows = moving.map { element in
        let row = product(element)
        return moving.map { deviations[$0] * row[$0] }
      }
      return SecondOrderEffect(rows: rows, pairs)
    }
    switch values {
    case .numbers(let point):
      return isTooMuch(point.graph.count) ? nil : [effect(point.curvature(deviations))]
    case .elements(let point):
      return isTooMuch(point.numbers.graph.count) ? nil : [effect(point.numbers.curvature(deviations))]
    case .arrays(let point):
      if isTooMuch(point.values.reduce(0) { $0 + $1.count }) { return nil }
      if point.value.scalar != nil { return [effect(point.curvature(deviations))] }
      var effects: [SecondOrderEffect] = []
      for output in 0..<outputs {
        guard let part = try? Lowering.element(point.value.shape.subscripts(output), of: point.graph) else {
          return nil
        }
        effects.append(effect(point.moved(to: part).curvature(deviations)))
      }
      return effects
    }
  }
}

extension Point<Double> {
  /// Returns the way from an element to its row of the Hessian, times its deviation.
  fileprivate func curvature(_ deviations: [Double]) -> (Int) -> [Double] {
    let gates = Dual<Double>.gates(ties)
    return { hessianProduct([(wrt[$0], deviations[$0])], gates: gates) }
  }
}

extension Point<Tensor> {
  /// Returns the way from an element to its row of the Hessian, times its deviation.
  fileprivate func curvature(_ deviations: [Double]) -> (Int) -> [Double] {
    let gates = Dual<Tensor>.gates(ties)
    let elements = wrt.flatMap { input in
      (0..<graph.shape(of: input).count).map { (input: input, element: $0) }
    }
    return { place in
      let (input, element) = elements[place]
      let tangent = Tensor.basis(graph.shape(of: input), element) * Tensor.scalar(deviations[place])
      return hessianProduct([(input, tangent)], gates: gates).flatMap(\.elements)
    }
  }
}

extension Shape {
  /// Returns the subscripts of an element.
  fileprivate func subscripts(_ element: Int) -> [Subscript] {
    var rest = element
    var places: [Subscript] = []
    for length in lengths.reversed() {
      places.insert(.index(rest % length), at: 0)
      rest /= length
    }
    return places
  }
}
