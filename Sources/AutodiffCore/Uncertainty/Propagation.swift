/// The way from the derivatives of outputs and the uncertainties of inputs to the uncertainties of the outputs, to
/// first order: the variance is the sum of ∂f/∂xᵢ uᵢ rᵢⱼ uⱼ ∂f/∂xⱼ over all i and j.
///
/// Source: JCGM 100:2008, Guide to the expression of uncertainty in measurement, §5.1.2 and §5.2.2.
package struct Propagation: Sendable {
  /// An element of an input that may be uncertain.
  private struct Element {
    /// The place among all elements of the inputs.
    var place: Int
    /// The place of the first output's derivative among the numbers of all derivatives, and the way to the next output's.
    var slope: Int
    var stride: Int
    /// The place of the input among those that are uncertain.
    var group: Int
  }

  private var elements: [Element] = []
  private let groups: Int
  private let outputs: Int
  private let correlations: Correlations

  /// The uncertainty of an output.
  package struct Result: Sendable {
    /// The standard uncertainty.
    package var deviation: Double
    /// The part of the variance that comes from each input; of correlated ones, its covariance with the output divided
    /// by the variance, so that all parts add up to 1.
    package var shares: [Double]
  }

  /// Creates the way for an order of derivatives.
  ///
  /// - Parameters:
  ///   - outputs: The number of elements of the output.
  ///   - swept: The inputs by which derivatives are taken, in their order, as places among the parts of `inputs`.
  ///   - uncertain: The inputs that are uncertain.
  ///   - correlations: Pairs of elements of `inputs`.
  package init(
    outputs: Int, _ inputs: Elements, swept: [Int], uncertain: [Int], _ correlations: Correlations
  ) {
    self.outputs = outputs
    groups = uncertain.count
    var start = 0
    for input in swept {
      let places = inputs.parts[input].places
      if let group = uncertain.firstIndex(of: input) {
        for (offset, place) in places.enumerated() {
          elements.append(Element(place: place, slope: start + offset, stride: places.count, group: group))
        }
      }
      start += outputs * places.count
    }
    var numbers: [Int: Int] = [:]
    if !correlations.pairs.isEmpty {
      for (number, element) in elements.enumerated() { numbers[element.place] = number }
    }
    self.correlations = correlations.renumbered { numbers[$0] }
  }

  /// Returns the uncertainty of each output.
  ///
  /// - Parameters:
  ///   - derivative: Returns one of the numbers of all derivatives.
  ///   - deviation: Returns the standard uncertainty of an element of the inputs.
  package func run(_ derivative: (Int) -> Double, _ deviation: (Int) -> Double) -> [Result] {
    let deviations = elements.map { deviation($0.place) }
    return (0..<outputs).map { output in
      let parts = zip(elements, deviations).map { element, deviation in
        // An exact input sends nothing, even along an infinite slope.
        deviation == 0 ? 0 : derivative(element.slope + output * element.stride) * deviation
      }
      return combined(parts)
    }
  }

  /// Returns the uncertainty that contributions in units of the output make.
  private func combined(_ parts: [Double]) -> Result {
    let scale = parts.reduce(0) { $1.isNaN || $0.isNaN ? .nan : fmax($0, fabs($1)) }
    guard scale.isFinite else { return Result(deviation: scale, shares: Array(repeating: .nan, count: groups)) }
    var shares = Array(repeating: 0.0, count: groups)
    if scale == 0 { return Result(deviation: 0, shares: shares) }
    // In units of the greatest part, no square leaves the range of doubles where the sum does not.
    let units = parts.map { $0 / scale }
    let products = zip(units, correlations.pairs.isEmpty ? units : correlations.applied(to: units)).map { $0 * $1 }
    let variance = fmax(0, products.reduce(0, +))
    if variance > 0 {
      for (element, product) in zip(elements, products) { shares[element.group] += product / variance }
    }
    return Result(deviation: scale * variance.squareRoot(), shares: shares)
  }
}
