/// Sweeps over expansions along curves that leave a point: values and gradients a little way along.
///
/// On a curve a program takes the path that its conditions decide there, each gate that selects has decided, and what
/// is 0/0 at the point has a limit. The gradient that reverse mode gives is therefore the function's own for all small
/// t > 0, whatever the conventions at the point are.
struct CurveSweep {
  /// A curve x + line·t + bend·t³ by the elements of `wrt`.
  ///
  /// The bend is too small for second derivatives. It decides ties that the line leaves as they are.
  struct Curve {
    var line: [Double]
    var bend: [Double]
  }

  /// The limit of a derivative along a curve, and its own derivative by t there; nan where they are not known.
  struct Behaviour {
    var limit = Double.nan
    var slope = Double.nan
    /// A bound of the rounding error of either.
    var error = 0.0
  }

  /// The behaviour of the function along a curve.
  struct Side {
    /// The limit of the value, and the coefficients of t and t² in it; nan where they are not known.
    var value: Double
    var rise = Double.nan
    var curvature = Double.nan
    /// A bound of the rounding error of the coefficients.
    var error = 0.0
    /// The behaviour of each derivative by an element of `wrt`.
    var gradient: [Behaviour]
  }

  /// A path of the program over numbers.
  private struct Path {
    var graph: Graph
    var wrt: [Graph.NodeID]
    var active: [Bool]
    /// The value of each input of the graph.
    var inputs: [Double]

    init(_ point: Point<Double>) {
      graph = point.graph
      wrt = point.wrt
      active = graph.active(wrt)
      inputs = graph.inputs.map { point.values[Int($0)] }
    }
  }

  /// The program and the point over arrays, from which other paths are found; nil if there are none.
  private let origin: (program: Program, point: Point<Tensor>)?
  private var paths: [Path]
  private let table: TaylorTable

  /// The most other paths that are looked for.
  private static let mostPaths = 32

  /// Creates sweeps from a point.
  ///
  /// - Parameters:
  ///   - elements: The point over the elements of its arrays.
  ///   - arrays: The same point as the program has it.
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  ///   - order: The power of t from which on terms of expansions are left out.
  ///   - keepsNoise: A Boolean value indicating whether coefficients are kept that may be 0 but for rounding.
  init(
    _ elements: Point<Double>, arrays: Point<Tensor>? = nil, program: Program? = nil,
    order: Double = TaylorTable.fewOrders, keepsNoise: Bool = false
  ) {
    table = TaylorTable(highestOrder: order, keepsNoise: keepsNoise)
    if let program, let arrays, !elements.graph.decisions.isEmpty {
      origin = (program, arrays)
    } else {
      origin = nil
    }
    paths = [Path(elements)]
  }

  /// The number of elements by which derivatives are taken.
  var count: Int { paths[0].wrt.count }

  /// The number of nodes that one sweep visits.
  var cost: Int { paths[0].graph.count }

  /// Returns the behaviour of the function along a curve; nil where the program has no path that is known.
  mutating func side(_ curve: Curve) -> Side? {
    guard let (path, values) = expansions(curve) else { return nil }
    let adjoints = Self.adjoints(path.graph, values, path.active, 1.0)
    let value = values[Int(path.graph.output)]
    let isKnown = value.order > 0 && value.valuation >= 0
    var side = Side(
      value: isKnown ? value.constant : .nan,
      gradient: path.wrt.map { isKnown ? Self.behaviour(adjoints[Int($0)]) : Behaviour() })
    if isKnown, let rise = value.coefficient(of: 1), let curvature = value.coefficient(of: 2) {
      (side.rise, side.curvature, side.error) = (rise.value, curvature.value, fmax(rise.error, curvature.error))
    }
    return side
  }

  /// Returns the value along a curve as a sum of powers of t; nil where the program has no path that is known.
  mutating func value(_ curve: Curve) -> PowerSeries? {
    expansions(curve).map { path, values in values[Int(path.graph.output)] }
  }

  /// Returns the expansion of each node along a curve on the path that the program takes there; nil where none is known.
  private mutating func expansions(_ curve: Curve) -> (path: Path, values: [PowerSeries])? {
    for path in paths {
      if let values = expansions(curve, on: path) { return (path, values) }
    }
    guard paths.count <= Self.mostPaths, let other = path(along: curve) else { return nil }
    paths.append(other)
    return expansions(curve, on: other).map { (other, $0) }
  }

  /// Returns the expansion of each node along a curve on a path; nil where conditions are decided otherwise.
  private func expansions(_ curve: Curve, on path: Path) -> [PowerSeries]? {
    var inputs = path.inputs.map { PowerSeries($0, table: table) }
    for (place, id) in path.wrt.enumerated() {
      guard let number = path.graph.inputs.firstIndex(of: id) else { continue }
      inputs[number] = PowerSeries(
        path.inputs[number],
        [(1.0, curve.line[place]), (3.0, curve.bend[place])].filter { $0.1 != 0 }.map {
          PowerSeries.Term(exponent: $0.0, coefficient: $0.1, error: 0)
        }, table: table)
    }
    let values = Self.evaluate(path.graph, inputs)
    for decision in path.graph.decisions {
      let condition = values[Int(decision.condition)]
      guard condition.isConstant, (condition.constant != 0) == decision.holds else { return nil }
    }
    return values
  }

  /// Returns the path that the program takes a little way along a curve.
  private func path(along curve: Curve) -> Path? {
    guard let (program, arrays) = origin else { return nil }
    let step = 0x1p-20
    var inputs = arrays.graph.inputs.map { arrays.values[Int($0)] }
    var place = 0
    for id in arrays.wrt {
      guard let number = arrays.graph.inputs.firstIndex(of: id) else { return nil }
      var elements = inputs[number].elements
      for index in elements.indices {
        elements[index] += curve.line[place] * step + curve.bend[place] * step * 0x1p-10
        place += 1
      }
      inputs[number] = Tensor(inputs[number].shape, elements)
    }
    guard let graph = try? program.path(of: arrays.graph, at: inputs) else { return nil }
    let places = arrays.wrt.compactMap { arrays.graph.inputs.firstIndex(of: $0) }
    let there = Point<Tensor>(
      graph, inputs: arrays.graph.inputs.map { arrays.values[Int($0)] }, wrt: places, ties: arrays.ties)
    guard let elements = try? Unrolled(there, mostNodes: Unrolled.fewNodes).point else { return nil }
    return Path(elements)
  }

  /// Returns the limit and the slope of an expansion.
  private static func behaviour(_ derivative: PowerSeries) -> Behaviour {
    guard derivative.order > 0 else { return Behaviour() }
    var result = Behaviour(limit: derivative.constant, error: derivative.error)
    for term in derivative.terms where term.exponent < 1 + 1e-9 {
      if term.exponent < 0 { return Behaviour(limit: term.coefficient * .infinity) }
      let isSlope = PowerSeries.isSame(term.exponent, 1)
      result.slope = isSlope ? term.coefficient : term.coefficient * .infinity
      result.error = fmax(result.error, term.error)
      return result
    }
    if derivative.order > 1 { result.slope = 0 }
    return result
  }

  // Compiled once for all fields: a sweep over expansions is rare, and its code would be large.

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  private static func evaluate<S: Field>(_ graph: Graph, _ inputs: [S]) -> [S] { Evaluation.run(graph, inputs: inputs) }

  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  private static func adjoints<S: Field>(_ graph: Graph, _ values: [S], _ active: [Bool], _ seed: S) -> [S] {
    Pullback.run(graph, values: values, active: active, seed: seed, ties: .split)
  }
}
