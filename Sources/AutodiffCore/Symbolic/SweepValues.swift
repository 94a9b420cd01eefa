/// The derivatives that the sweeps give at special points, to which formulas are held.
struct SweepValues {
  /// The points, each a value for each input.
  let points: [[Tensor]]
  /// A Boolean value for each point indicating whether an input is huge.
  private let isFarOut: [Bool]
  /// A Boolean value for each point indicating whether an input is huge or tiny.
  private let isFar: [Bool]
  private let isForReading: Bool
  /// A Boolean value for each point indicating whether the conventions of the sweep gave way to the true derivative there.
  private let isSettled: [Bool]
  /// The program.
  private let graph: Graph
  /// The derivatives at each point.
  private let expected: [[Derivative]]
  /// A Boolean value indicating whether derivatives may change at once from point to point.
  private let mayJump: Bool
  /// The derivatives at any point, given the values of all nodes.
  private let sweep: ([Tensor]) -> [Derivative]
  /// The elements of the output whose derivatives are compared; nil for all.
  private let rows: [Int]?

  /// The numbers of points at which a formula has other values than the sweep.
  struct Misses: Equatable {
    /// The number of those whose inputs are of sizes that people work with.
    var near = 0
    /// The number of those at which an input is huge or tiny.
    var far = 0

    var all: Int { near + far }
  }

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
  /// - Parameter symmetric: The inputs that are symmetric matrices at every point.
  /// - Parameter isForReading: A Boolean value indicating whether formulas may have other values where the program leaves
  ///   the range of doubles, or loses all digits; code may not.
  init(
    _ graph: Graph, wrt: [Graph.NodeID], order: Int, symmetric: [Graph.NodeID] = [], isForReading: Bool = true,
    ties: Ties
  ) {
    let points = SpecialPoints.points(
      of: graph, order: order, symmetric: symmetric, hasFewOfArrays: isForReading)
    let count = graph.shape(of: graph.output).count
    let rows = order == 1 && count > Self.mostRows ? (0..<Self.mostRows).map { $0 * count / Self.mostRows } : nil
    // Rows are made once for all points: they weigh more than a sweep.
    let gates = order == 1 ? [] : Dual<Tensor>.gates(ties)
    let sweep = { (values: [Tensor]) -> [Derivative] in
      let point = Point(graph: graph, values: values, wrt: wrt, ties: ties)
      return order == 1 ? Self.first(point, rows ?? Array(0..<count)) : Self.second(point, gates)
    }
    let isFar = points.map { point in
      point.contains { $0.elements.contains { fabs($0) >= 1e100 || $0 != 0 && fabs($0) <= 1e-100 } }
    }
    var isSettled = points.map { _ in false }
    var examined = 0
    expected = points.indices.map { place in
      let values = Evaluation.run(graph, inputs: points[place])
      var derivatives = sweep(values)
      if !isFar[place], isForReading, examined < Self.mostExamined.points {
        let answers = Self.answers(Point(graph: graph, values: values, wrt: wrt, ties: ties), order)
        examined += answers.isEmpty ? 0 : order
        isSettled[place] = Self.settle(&derivatives, answers)
      }
      return derivatives
    }
    self.points = points
    self.isFar = isFar
    self.isSettled = isSettled
    isFarOut = points.map { $0.contains { $0.elements.contains { fabs($0) >= 1e100 } } }
    self.graph = graph
    self.sweep = sweep
    self.isForReading = isForReading
    mayJump = order == 2
    self.rows = rows
  }

  /// The number of an output's elements up to which the derivatives of all are compared.
  private static let mostRows = 16

