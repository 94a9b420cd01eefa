/// The entries of a Jacobian or a Hessian that are not zero by the structure of the program, computed by sweeps that
/// each carry all columns, or rows, of one colour.
package struct SparseDerivatives: Sendable {
  /// The places of the entries: rows are the elements of the output, or of the inputs for a Hessian; columns those of the
  /// inputs of `wrt`, one input after the other.
  package let pattern: SparsityPattern
  /// The number of colours.
  package let colours: Int
  /// The mode of a Jacobian's sweeps: forward where columns have colours, reverse where rows have.
  package let mode: JacobianMode
  /// The number at each entry, in the pattern's order.
  package private(set) var values: [Double]
  /// The kinks that were met, and whether all were examined; its derivatives are those of a Hessian's gradient, else
  /// none.
  package private(set) var first: Derivatives

  /// The number of derivatives up to which those at kinks are examined one by one.
  private static let fewDerivatives = 1_000_000

  /// A Boolean value indicating whether all entries are finite.
  package var areFinite: Bool { values.allSatisfy(\.isFinite) }
}

/// A plan of sweeps: the pattern of a matrix with its colours.
package struct SparsePlan: Sendable {
  package let pattern: SparsityPattern
  package let colouring: Colouring
  package let mode: JacobianMode
  /// The pattern column by column, with the place of each entry in the pattern.
  let mirrored: (pattern: SparsityPattern, origins: [Int])

  /// Plans the sweeps of a Jacobian: by columns or by rows, whichever takes fewer; by rows if both take as many.
  ///
  /// - Parameter mode: The mode that was asked for; nil for the one that takes fewer sweeps.
  package init(jacobian pattern: SparsityPattern, _ mode: JacobianMode? = nil) {
    self.pattern = pattern
    mirrored = pattern.transposed()
    let (columns, rows) = (mirrored.pattern.widest, pattern.widest)
    /// Returns the colours of columns, or of rows.
    func colouring(_ mode: JacobianMode, _ mirrored: SparsityPattern) -> Colouring {
      mode == .forward
        ? Colouring(columnsOf: pattern, mirrored) : Colouring(columnsOf: mirrored, pattern)
    }
    if let mode {
      self.mode = mode
      self.colouring = colouring(mode, mirrored.pattern)
      return
    }
    // No colouring has fewer colours than the longest row, or column, has entries.
    let likely: JacobianMode = rows < columns ? .forward : .reverse
    let first = colouring(likely, mirrored.pattern)
    let bound = likely == .forward ? columns : rows
    if first.count <= bound {
      self.mode = likely
      self.colouring = first
      return
    }
    let other: JacobianMode = likely == .forward ? .reverse : .forward
    let second = colouring(other, mirrored.pattern)
    let isBetter = second.count < first.count || second.count == first.count && other == .reverse
    self.mode = isBetter ? other : likely
    self.colouring = isBetter ? second : first
  }

  /// Plans the sweeps of a Hessian.
  package init(hessian pattern: SparsityPattern) {
    self.pattern = pattern
    mirrored = pattern.transposed()
    mode = .forward
    colouring = Colouring(symmetric: pattern)
  }
}

extension SparsePlan {
  /// A Boolean value indicating whether it takes fewer sweeps than the dense derivatives do.
  package var savesSweeps: Bool {
    pattern.count > 0 && colouring.count < min(pattern.rows, pattern.columns)
  }

  /// The number of nodes and elements of a program up to which its structure takes no time to speak of.
  private static let mostElements = 5_000_000

  /// Plans the derivatives that a program is mostly asked for: second ones of a number, else first ones.
  ///
  /// - Parameter known: The values of `graph.inputs`, as far as they are known.
  /// - Returns: nil if the program, or the number of derivatives, is too large for a plan on the side.
  package static func usual(of graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]) -> SparsePlan? {
    guard graph.elementCount <= mostElements else { return nil }
    if graph.shape(of: graph.output).isScalar {
      return (try? SparsityPattern(hessianOf: graph, wrt: wrt, known: known)).map { SparsePlan(hessian: $0) }
    }
    return (try? SparsityPattern(jacobianOf: graph, wrt: wrt, known: known)).map { SparsePlan(jacobian: $0) }
  }
}

