/// Dense Jacobians and Hessians, many of whose rows or columns one sweep carries at a time.
///
/// They are the numbers of the sweeps along single directions, bit for bit; where one is not finite, single sweeps say
/// which are, since directions that are absent in some of them are zeros here.
///
/// Source: Griewank and Walther, Evaluating Derivatives, 2nd ed., §3.2 on vector modes.
struct ManyDirections {
  private let point: Point<Tensor>
  private let values: [Bunched]
  /// The place at which the elements of each input of `wrt` begin, and the end of the last one.
  private let starts: [Int]

  /// The number of directions from which on bunches of them pay.
  static let fewest = 8
  /// The numbers that the arrays of a node may have along all directions, so that they stay near the processor.
  private static let nearby = 1 << 16
  /// The numbers that all arrays along all directions may have: 64 MB.
  private static let most = 1 << 23

  /// The number of directions below which none are carried, and that of the most that one sweep carries.
  private let bounds: ClosedRange<Int>

  /// The nodes that single sweeps visit from which on it is worth while to make the rows of the primitives once more:
  /// numbers take a twentieth of the time of arrays.
  private static let worthwhile = (numbers: 10_000, arrays: 250)

  /// Prepares the sweeps at a point; nil where so few single ones do the same that they are as fast.
  init?(_ point: Point<Tensor>, insteadOf sweeps: Int) {
    let visits = sweeps.multipliedReportingOverflow(by: point.graph.count)
    let least = point.graph.isScalar ? Self.worthwhile.numbers : Self.worthwhile.arrays
    guard sweeps >= Self.fewest, visits.overflow || visits.partialValue >= least else { return nil }
    self.init(point)
  }

  /// Prepares the sweeps at a point.
  ///
  /// - Parameter bounds: The numbers of directions that a sweep may carry.
  init(_ point: Point<Tensor>, bounds: ClosedRange<Int> = fewest...Int.max) {
    self.point = point
    self.bounds = bounds
    values = point.values.map { .same($0) }
    starts = point.wrt.reduce(into: [0]) { $0.append($0[$0.count - 1] + point.graph.shape(of: $1).count) }
  }

  // MARK: - Sweeps

  /// Returns the Jacobian by forward mode: for each input of `wrt`, an array in the output's shape followed by the
  /// input's; nil where a number is not finite, or single sweeps are as fast.
  var forwardJacobian: [Tensor]? {
    guard let columns = rows(count: starts[starts.count - 1], width: point.value.count, arrays: 1, pushforward) else {
      return nil
    }
    let output = point.value.shape
    return point.wrt.indices.map { place in
      let shape = point.graph.shape(of: point.wrt[place])
      let range = starts[place] * output.count..<starts[place + 1] * output.count
      return Tensor(Shape(output.lengths + shape.lengths)) { result in
        columns.withUnsafeBufferPointer {
          transpose(Lane(rebasing: $0[range]), rows: shape.count, columns: output.count, to: result)
        }
      }
    }
  }

  /// Returns the Jacobian by reverse mode, in the same form.
  var reverseJacobian: [Tensor]? {
    let (width, outputs) = (starts[starts.count - 1], point.value)
    guard let rows = rows(count: outputs.count, width: width, arrays: 1, pullback) else { return nil }
    let tensors = parts(rows, width)
    return zip(point.wrt, tensors).map { input, elements in
      Tensor(Shape(outputs.shape.lengths + point.graph.shape(of: input).lengths), elements)
    }
  }

  /// Returns the Hessian of a scalar, row by row, by forward over reverse; nil in the same cases.
  var hessian: [Double]? {
    let width = starts[starts.count - 1]
    return rows(count: width, width: width, arrays: 3, hessianProduct)
  }

  /// Returns the columns of rows that belong to each input.
  private func parts(_ rows: [Double], _ width: Int) -> [[Double]] {
    if starts.count == 2 { return [rows] }
    return (1..<starts.count).map { place in
      let columns = starts[place - 1]..<starts[place]
      var part: [Double] = []
      part.reserveCapacity(rows.count / width * columns.count)
      for row in stride(from: 0, to: rows.count, by: width) {
        part += rows[row + columns.lowerBound..<row + columns.upperBound]
      }
      return part
    }
  }

  // MARK: - Blocks