  /// Puts the derivatives that are answered at a kink in the place of those by the conventions, and returns a Boolean
  /// value indicating whether there were others.
  private static func settle(_ derivatives: inout [Derivative], _ answers: [[Double]]) -> Bool {
    var isSettled = false
    for (place, elements) in answers.enumerated() where elements.count == derivatives[place].elements.count {
      for (element, value) in elements.enumerated() where value.isFinite {
        let own = derivatives[place].elements[element]
        if own.isNaN || fabs(own - value) > 1e-6 * fabs(value) {
          derivatives[place].elements[element] = value
          isSettled = true
        }
      }
    }
    return isSettled
  }

  /// Returns the numbers of points at which a derivative has other elements than those of the sweep.
  ///
  /// - Parameters:
  ///   - place: The place of the derivative.
  ///   - elements: Its elements at each point.
  mutating func misses(_ place: Int, _ elements: [[Double]]) -> Misses {
    var misses = Misses()
    for point in points.indices where isMissed(point, place, elements[point]) {
      if isFar[point] { misses.far += 1 } else { misses.near += 1 }
    }
    return misses
  }

  /// Returns the points, of numbers that people work with, at which a derivative of one element has another value than
  /// that of the sweep, and the sweep's.
  mutating func missed(_ place: Int, _ elements: [[Double]]) -> [(point: [Tensor], value: Double?)] {
    var missed: [(point: [Tensor], value: Double?)] = []
    for point in points.indices where !isFar[point] && isMissed(point, place, elements[point]) {
      missed.append((points[point], expected[point][place].elements.first))
    }
    return missed
  }

  /// Returns a Boolean value indicating whether a derivative has the elements of the sweep at any point.
  ///
  /// - Parameter tolerance: The difference that they may have, relative to the sweep's.
  func agrees(_ place: Int, _ elements: [Double], at inputs: [Tensor], within tolerance: Double) -> Bool {
    let derivative = sweep(Evaluation.run(graph, inputs: inputs))[place]
    let elements = compared(elements)
    return elements.count == derivative.elements.count
      && zip(elements, derivative.elements).allSatisfy { fabs($0 - $1) <= tolerance * fabs($1) }
  }

  /// Returns those elements of a derivative that are compared.
  private func compared(_ elements: [Double]) -> [Double] {
    let outputs = graph.shape(of: graph.output).count
    guard let rows, elements.count.isMultiple(of: outputs) else { return elements }
    let width = elements.count / outputs
    return rows.flatMap { elements[$0 * width..<($0 + 1) * width] }
  }

  private mutating func isMissed(_ point: Int, _ place: Int, _ elements: [Double]) -> Bool {
    let derivative = expected[point][place]
    let elements = compared(elements)
    guard elements.count == derivative.elements.count else { return true }
    let missed = elements.indices.filter {
      !Self.isKept(derivative.elements[$0], elements[$0], error: derivative.error(of: $0), isFarOut: isFarOut[point])
    }
    if missed.isEmpty { return false }
    // A program that leaves the range of doubles is no longer the function that was written down.
    let vicinity = vicinity(of: point)
    if isForReading, vicinity.isOutOfRange { return false }
    // The true derivative at a kink is no matter of rounding.
    if isSettled[point] { return true }
    // Far out the sweep may leave the range before the formula does.
    if isForReading, isFar[point], sweepLeavesRange(at: point),
      missed.allSatisfy({ Self.isComparable(derivative.elements[$0], elements[$0]) })
    {
      return false
    }
    // A number that moves as much when its point is rounded says no more than the formula's.
    let others = vicinity.moved.map { $0[place] }
    // Second derivatives that jump are those of a kink, at which conventions meet.
    if mayJump, others.contains(where: { !$0.isNear(derivative) }) { return false }
    // Nor does one that moves as much when the program's operations are rounded the other way, as 1 - sigma(40) does.
    func isOff(_ others: [Derivative]) -> Bool {
      missed.contains { element in
        let (own, value) = (derivative.elements[element], elements[element])
        return !others.contains { fabs(value - own) <= 8 * fabs($0.elements[element] - own) }
      }
    }
    return isOff(others) && (!isForReading || isOff(others + roundedOtherwise(point).map { $0[place] }))
  }

