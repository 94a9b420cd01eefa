/// The derivatives that the sweeps give at special points, to which formulas are held.
struct SweepValues {
  /// The points, each a value for each input.
  let points: [[Tensor]]
  /// A Boolean value for each point indicating whether an input is huge.
  private let isFarOut: [Bool]
  /// The derivatives at each point.
  private let expected: [[Derivative]]
  /// A Boolean value indicating whether derivatives may change at once from point to point.
  private let mayJump: Bool
  /// The derivatives at any point.
  private let sweep: ([Tensor]) -> [Derivative]

  /// The elements of a derivative at a point, and the errors that cancellation may have left in them.
  private struct Derivative {
    var elements: [Double] = []
    var errors: [Double] = []

    /// Returns the error of an element; 0 where none was seen.
    func error(of place: Int) -> Double { place < errors.count ? errors[place] : 0 }

    /// Returns a Boolean value indicating whether the elements of two derivatives may be those of near points.
    func isNear(_ other: Derivative) -> Bool {
      elements.indices.allSatisfy { place in
        let (one, two) = (elements[place], other.elements[place])
        return one == two || !one.isFinite || !two.isFinite
          || fabs(one - two) <= 1e-3 * fmax(fabs(one), fabs(two)) + error(of: place)
      }
    }
  }

  /// Takes derivatives at special points.
  ///
  /// - Parameter order: 1 for the derivative by each input of `wrt`, 2 for those by each pair of them.
  init(_ graph: Graph, wrt: [Graph.NodeID], order: Int, ties: Ties) {
    points = SpecialPoints.points(of: graph, order: order)
    isFarOut = points.map { $0.contains { $0.elements.contains { fabs($0) >= 1e100 } } }
    let places = wrt.compactMap { graph.inputs.firstIndex(of: $0) }
    let sweep = { (inputs: [Tensor]) -> [Derivative] in
      let point = Point(graph, inputs: inputs, wrt: places, ties: ties)
      return order == 1 ? Self.first(point) : Self.second(point)
    }
    self.sweep = sweep
    expected = points.map(sweep)
    mayJump = order == 2
  }

  /// Returns the number of points at which a derivative has other elements than those of the sweep.
  ///
  /// - Parameters:
  ///   - place: The place of the derivative.
  ///   - elements: Its elements at each point.
  func misses(_ place: Int, _ elements: [[Double]]) -> Int {
    points.indices.count { point in
      let derivative = expected[point][place]
      guard elements[point].count == derivative.elements.count else { return true }
      let missed = elements[point].indices.filter {
        !Self.isKept(
          derivative.elements[$0], elements[point][$0], error: derivative.error(of: $0), isFarOut: isFarOut[point])
      }
      if missed.isEmpty { return false }
      // A number that moves as much when its point is rounded says no more than the formula's.
      let others = Self.neighbours(points[point]).map { sweep($0)[place] }
      // Second derivatives that jump are those of a kink, at which conventions meet.
      if mayJump, others.contains(where: { !$0.isNear(derivative) }) { return false }
      return missed.contains { element in
        let (own, value) = (derivative.elements[element], elements[point][element])
        return !others.contains { fabs(value - own) <= 8 * fabs($0.elements[element] - own) }
      }
    }
  }

  /// The difference, relative to the sweep's number, that rounding in another order may make.
  private static let tolerance = 1e-9

  /// Returns a Boolean value indicating whether a formula keeps the sweep's number.
  ///
  /// A number in the place of the sweep's 0 or infinity is the better one: a product on the sweep's way left the
  /// range of doubles. Where its digits cancel, they say nothing.
  ///
  /// - Parameters:
  ///   - error: The error that cancellation may have left in the sweep's number.
  ///   - isFarOut: A Boolean value indicating whether an input is so large that infinity says as little.
  private static func isKept(_ expected: Double, _ value: Double, error: Double, isFarOut: Bool) -> Bool {
    if expected.isNaN || value == expected || expected.isInfinite && isFarOut { return true }
    if value.isNaN { return false }
    if expected == 0 || expected.isInfinite { return value != 0 && value.isFinite }
    if fabs(expected) < 1e-290 { return fabs(value) < 1e-289 }
    return fabs(value - expected) <= tolerance * fabs(expected) + error
  }

