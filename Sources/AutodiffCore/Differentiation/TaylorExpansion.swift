/// The Taylor coefficients of an output along a direction, by one sweep over truncated power series.
///
/// The value at x + d·t is c₀ + c₁·t + c₂·t² + …: c₁ is the derivative along d, and cₖ the k-th one divided by k!.
///
/// Source: A. Griewank and A. Walther, Evaluating Derivatives, 2nd ed., chapter 13.
package struct TaylorExpansion: Sendable {
  /// The coefficients from c₀ on, each in the output's shape; nan where there is none, since the function has no such
  /// power series there.
  package let coefficients: [Tensor]
  /// Bounds of the rounding errors of the coefficients.
  package let errors: [Tensor]
  /// The lowest order in which the two sides of the point differ; nil if they agree. From there on the coefficients are
  /// those of t > 0.
  package let firstKink: Int?

  /// Expands the output at a point.
  ///
  /// - Parameters:
  ///   - direction: A tangent for each input that moves, in its shape.
  ///   - order: The highest power of t.
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  /// - Throws: A limit, where the elements of arrays are too many.
  package init(
    _ point: Point<Tensor>, along direction: Point<Tensor>.Direction, order: Int, path program: Program? = nil
  ) throws(Problem) {
    let moved = Point(graph: point.graph, values: point.values, wrt: direction.map(\.input), ties: point.ties)
    let line = direction.flatMap { $0.tangent.elements }
    let unrolled = point.graph.isScalar ? nil : try Unrolled(moved)
    let shape = point.value.shape
    var values: [[Double]] = Array(repeating: [], count: order + 1)
    var errors = values
    var firstKink: Int?
    let sides = point.mayKink || !point.graph.decisions.isEmpty ? [1.0, -1] : [1]
    for output in 0..<shape.count {
      let elements = unrolled?.at(output: output) ?? moved.asNumbers
      var sweep = CurveSweep(
        elements, arrays: shape.isScalar ? moved : nil, program: program, order: Double(order) + Self.spareOrders,
        keepsNoise: true)
      let expansions = sides.map { sign in
        sweep.value(.init(line: line.map { sign * $0 }, bend: line.map { _ in 0 })) ?? .unknown
      }
      let point = elements.values[Int(elements.graph.output)]
      let own = Self.coefficients(expansions[0], order, sign: 1, at: point)
      if expansions.count > 1 {
        let other = Self.coefficients(expansions[1], order, sign: -1, at: point)
        let limits = expansions.map { $0.order > 0 && $0.valuation >= 0 ? $0.constant : .nan }
        if limits[0] != limits[1], !(limits[0].isNaN && limits[1].isNaN) { firstKink = 0 }
        let differs = (1...max(order, 1)).prefix(order).first { power in
          let (left, right) = (other[power], own[power])
          if left.value.isNaN, right.value.isNaN { return false }
          let error = left.error + right.error + 1e-12 * fabs(right.value)
          return !(left.value == right.value || fabs(left.value - right.value) <= error)
        }
        if let differs { firstKink = min(firstKink ?? differs, differs) }
      }
      for power in 0...order {
        values[power].append(own[power].value)
        errors[power].append(own[power].error)
      }
    }
    coefficients = values.map { Tensor(shape, $0) }
    self.errors = errors.map { Tensor(shape, $0) }
    self.firstKink = firstKink
  }

  /// The powers that are kept above the highest one, which divisions by powers of t use up.
  private static let spareOrders = 6.0

  /// Returns the coefficients of an expansion along ±t as those along t.
  private static func coefficients(
    _ expansion: PowerSeries, _ order: Int, sign: Double, at value: Double
  ) -> [(value: Double, error: Double)] {
    let known = expansion.valuation >= 0 ? expansion.order : -.infinity
    // The first power that no Taylor series has.
    let end = expansion.terms.first { $0.exponent != $0.exponent.rounded() }?.exponent ?? .infinity
    return (0...order).map { power in
      let exponent = Double(power)
      // The value itself is what the program computes at the point.
      if power == 0 { return (value, 0) }
      guard exponent < known, exponent < end, value.isFinite, let found = expansion.coefficient(of: exponent) else {
        return (.nan, 0)
      }
      return (power.isMultiple(of: 2) ? found.value : sign * found.value + 0, found.error)
    }
  }
}
