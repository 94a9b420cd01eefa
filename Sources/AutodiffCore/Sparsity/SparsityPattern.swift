/// The places of a matrix that are not zero by the structure of a program, row by row.
package struct SparsityPattern: Sendable, Equatable {
  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// The place in `places` at which each row begins, and the end of the last one.
  package let starts: [Int]
  /// The columns of the entries, counted from 0, in ascending order within each row.
  package let places: [UInt32]

  /// Creates a pattern from the columns of its rows, one after the other.
  init(rows: Int, columns: Int, starts: [Int], places: [UInt32]) {
    self.rows = rows
    self.columns = columns
    self.starts = starts
    self.places = places
  }

  /// The number of entries.
  package var count: Int { places.count }

  /// Returns the columns of a row's entries.
  package subscript(row: Int) -> ArraySlice<UInt32> { places[starts[row]..<starts[row + 1]] }

  /// The number of entries of the row that has most.
  var widest: Int { (0..<rows).reduce(0) { max($0, starts[$1 + 1] - starts[$1]) } }

  /// The mirrored pattern, and the place in `places` that each of its entries has here.
  func transposed() -> (pattern: SparsityPattern, origins: [Int]) {
    var starts = [Int](repeating: 0, count: columns + 1)
    for column in places { starts[Int(column) + 1] += 1 }
    for column in 0..<columns { starts[column + 1] += starts[column] }
    var next = starts
    var rowPlaces = [UInt32](repeating: 0, count: places.count)
    var origins = [Int](repeating: 0, count: places.count)
    for row in 0..<rows {
      for place in self.starts[row]..<self.starts[row + 1] {
        let column = Int(places[place])
        rowPlaces[next[column]] = UInt32(truncatingIfNeeded: row)
        origins[next[column]] = place
        next[column] += 1
      }
    }
    return (SparsityPattern(rows: columns, columns: rows, starts: starts, places: rowPlaces), origins)
  }

  /// The entries whose mirror images are entries as well.
  ///
  /// A second derivative that vanishes by one of its two ways is 0, since they are equal.
  var symmetric: SparsityPattern {
    let mirrored = transposed().pattern
    var (starts, places) = ([0], [UInt32]())
    for row in 0..<rows {
      let other = mirrored[row]
      var next = other.startIndex
      for column in self[row] {
        while next < other.endIndex, other[next] < column { next += 1 }
        if next < other.endIndex, other[next] == column { places.append(column) }
      }
      starts.append(places.count)
    }
    return SparsityPattern(rows: rows, columns: columns, starts: starts, places: places)
  }

  /// The greatest number of members of all sets while a pattern is sought.
  private static let mostMembers = 200_000_000

  /// Finds the pattern of the derivatives of some nodes, whose elements are the rows one after the other, by the
  /// elements of inputs, which are the columns.
  ///
  /// - Parameters:
  ///   - wrt: The inputs by which derivatives are taken.
  ///   - known: The values of `graph.inputs`, as far as they are known: they tell zeros among factors that no input of
  ///     `wrt` moves, and places that indices name.
  /// - Throws: A limit if the entries are too many.
  init(
    of outputs: [Graph.NodeID], in graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]
  ) throws(Problem) {
    let columns = graph.elementCount(wrt)
    var dependence = Dependence(count: columns, mostMembers: Self.mostMembers)
    var starts: [Graph.NodeID: Int] = [:]
    var next = 0
    for input in wrt {
      starts[input] = next
      next += graph.shape(of: input).count
    }
    let inputs = graph.inputs.map { input -> Dependence.Sets in
      guard let start = starts[input] else { return .none }
      if graph.shape(of: input).isScalar { return .same(dependence.pool.single(start)) }
      return .each((start..<start + graph.shape(of: input).count).map(dependence.pool.single))
    }
    let sets = dependence.sets(of: outputs, in: graph, inputs: inputs, known: known)
    let limit = Problem(.limit(.elements(Self.mostMembers)), nil)
    if dependence.pool.isTooLarge { throw limit }
    let rows = graph.elementCount(outputs)
    var rowStarts = [0]
    rowStarts.reserveCapacity(rows + 1)
    let lists = zip(outputs, sets).map { $1.list(graph.shape(of: $0).count) }
    var count = 0
    for list in lists {
      for set in list {
        count += dependence.pool.size(set)
        rowStarts.append(count)
      }
    }
    if count > Self.mostMembers { throw limit }
    try MemoryNeed(bytes: 4 * count * MemoryLayout<Double>.stride).check(against: graph.freeMemory)
    var places: [UInt32] = []
    places.reserveCapacity(count)
    for list in lists { for set in list { dependence.pool.append(set, to: &places) } }
    self.init(rows: rows, columns: columns, starts: rowStarts, places: places)
  }
}

extension SparsityPattern {
  /// Finds the pattern of a program's Jacobian: the elements of the output by those of the inputs of `wrt`.
  ///
  /// - Throws: A limit if the entries are too many.
  package init(jacobianOf graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]) throws(Problem) {
    try self.init(of: [graph.output], in: graph, wrt: wrt, known: known)
  }

  /// Finds the pattern of the Hessian of a scalar: that of the Jacobian of its gradient.
  ///
  /// - Throws: A limit if the entries, or the nodes of the gradient, are too many.
  package init(hessianOf graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]) throws(Problem) {
    let gradient = try SweepGraphs.gradient(of: graph, wrt: wrt)
    let places = wrt.compactMap { graph.inputs.firstIndex(of: $0) }
    let inputs = places.map { gradient.graph.inputs[$0] }
    self = try SparsityPattern(of: gradient.outputs, in: gradient.graph, wrt: inputs, known: known).symmetric
  }
}