  /// Returns rows that are found block by block; nil where a number is not finite, or there are too few.
  ///
  /// - Parameters:
  ///   - arrays: The number of arrays that a node has along each direction.
  ///   - sweep: A closure that writes the rows of a range.
  private func rows(
    count: Int, width: Int, arrays: Int, _ sweep: (_ range: Range<Int>, _ rows: MutableLane) -> Void
  ) -> [Double]? {
    let block = min(directionsAtOnce(arrays), count)
    guard count > 0, width > 0, block >= bounds.lowerBound else { return nil }
    let rows = [Double](unsafeUninitializedCapacity: count * width) { rows, filled in
      for start in stride(from: 0, to: count, by: block) {
        let range = start..<min(start + block, count)
        sweep(range, MutableLane(rebasing: rows[start * width..<range.upperBound * width]))
      }
      filled = count * width
    }
    return rows.withUnsafeBufferPointer(\.areFinite) ? rows : nil
  }

  /// Returns the number of directions that one sweep carries.
  func directionsAtOnce(_ arrays: Int) -> Int {
    let active = point.graph.active(point.wrt)
    var (greatest, total) = (1, 1)
    for id in point.values.indices where active[id] {
      greatest = max(greatest, point.values[id].count)
      total += point.values[id].count
    }
    return min(max(Self.nearby / greatest, Self.fewest), Self.most / (arrays * total), bounds.upperBound)
  }

  /// Returns the directions along a range of the inputs' elements.
  private func directions(_ range: Range<Int>) -> Point<Bunched>.Direction {
    var result: Point<Bunched>.Direction = []
    for (place, input) in point.wrt.enumerated() where starts[place] < starts[place + 1] {
      let own = range.clamped(to: starts[place]..<starts[place + 1])
      if own.isEmpty { continue }
      let elements = own.lowerBound - starts[place]..<own.upperBound - starts[place]
      let bunch = Bunch(
        range.count, along: elements, of: point.graph.shape(of: input), first: own.lowerBound - range.lowerBound)
      result.append((input, .each(bunch)))
    }
    return result
  }

  /// Writes the elements of an array along each direction, from a place of each row on.
  private func write(_ array: Bunched, _ shape: Shape, to rows: MutableLane, from start: Int, width: Int) {
    let count = shape.count
    // A zero has no sign that means anything in a derivative.
    switch array.unbroadcast(to: shape) {
    case .same(let tensor):
      tensor.withElements { elements in
        for row in stride(from: start, to: rows.count, by: width) {
          for place in 0..<count { rows[row &+ place] = elements[place] + 0 }
        }
      }
    case .each(let bunch):
      switch bunch.elements {
      case .all(let elements):
        elements.withUnsafeBufferPointer { elements in
          var source = 0
          for row in stride(from: start, to: rows.count, by: width) {
            for place in 0..<count { rows[row &+ place] = elements[source &+ place] + 0 }
            source &+= count
          }
        }
      case .few(let entries):
        for row in stride(from: start, to: rows.count, by: width) {
          MutableLane(rebasing: rows[row..<row &+ count]).update(repeating: 0)
        }
        bunch.forEach(entries) { entry, place in
          rows[(entry.place &- place) / count &* width &+ start &+ place] = entry.value + 0
        }
      }
    }
  }

  /// Writes the tangents of the output along the directions of a range.
  private func pushforward(_ range: Range<Int>, _ columns: MutableLane) {
    let tangents = Pushforward.run(point.graph, values: values, direction: directions(range), ties: point.ties)
    write(tangents[Int(point.graph.output)], point.value.shape, to: columns, from: 0, width: point.value.count)
  }

  /// Writes the adjoints of the inputs, for a range of the output's elements.
  private func pullback(_ range: Range<Int>, _ rows: MutableLane) {
    let seed = Bunched.each(Bunch(range.count, along: range, of: point.value.shape, first: 0))
    var unobserved = Unobserved<Bunched>()
    let adjoints = Pullback.run(
      point.graph, values: values, active: point.graph.active(point.wrt), seed: seed, ties: point.ties,
      observer: &unobserved)
    for (place, input) in point.wrt.enumerated() {
      write(
        adjoints[Int(input)], point.graph.shape(of: input), to: rows, from: starts[place],
        width: starts[starts.count - 1])
    }
  }

  /// Writes the products of the Hessian with the directions of a range.
  private func hessianProduct(_ range: Range<Int>, _ rows: MutableLane) {
    let point = Point<Bunched>(graph: point.graph, values: values, wrt: point.wrt, ties: point.ties)
    let products = point.hessianProduct(directions(range), gates: Gate<Dual<Bunched>>.bunched(point.ties))
    for (place, input) in point.wrt.enumerated() {
      write(
        products[place], point.graph.shape(of: input), to: rows, from: starts[place], width: starts[starts.count - 1])
    }
  }
}