extension SparseDerivatives {
  /// Takes the Jacobian at a point.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package init(jacobianOf point: Point<Tensor>, _ plan: SparsePlan, path program: Program? = nil) {
    self.init(plan)
    let mayKink = point.mayKink || !point.graph.decisions.isEmpty
    let (count, overflow) = pattern.rows.multipliedReportingOverflow(by: pattern.columns)
    let areFew = !overflow && count <= Self.fewDerivatives
    if !(mayKink && areFew) {
      compressed(point, plan)
      if areFinite || !areFew {
        first = Derivatives(none: !mayKink)
        return
      }
    }
    let dense = Derivatives(jacobianOf: point, mode, path: program)
    first = dense.withoutNumbers
    let widths = dense.shapes.map { $0.count / max(pattern.rows, 1) }
    var ends: [Int] = []
    for width in widths { ends.append((ends.last ?? 0) + width) }
    var place = 0
    for row in 0..<pattern.rows {
      var input = 0
      for column in pattern[row] {
        while Int(column) >= ends[input] { input += 1 }
        let start = ends[input] - widths[input]
        values[place] = dense.values[start * pattern.rows + row * widths[input] + Int(column) - start]
        place += 1
      }
    }
  }

  /// Takes the Hessian at a point.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package init(hessianOf point: Point<Tensor>, _ plan: SparsePlan, path program: Program? = nil) {
    self.init(plan)
    first = Derivatives(gradientOf: point, path: program)
    let mayBend = point.mayBend || !point.graph.decisions.isEmpty
    let (count, overflow) = pattern.rows.multipliedReportingOverflow(by: pattern.columns)
    let areFew = !overflow && count <= Self.fewDerivatives
    if !(mayBend && areFew) {
      symmetric(point, plan)
      if areFinite || !areFew {
        first = first.adding([], areExamined: !mayBend)
        return
      }
    }
    let dense: Hessian
    (first, dense) = point.hessian(path: program)
    let starts = point.wrt.reduce(into: [0]) { $0.append($0[$0.count - 1] + point.graph.shape(of: $1).count) }
    var place = 0
    for row in 0..<pattern.rows {
      let block = (starts.firstIndex { $0 > row } ?? 1) - 1
      var input = 0
      for column in pattern[row] {
        while Int(column) >= starts[input + 1] { input += 1 }
        let width = starts[input + 1] - starts[input]
        values[place] = dense.blocks[block][input][(row - starts[block]) * width + Int(column) - starts[input]]
        place += 1
      }
    }
  }

  private init(_ plan: SparsePlan) {
    pattern = plan.pattern
    mode = plan.mode
    colours = plan.colouring.count
    values = Array(repeating: 0, count: pattern.count)
    first = Derivatives(none: true)
  }

  /// Fills in the entries of a Jacobian from its products with the sum of the columns, or rows, of each colour.
  private mutating func compressed(_ point: Point<Tensor>, _ plan: SparsePlan) {
    let carrier = SparseSweeps(point)
    for group in plan.colouring.groups {
      if mode == .forward {
        let product = carrier.pushforward(group)
        for column in group {
          for place in plan.mirrored.pattern.starts[column]..<plan.mirrored.pattern.starts[column + 1] {
            values[plan.mirrored.origins[place]] = product[Int(plan.mirrored.pattern.places[place])]
          }
        }
      } else {
        let product = carrier.pullback(group)
        for row in group {
          for place in pattern.starts[row]..<pattern.starts[row + 1] {
            values[place] = product[Int(pattern.places[place])]
          }
        }
      }
    }
  }

  /// Fills in the entries of a Hessian from its products with the sum of the columns of each colour.
  ///
  /// An entry is read where its column is the only one of its colour in its row. That is so in one of the two places that
  /// it has at least; the mean of two readings is that of two ways of rounding.
  private mutating func symmetric(_ point: Point<Tensor>, _ plan: SparsePlan) {
    let carrier = SparseSweeps(point)
    var counts = [Int32](repeating: 0, count: pattern.rows)
    var isRead = [Bool](repeating: false, count: pattern.count)
    // The pattern is symmetric, so that its rows are its columns.
    for group in plan.colouring.groups {
      let product = carrier.hessianProduct(group)
      for column in group { for row in pattern[column] { counts[Int(row)] += 1 } }
      for column in group {
        for place in plan.mirrored.pattern.starts[column]..<plan.mirrored.pattern.starts[column + 1] {
          let row = Int(plan.mirrored.pattern.places[place])
          guard counts[row] == 1 else { continue }
          values[plan.mirrored.origins[place]] = product[row]
          isRead[plan.mirrored.origins[place]] = true
        }
      }
      for column in group { for row in pattern[column] { counts[Int(row)] = 0 } }
    }
    // Entry by entry, `origins` names the mirror image.
    for (place, image) in plan.mirrored.origins.enumerated() where place < image {
      let mean: Double
      switch (isRead[place], isRead[image]) {
      case (true, true): mean = values[place] == values[image] ? values[place] : values[place] / 2 + values[image] / 2
      case (true, false): mean = values[place]
      case (false, _): mean = values[image]
      }
      values[place] = mean
      values[image] = mean
    }
  }
}

