/// A program at one point as a function of its inputs' elements: the view for whatever is said number by number, such
/// as finite differences and one-sided derivatives.
package struct ElementPoint {
  private let point: Point<Double>

  /// Creates the view of a program on numbers.
  init(_ point: Point<Double>) { self.point = point }

  /// Creates the view of a program, with a program on arrays written out for their elements.
  ///
  /// - Throws: A `Problem` if that takes more nodes than the limit.
  package init(_ point: ProgramPoint) throws(Problem) {
    switch point.values {
    case .numbers(let point): self.point = point
    case .arrays(let point): self.point = try Unrolled(point).point
    }
  }

  /// The graph on numbers.
  package var graph: Graph { point.graph }
  /// The value of the output.
  package var value: Double { point.value }
  /// The names of the elements by which derivatives are taken.
  package var names: [String] { point.wrtInputs.map(\.name) }
  /// The gradient, with the true derivative at kinks whose sides agree, and a report of those whose sides differ.
  package var derivatives: Derivatives { point.derivatives }

  /// Returns the place of an element among the graph's inputs.
  ///
  /// - Parameter index: The element's place among those by which derivatives are taken.
  func place(ofWrt index: Int) -> Int? { graph.inputs.firstIndex(of: point.wrt[index]) }

  /// The derivatives by forward mode and the conventions of the primitives.
  var forward: [Double] {
    point.wrt.map { point.pushforward([(input: $0, tangent: 1)])[Int(graph.output)] }
  }

  /// The sum of the sizes of all products of local derivatives from the output to each element.
  var magnitudes: [Double] {
    var observer = ScaleObserver(graph)
    _ = point.pullback(observer: &observer)
    return point.wrt.map { observer.sums[Int($0)] }
  }
}

/// An observer of the sums of the sizes of all products of local derivatives from the output to each node: the scale of
/// the rounding that its derivative has in either mode, however much of it cancels on the way.
///
/// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
private struct ScaleObserver: PullbackObserver {
  var sums: [Double]

  init(_ graph: Graph) {
    sums = Array(repeating: 0, count: graph.count)
    sums[Int(graph.output)] = 1
  }

  mutating func contribute(_ contribution: Contribution<Double>) {
    let size = fabs((contribution.local ?? 0) * sums[Int(contribution.from)])
    if size.isFinite { sums[Int(contribution.to)] += size }
  }
}
