/// The costs of the ways to a program's derivative for every size, as polynomials in the sizes.
package struct SizedCosts: Sendable {
  /// The work of one way.
  package struct Way: Sendable {
    /// The number of thirds of operations on numbers.
    package var thirds: SizePolynomial
    /// The numbers of numbers that are needed at once; the greatest of them is that of the way.
    package var liveValues: [SizePolynomial]
  }

  /// The work of the value alone.
  package let function: Way
  /// The work of one forward sweep, along one direction.
  package let forward: Way
  /// The work of a forward sweep for each element of the inputs by which derivatives are taken.
  package let forwardAll: Way
  /// The work of one reverse sweep, with the value.
  package let reverse: Way
  /// The work of a reverse sweep for each element of the output, each with the value.
  package let reverseAll: Way
  /// The number of sweeps in `forwardAll`.
  package let directions: SizePolynomial
  /// The number of sweeps in `reverseAll`.
  package let outputs: SizePolynomial
  /// The thirds of operations of the derivatives of a scalar as expressions: with shared parts named, and written out in full;
  /// nil where they are no polynomials.
  package let derivative: (shared: SizePolynomial, written: SizePolynomial)?

  /// The counts at some sizes.
  package struct Sample: Sendable {
    fileprivate var ways: [Work]
    fileprivate var directions: Int
    fileprivate var outputs: Int
    fileprivate var derivative: (shared: Int, written: Double)?

    /// Counts the work of a program at some sizes.
    ///
    /// - Parameter wrt: The inputs by which derivatives are taken.
    /// - Throws: A `Problem` if a graph of the sweeps has more nodes than the limit.
    package init(_ graph: Graph, wrt: [Graph.NodeID]) throws(Problem) {
      let sweeps = try SweepGraphs(graph, wrt: wrt, mayList: false)
      ways = [
        Work(of: [sweeps.function.output], in: sweeps.function),
        Work(of: sweeps.forward.outputs, in: sweeps.forward.graph),
        Work(of: sweeps.reverse.outputs, in: sweeps.reverse.graph),
      ]
      directions = wrt.reduce(0) { $0 + graph.shape(of: $1).count }
      outputs = graph.shape(of: graph.output).count
      derivative = sweeps.derivatives.map { graph, nodes in
        (Work(of: nodes, in: graph).thirds, graph.writtenOperations(of: nodes, thirds: true))
      }
    }
  }

  /// The number of moments with counts of their own up to which the greatest is looked for.
  private static let mostMoments = 400

  /// Finds the polynomials through the counts at the points of a lattice; nil where there are none.
  package init?(_ samples: [Sample], _ lattice: SizeLattice) {
    guard let first = samples.first else { return nil }
    func polynomial(_ count: (Sample) -> Int) -> SizePolynomial? { lattice.polynomial(through: samples.map(count)) }
    func way(_ place: Int) -> Way? {
      let moments = first.ways[place].live.count
      guard samples.allSatisfy({ $0.ways[place].live.count == moments }),
        let thirds = polynomial({ $0.ways[place].thirds })
      else { return nil }
      let counts = Set((0..<moments).map { moment in samples.map { $0.ways[place].live[moment] } })
      guard counts.count <= Self.mostMoments else { return nil }
      var live: [SizePolynomial] = []
      for counts in counts {
        guard let polynomial = lattice.polynomial(through: counts) else { return nil }
        live.append(polynomial)
      }
      return Way(thirds: thirds, liveValues: Self.greatest(live))
    }
    guard let function = way(0), let forward = way(1), let reverse = way(2),
      let directions = polynomial({ $0.directions }), let outputs = polynomial({ $0.outputs }),
      let all = forward.thirds.multiplied(by: directions), let rows = reverse.thirds.multiplied(by: outputs)
    else { return nil }
    (self.function, self.forward, self.reverse, self.directions, self.outputs) = (
      function, forward, reverse, directions, outputs
    )
    forwardAll = Way(thirds: all, liveValues: forward.liveValues)
    reverseAll = Way(thirds: rows, liveValues: reverse.liveValues)
    let written = samples.compactMap { $0.derivative.flatMap { Int(exactly: $0.written) } }
    if written.count == samples.count, let written = lattice.polynomial(through: written),
      let shared = polynomial({ $0.derivative?.shared ?? 0 })
    {
      derivative = (shared, written)
    } else {
      derivative = nil
    }
  }

  /// Returns those polynomials of which one is the greatest, whatever the sizes.
  private static func greatest(_ polynomials: [SizePolynomial]) -> [SizePolynomial] {
    var kept: [SizePolynomial] = []
    for polynomial in polynomials where !kept.contains(where: { $0.isNowhereBelow(polynomial) }) {
      kept.removeAll { polynomial.isNowhereBelow($0) }
      kept.append(polynomial)
    }
    return kept.sorted { one, other in
      let (terms, others) = (one.terms, other.terms)
      for (term, next) in zip(terms, others) where term != next {
        if term.degree != next.degree { return term.degree > next.degree }
        if term.powers != next.powers { return next.powers.lexicographicallyPrecedes(term.powers) }
        return term.coefficient > next.coefficient
      }
      return terms.count > others.count
    }
  }
}