  // MARK: - Beside the points

  /// The derivatives beside a point, for a formula that has other values there.
  private struct Vicinity {
    /// A Boolean value indicating whether a value of the program has left the range of doubles.
    var isOutOfRange: Bool
    /// The derivatives one unit in the last place away.
    var moved: [[Derivative]] = []
    /// The derivatives at the point where operations are rounded the other way; nil before they are asked for.
    var rounded: [[Derivative]]?
  }

  /// The vicinities that were asked for before.
  private var vicinities: [Int: Vicinity] = [:]

  private mutating func roundedOtherwise(_ point: Int) -> [[Derivative]] {
    if let known = vicinities[point]?.rounded { return known }
    let rounded = RoundedSteps(graph).roundedOtherwise(points[point]).map(sweep)
    vicinities[point]?.rounded = rounded
    return rounded
  }

  private mutating func vicinity(of point: Int) -> Vicinity {
    if let known = vicinities[point] { return known }
    let steps = RoundedSteps(graph)
    let values = Evaluation.run(graph, inputs: points[point])
    var result = Vicinity(isOutOfRange: isForReading && steps.leaveRange(values))
    if !result.isOutOfRange {
      result.moved = Self.neighbours(points[point]).map { sweep(Evaluation.run(graph, inputs: $0)) }
    }
    vicinities[point] = result
    return result
  }

  /// The sweep back as a program, which has a value for each of its steps; nil before it is asked for, or for none.
  private var sweepBack: Graph??

  /// Returns a Boolean value indicating whether a step of the sweep leaves the range of doubles at a point.
  private mutating func sweepLeavesRange(at point: Int) -> Bool {
    if sweepBack == nil {
      let isOfScalars =
        graph.shape(of: graph.output).isScalar && graph.inputs.allSatisfy { graph.shape(of: $0).isScalar }
      sweepBack = .some(isOfScalars && !mayJump ? try? SweepGraphs.gradient(of: graph, wrt: graph.inputs).graph : nil)
    }
    guard case .some(.some(let back)) = sweepBack else { return false }
    return RoundedSteps(back).leaveRange(Evaluation.run(back, inputs: points[point]))
  }

  /// Returns a Boolean value indicating whether a number is of the size of the sweep's.
  private static func isComparable(_ expected: Double, _ value: Double) -> Bool {
    expected != 0 && expected.isFinite && (0.01...100).contains(value / expected)
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

  /// The numbers of inputs' elements, of nodes and of points up to which derivatives at kinks are examined from both
  /// sides.
  private static let mostExamined = (elements: 4, nodes: 60, points: 12)

  /// Returns the derivatives at a point with a kink as they are answered there: the true ones where both sides agree; none
  /// at other points, at which the sweep says as much.
  private static func answers(_ point: Point<Tensor>, _ order: Int) -> [[Double]] {
    let graph = point.graph
    let count = point.wrt.reduce(0) { $0 + graph.shape(of: $1).count }
    guard graph.count <= mostExamined.nodes, count <= mostExamined.elements / order,
      graph.shape(of: graph.output).isScalar, point.value.isFinite, point.mayBend
    else { return [] }
    if order == 1 { return Derivatives(gradientOf: point).tensors.map(\.elements) }
    return point.hessian(path: nil).hessian.blocks.flatMap { $0.map(\.elements) }
  }

  // MARK: - Sweeps

  /// Returns the derivative of some of the output's elements by each input.
  private static func first(_ point: Point<Tensor>, _ rows: [Int]) -> [Derivative] {
    let output = point.graph.shape(of: point.graph.output)
    var derivatives = point.wrt.map { _ in Derivative() }
    for index in rows {
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
  private static func second(_ point: Point<Tensor>, _ gates: [Gate<Dual<Tensor>>]) -> [Derivative] {
    let shapes = point.wrt.map { point.graph.shape(of: $0) }
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
