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

/// The second derivatives of a scalar output by all pairs of inputs: the true ones where the function has them, else
/// those of the gates' conventions.
package struct Hessian {
  /// The second derivatives by each pair of inputs of `wrt`: an array in the first one's shape followed by the
  /// second's.
  package private(set) var blocks: [[Tensor]]
  /// The greatest difference between two entries that are equal in exact arithmetic, divided by the greatest entry.
  package private(set) var asymmetry = 0.0
  /// The kinks at which one-sided second derivatives differ, in their `secondSides`.
  package private(set) var kinks: [KinkReport] = []
  /// A Boolean value indicating whether all second derivatives could be examined for both sides; where they could not,
  /// all follow the conventions.
  package private(set) var isExamined = true

  /// Takes the second derivatives at a point, column by column.
  ///
  /// - Parameters:
  ///   - gradient: The first derivatives; where one of them is undefined, so are those of its derivatives that do not
  ///     vanish by the structure of the program.
  ///   - isExamined: A Boolean value indicating whether the first derivatives were examined for both sides at kinks.
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  package init(_ point: Point<Tensor>, gradient: [Tensor], isExamined: Bool = true, path program: Program? = nil) {
    let shapes = point.wrt.map { point.graph.shape(of: $0) }
    let starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let n = starts[shapes.count]
    var rows = Self.convention(point, shapes, starts)
    let first = gradient.flatMap(\.elements)
    var examination = SecondOrderExamination(point, first, isExamined: isExamined)
    for row in 0..<n where first[row].isNaN {
      for column in examination.partners(of: row) {
        rows[row * n + column] = .nan
        rows[column * n + row] = .nan
      }
    }
    asymmetry = Self.symmetrise(&rows, n)
    examination.run(program, suspects: Self.notFinite(rows, n))
    self.isExamined = examination.isExamined
    for pair in examination.entries.pairs {
      guard let entry = examination.entries[pair] else { continue }
      for place in [pair.row * n + pair.column, pair.column * n + pair.row] {
        // Beside a kink of the first derivative, both sides say what an undefined convention does not.
        let isSettled = entry.isOfKink && !rows[place].isFinite && entry.left.isFinite
        let both = isSettled && Self.agree(entry.left, entry.right, entry.error) ? entry.left : nil
        if let value = entry.value ?? both, !Self.agree(rows[place], value, entry.error) { rows[place] = value }
      }
    }
    let answers = rows
    kinks = examination.reports { answers[$0.row * n + $0.column] }
    if shapes.count == 1 {
      blocks = [[Tensor(Shape(shapes[0].lengths + shapes[0].lengths), rows)]]
      return
    }
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

  /// Returns the second derivatives that the conventions of the primitives give, row by row.
  private static func convention(_ point: Point<Tensor>, _ shapes: [Shape], _ starts: [Int]) -> [Double] {
    let n = starts[shapes.count]
    // Rows may be taken for columns, since the matrix is made symmetric.
    if let rows = ManyDirections(point, insteadOf: n)?.hessian { return rows }
    var rows = [Double](repeating: 0, count: n * n)
    func fill(_ column: Int, _ products: [Double]) {
      for (row, value) in products.enumerated() { rows[row * n + column] = value }
    }
    if point.graph.isScalar {
      let scalars = point.asNumbers
      let gates = Dual<Double>.gates(point.ties)
      for (column, input) in point.wrt.enumerated() {
        fill(column, scalars.hessianProduct([(input, 1)], gates: gates))
      }
      return rows
    }
    let gates = Dual<Tensor>.gates(point.ties)
    for (place, input) in point.wrt.enumerated() {
      for index in 0..<shapes[place].count {
        let products = point.hessianProduct([(input, .basis(shapes[place], index))], gates: gates)
        fill(starts[place] + index, products.flatMap(\.elements))
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
    return rows
  }

  /// Returns the elements with a second derivative that is not finite.
  private static func notFinite(_ rows: [Double], _ n: Int) -> [Int] {
    if rows.withUnsafeBufferPointer(\.areFinite) { return [] }
    return (0..<n).filter { row in !rows[row * n..<(row + 1) * n].allSatisfy(\.isFinite) }
  }

  /// Returns a Boolean value indicating whether a convention came out right but for rounding: it is then kept to the
  /// last bit.
  static func agree(_ convention: Double, _ value: Double, _ error: Double) -> Bool {
    convention == value || value.isFinite && fabs(convention - value) <= 1e-12 * fabs(value) + 4 * error
  }

  /// Replaces both entries of a pair by their mean, since they are equal but for rounding on different ways, and
  /// returns the greatest difference divided by the greatest entry.
  private static func symmetrise(_ rows: inout [Double], _ n: Int) -> Double {
    var difference = 0.0
    var scale = 0.0
    rows.withUnsafeMutableBufferPointer { rows in
      for row in 0..<n {
        for column in 0...row {
          let (low, high) = (rows[row &* n &+ column], rows[column &* n &+ row])
          if low == high, low != 0 {
            if low.magnitude > scale { scale = low.magnitude }
            continue
          }
          // Most entries of a sparse matrix are +0 already.
          if low.bitPattern | high.bitPattern == 0 { continue }
          scale = fmax(scale, fmax(fabs(low), fabs(high)))
          // Signs of zeros are rounding too.
          if low.isNaN || high.isNaN || low == 0 && high == 0 {
            rows[row &* n &+ column] = low + high + 0
            rows[column &* n &+ row] = low + high + 0
          }
          guard low != high, low.isFinite, high.isFinite else { continue }
          difference = fmax(difference, fabs(low - high))
          rows[row &* n &+ column] = low / 2 + high / 2
          rows[column &* n &+ row] = low / 2 + high / 2
        }
      }
    }
    return scale == 0 || !scale.isFinite ? 0 : difference / scale
  }
}