  /// Returns the points one unit in the last place away on two sides.
  private static func neighbours(_ inputs: [Tensor]) -> [[Tensor]] {
    [false, true].map { isEvenUp in
      inputs.enumerated().map { place, input in
        var element = place
        return input.map { number in
          defer { element += 1 }
          return element.isMultiple(of: 2) == isEvenUp ? number.nextUp : number.nextDown
        }
      }
    }
  }

  // MARK: - Sweeps

  /// Returns the derivative by each input, all rows of it.
  private static func first(_ point: Point<Tensor>) -> [Derivative] {
    let output = point.graph.shape(of: point.graph.output)
    var derivatives = point.wrt.map { _ in Derivative() }
    for index in 0..<output.count {
      var noise = Noise<Tensor>(point.graph.count) { $0.elements.map(fabs) }
      let adjoints = point.pullback(seed: output.isScalar ? 1.0 : .basis(output, index), observer: &noise)
      for (place, input) in point.wrt.enumerated() {
        let elements = adjoints[Int(input)].unbroadcast(to: point.graph.shape(of: input)).elements
        let errors = noise.errors[Int(input)]
        derivatives[place].elements += elements
        derivatives[place].errors += errors.count == elements.count ? errors : elements.map { _ in 0 }
      }
    }
    return derivatives
  }

  /// Returns the second derivative by each pair of inputs, pair by pair.
  private static func second(_ point: Point<Tensor>) -> [Derivative] {
    let shapes = point.wrt.map { point.graph.shape(of: $0) }
    let gates = Dual<Tensor>.gates(point.ties)
    var derivatives = point.wrt.flatMap { _ in point.wrt.map { _ in Derivative() } }
    for second in shapes.indices {
      var columns: [[[Double]]] = []
      var errors: [[[Double]]] = []
      for index in 0..<shapes[second].count {
        let basis: Tensor = shapes[second].isScalar ? 1.0 : .basis(shapes[second], index)
        let direction = [(input: point.wrt[second], tangent: basis)]
        columns.append(point.hessianProduct(direction, gates: gates).map(\.elements))
        var noise = Noise<Dual<Tensor>>(point.graph.count) { dual in
          let tangents = dual.tangent?.elements ?? []
          let values = dual.value.elements
          return values.indices.map { fmax(fabs(values[$0]), tangents.count > $0 ? fabs(tangents[$0]) : 0) }
        }
        point.observeSecondOrder(direction, gates: gates, observer: &noise)
        errors.append(point.wrt.map { noise.errors[Int($0)] })
      }
      for first in shapes.indices {
        derivatives[first * shapes.count + second].elements = (0..<shapes[first].count).flatMap { row in
          columns.map { $0[first][row] }
        }
        derivatives[first * shapes.count + second].errors = (0..<shapes[first].count).flatMap { row in
          errors.map { row < $0[first].count ? $0[first][row] : 0 }
        }
      }
    }
    return derivatives
  }
}

/// An estimate of the rounding error of each adjoint: a few units in the last place of each contribution, of which the
/// sum may be much smaller, and what the error of the node before becomes on the way.
private struct Noise<Element>: PullbackObserver {
  /// The error of each element of each node's adjoint; none for a node that nothing reached.
  private(set) var errors: [[Double]]
  private let sizes: (Element) -> [Double]

  init(_ count: Int, sizes: @escaping (Element) -> [Double]) {
    errors = Array(repeating: [], count: count)
    self.sizes = sizes
  }

  mutating func contribute(_ contribution: Contribution<Element>) {
    let relative = zip(errors[Int(contribution.from)], sizes(contribution.upstream)).reduce(16 * Double.ulpOfOne) {
      max($0, $1.1 > 0 && ($1.0 / $1.1).isFinite ? $1.0 / $1.1 : 0)
    }
    let added = sizes(contribution.value).map { $0.isFinite ? $0 * relative : 0 }
    let own = errors[Int(contribution.to)]
    errors[Int(contribution.to)] = own.count == added.count ? zip(own, added).map { $0 + $1 } : added
  }
}