/// Sweeps along sums of elements, over numbers where all is a number.
private struct SparseSweeps {
  private let arrays: Point<Tensor>
  private let numbers: Point<Double>?
  /// The place at which the elements of each input of `wrt` begin, and the end of the last one.
  private let starts: [Int]

  init(_ point: Point<Tensor>) {
    arrays = point
    numbers = point.graph.isScalar ? point.asNumbers : nil
    starts = point.wrt.reduce(into: [0]) { $0.append($0[$0.count - 1] + point.graph.shape(of: $1).count) }
  }

  /// Returns the elements of the output's tangent along the sum of some input elements, which are in order.
  func pushforward(_ elements: [Int]) -> [Double] {
    if let numbers {
      let direction = elements.map { (input: numbers.wrt[$0], tangent: 1.0) }
      return [numbers.pushforward(direction)[Int(numbers.graph.output)] + 0]
    }
    let tangent = arrays.pushforward(direction(elements))[Int(arrays.graph.output)]
    return (tangent.unbroadcast(to: arrays.value.shape) + 0.0).elements
  }

  /// Returns the derivatives of the sum of some elements of the output by all elements of the inputs.
  func pullback(_ elements: [Int]) -> [Double] {
    if let numbers { return numbers.gradient.map(\.value) }
    var seed = [Double](repeating: 0, count: arrays.value.count)
    for element in elements { seed[element] = 1 }
    let parts = arrays.vjp(Tensor(arrays.value.shape, seed))
    return parts.count == 1 ? parts[0].elements : parts.flatMap(\.elements)
  }

  /// Returns the product of the Hessian with the sum of some input elements, which are in order.
  func hessianProduct(_ elements: [Int]) -> [Double] {
    if let numbers {
      return numbers.hessianProduct(
        elements.map { (input: numbers.wrt[$0], tangent: 1.0) }, gates: Dual<Double>.gates(numbers.ties))
    }
    let parts = arrays.hessianProduct(direction(elements), gates: Dual<Tensor>.gates(arrays.ties))
    return parts.count == 1 ? parts[0].elements : parts.flatMap(\.elements)
  }

  private func direction(_ elements: [Int]) -> Point<Tensor>.Direction {
    var direction: Point<Tensor>.Direction = []
    var next = 0
    for (place, input) in arrays.wrt.enumerated() {
      guard next < elements.count, elements[next] < starts[place + 1] else { continue }
      let shape = arrays.graph.shape(of: input)
      var tangent = [Double](repeating: 0, count: shape.count)
      while next < elements.count, elements[next] < starts[place + 1] {
        tangent[elements[next] - starts[place]] = 1
        next += 1
      }
      direction.append((input, Tensor(shape, tangent)))
    }
    return direction
  }
}
