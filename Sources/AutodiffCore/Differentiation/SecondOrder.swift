/// Second derivatives of a scalar output: forward over reverse.
///
/// A pushforward gives every node its tangent along one direction; the reverse sweep over the duals of values and
/// tangents then gives the gradient and its derivative along that direction.
///
/// Source: Griewank and Walther, Evaluating Derivatives, 2nd ed., §5.2; B. A. Pearlmutter, "Fast exact multiplication by
/// the Hessian", Neural Computation 6 (1994).
extension Point where S: Field {
  /// Returns Hessian · direction: for each input of `wrt`, an array of its shape.
  ///
  /// - Parameter gates: The rows, `Dual<S>.gates(ties)`, made once for many directions.
  package func hessianProduct(_ direction: Direction, gates: [Gate<Dual<S>>]) -> [S] {
    var unobserved = Unobserved<Dual<S>>()
    let adjoints = Pullback.run(
      graph, values: duals(direction), active: graph.active(wrt), seed: 1.0, gates: gates, observer: &unobserved)
    return wrt.map { (adjoints[Int($0)].tangent ?? 0.0).unbroadcast(to: graph.shape(of: $0)) + 0.0 }
  }

  /// Shows an observer each contribution to the adjoints and their derivatives along a direction.
  ///
  /// Observers explain, once for an answer: the sweep is not compiled anew for each of them.
  @inline(never)
  @_semantics("optimize.sil.specialize.generic.never")
  func observeSecondOrder<Observer: PullbackObserver>(
    _ direction: Direction, gates: [Gate<Dual<S>>], observer: inout Observer
  ) where Observer.Element == Dual<S> {
    _ = Pullback.run(
      graph, values: duals(direction), active: graph.active(wrt), seed: 1.0, gates: gates, observer: &observer)
  }

  /// Returns the value of each node with its tangent along a direction.
  private func duals(_ direction: Direction) -> [Dual<S>] {
    let (tangents, live) = Pushforward.sweep(graph, values: values, direction: direction, ties: ties)
    return values.indices.map { Dual(values[$0], tangent: live[$0] ? tangents[$0] : nil) }
  }
}

/// The second derivatives of a scalar output by all pairs of inputs.
package struct Hessian {
  /// The second derivatives by each pair of inputs of `wrt`: an array in the first one's shape followed by the
  /// second's.
  package private(set) var blocks: [[Tensor]]
  /// The greatest difference between two entries that are equal in exact arithmetic, divided by the greatest entry.
  package private(set) var asymmetry = 0.0

  /// Takes the second derivatives at a point, column by column.
  ///
  /// - Parameter gradient: The first derivatives; where one of them is undefined, so are its derivatives.
  package init(_ point: Point<Tensor>, gradient: [Tensor]) {
    let shapes = point.wrt.map { point.graph.shape(of: $0) }
    let starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let n = starts[shapes.count]
    var rows = [Double](repeating: 0, count: n * n)
    func fill(_ column: Int, _ products: [Double]) {
      for (row, value) in products.enumerated() { rows[row * n + column] = value }
    }
    if point.graph.isScalar {
      let scalars = Point<Double>(
        graph: point.graph, values: point.values.map { $0[0] }, wrt: point.wrt, ties: point.ties)
      let gates = Dual<Double>.gates(point.ties)
      for (column, input) in point.wrt.enumerated() {
        fill(column, scalars.hessianProduct([(input, 1)], gates: gates))
      }
    } else {
      let gates = Dual<Tensor>.gates(point.ties)
      for (place, input) in point.wrt.enumerated() {
        for index in 0..<shapes[place].count {
          let products = point.hessianProduct([(input, .basis(shapes[place], index))], gates: gates)
          fill(starts[place] + index, products.flatMap(\.elements))
        }
      }
    }
    if point.mayMixUpElements([Tensor(Shape([n * n]), rows)]),
      let elements = Unrolled(point, mostNodes: Unrolled.fewNodes, sweeps: n)?.point
    {
      let gates = Dual<Double>.gates(point.ties)
      for column in 0..<n {
        for (row, value) in elements.hessianProduct([(elements.wrt[column], 1)], gates: gates).enumerated()
        where rows[row * n + column].isNaN {
          rows[row * n + column] = value
        }
      }
    }
    for (index, derivative) in gradient.flatMap(\.elements).enumerated() where derivative.isNaN {
      for other in 0..<n {
        rows[index * n + other] = .nan
        rows[other * n + index] = .nan
      }
    }
    asymmetry = Self.symmetrise(&rows, n)
    blocks = shapes.indices.map { first in
      shapes.indices.map { second in
        var elements: [Double] = []
        for row in starts[first]..<starts[first + 1] {
          elements += rows[row * n + starts[second]..<row * n + starts[second + 1]]
        }
        return Tensor(Shape(shapes[first].lengths + shapes[second].lengths), elements)
      }
    }
  }

  /// Returns Hessian · direction without the Hessian, undefined where the gradient is.
  package static func product(
    _ point: Point<Tensor>, _ direction: Point<Tensor>.Direction, gradient: [Tensor]
  ) -> [Tensor] {
    var products = point.hessianProduct(direction, gates: Dual<Tensor>.gates(point.ties))
    if point.mayMixUpElements(products),
      let unrolled = Unrolled(point, mostNodes: Unrolled.fewNodes, sweeps: 1)
    {
      let moving = direction.flatMap { input, tangent in
        zip(unrolled.inputs[input] ?? [], tangent.elements).filter { $1 != 0 }.map { (input: $0, tangent: $1) }
      }
      var elements = unrolled.point.hessianProduct(moving, gates: Dual<Double>.gates(point.ties))[...]
      products = products.map { product in
        defer { elements = elements.dropFirst(product.count) }
        return Tensor(product.shape, zip(product.elements, elements).map { $0.isNaN ? $1 : $0 })
      }
    }
    return zip(products, gradient).map { $0.defined(where: $1) }
  }

  /// Replaces both entries of a pair by their mean, since they are equal but for rounding on different ways, and
  /// returns the greatest difference divided by the greatest entry.
  private static func symmetrise(_ rows: inout [Double], _ n: Int) -> Double {
    var difference = 0.0
    var scale = 0.0
    for row in 0..<n {
      for column in 0...row {
        let (low, high) = (rows[row * n + column], rows[column * n + row])
        scale = fmax(scale, fmax(fabs(low), fabs(high)))
        // Signs of zeros are rounding too.
        if low.isNaN || high.isNaN || low == 0 && high == 0 {
          rows[row * n + column] = low + high + 0
          rows[column * n + row] = low + high + 0
        }
        guard low != high, low.isFinite, high.isFinite else { continue }
        difference = fmax(difference, fabs(low - high))
        rows[row * n + column] = low / 2 + high / 2
        rows[column * n + row] = low / 2 + high / 2
      }
    }
    return scale == 0 || !scale.isFinite ? 0 : difference / scale
  }
}
