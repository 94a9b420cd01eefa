/// A program at one point as a function of its inputs' elements: the view for finite differences and for one-sided
/// derivatives, which are taken number by number.
package struct ElementPoint {
  private let point: Point<Double>

  init(_ point: Point<Double>) { self.point = point }

  /// The elements of a point, whatever it is of.
  ///
  /// - Throws: the limit on nodes, where a program on arrays has too many elements.
  package init(_ point: ProgramPoint) throws(Problem) {
    switch point.values {
    case .numbers(let point): self.point = point
    case .arrays(let point): self.point = try Unrolled(point).point
    }
  }

  package var graph: Graph { point.graph }
  package var value: Double { point.value }
  /// The names of the elements asked for.
  package var names: [String] { point.wrt.map(\.name) }
  package var derivatives: Derivatives { point.derivatives }

  /// The place among the graph's inputs of one that is asked for.
  func place(ofAsked index: Int) -> Int? { graph.inputs.firstIndex(of: point.asked[index]) }

  /// The derivatives by forward mode, by the gates' conventions.
  var forward: [Double] {
    point.asked.map { point.pushforward([(input: $0, tangent: 1)])[Int(graph.output)] }
  }

  /// For each element asked for, the sum of the sizes of all products of local derivatives from the output to it.
  var magnitudes: [Double] {
    var observer = ScaleObserver(graph)
    _ = point.pullback(observer: &observer)
    return point.asked.map { observer.sums[Int($0)] }
  }
}

/// Sums of the sizes of all products of local derivatives from the output to each node: the scale of the rounding that
/// its derivative has in either mode, however much of it cancels on the way.
///
/// N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
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
