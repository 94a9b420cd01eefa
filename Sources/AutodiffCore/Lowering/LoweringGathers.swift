/// The lowering of subscripts by data: by indices that inputs decide, and by arrays of indices.
extension Lowering {
  /// Returns a Boolean value indicating whether a bound of a subscript is no number that is known without inputs.
  func isIndexedByData(_ id: Graph.NodeID) -> Bool {
    graph.nodes[Int(id)].isVariable || !graph.shape(of: id).isScalar
  }

  /// A subscript of one axis.
  private enum Selector {
    case fixed(Subscript)
    /// Indices, which may be an array, counted from 1.
    case data(Graph.NodeID)
  }

  /// Returns the node of a part of an array whose subscripts are data, some of them.
  ///
  /// Indices in several subscripts are taken together, element by element, with broadcasting; the axes of theirs stand
  /// in place of the first of them.
  ///
  /// - Parameter bounds: The expressions of the subscripts.
  /// - Throws: A problem of an index, or `tooManySubscripts`.
  mutating func gather(
    from array: Graph.NodeID, _ node: SyntaxTree.Node, _ bounds: ArraySlice<Graph.NodeID>
  ) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: array)
    let selectors = try selectors(node, bounds, of: shape)
    var fixed: [Subscript] = []
    var data: [(axis: Int, indices: Graph.NodeID)] = []
    var axis = 0
    for (selector, length) in Swift.zip(selectors, shape.lengths) {
      switch selector {
      case .fixed(let own):
        fixed.append(own)
        if case .range = own { axis += 1 }
      case .data(let indices):
        fixed.append(.range(0..<length))
        try check(indices, length, node.span)
        data.append((axis, indices))
        axis += 1
      }
    }
    let part = try part(of: array, shape, fixed, node.span)
    let own = graph.shape(of: part)
    guard data.count > 1 || data[0].axis > 0 else {
      return try graph.apply(
        .gather(from: own, at: graph.shape(of: data[0].indices)), [part, data[0].indices], span: node.span)
    }
    return try gather(from: part, own, data, node.span)
  }

  /// Returns the node of a part of an array by the places of its elements, or parts, one after the other.
  private mutating func gather(
    from array: Graph.NodeID, _ shape: Shape, _ data: [(axis: Int, indices: Graph.NodeID)], _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    // The axes behind the last index stay together.
    let last = data[data.count - 1].axis
    var common = Shape.scalar
    for (_, indices) in data {
      let own = graph.shape(of: indices)
      guard let both = common.broadcast(with: own) else { throw shapeProblem(.differ(common, own), "[ ]", span) }
      common = both
    }
    let first = data[0].axis
    let ranges = (0...last).filter { axis in !data.contains { $0.axis == axis } }
    // The axes of the places: those of ranges before the indices, of the indices, and of ranges between them.
    let before = ranges.filter { $0 < first }
    let after = ranges.filter { $0 > first }
    let lengths = before.map { shape.lengths[$0] } + common.lengths + after.map { shape.lengths[$0] }
    var places: Graph.NodeID?
    var stride = 1
    for axis in (0...last).reversed() {
      var term: Graph.NodeID
      if let (_, indices) = data.first(where: { $0.axis == axis }) {
        term = try widened(indices, by: after.count, span)
      } else {
        let rank = lengths.count
        let place = before.firstIndex(of: axis) ?? rank - after.count + (after.firstIndex(of: axis) ?? 0)
        var own = [Int](repeating: 1, count: rank)
        own[place] = shape.lengths[axis]
        let numbers = try (1...shape.lengths[axis]).map { number throws(Problem) in
          try graph.constant(Double(number), span: span)
        }
        term = try graph.apply(.stack(Shape(own)), numbers, span: span)
      }
      // Each counts from 1, and so does their sum.
      if axis < last {
        let shift = try graph.constant(1, span: span)
        term = try graph.binary(.subtract, term, shift, span: span)
        term = try graph.binary(.multiply, term, try graph.constant(Double(stride), span: span), span: span)
      }
      places = try places.map { sum throws(Problem) in try graph.binary(.add, term, sum, span: span) } ?? term
      stride *= shape.lengths[axis]
    }
    guard let places else { return array }
    let flat = Shape([stride] + shape.lengths.dropFirst(last + 1))
    let rows = flat == shape ? array : try graph.apply(.reshape(to: flat), [array], span: span)
    let operation = ArrayOperation.gather(from: flat, at: Shape(lengths))
    guard operation.shape.rank <= Shape.mostAxes else { throw Problem(.tooManyAxes(Shape.mostAxes), span) }
    let wide =
      graph.shape(of: places) == Shape(lengths)
      ? places : try graph.apply(.broadcast(to: Shape(lengths)), [places], span: span)
    return try graph.apply(operation, [rows, wide], span: span)
  }

  /// Returns the node of an array with so many axes of length 1 more at the end.
  private mutating func widened(_ id: Graph.NodeID, by count: Int, _ span: Span) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: id)
    if count == 0 || shape.isScalar { return id }
    let wide = Shape(shape.lengths + [Int](repeating: 1, count: count))
    return try graph.apply(.reshape(to: wide), [id], span: span)
  }

  /// Returns the selector of each axis of an array.
  private mutating func selectors(
    _ node: SyntaxTree.Node, _ bounds: ArraySlice<Graph.NodeID>, of shape: Shape
  ) throws(Problem) -> [Selector] {
    var bounds = bounds
    var result: [Selector] = []
    let written = tree.selectors[Int(node.payload)]
    guard shape.rank > 0 else { throw Problem(.subscriptOfScalar, node.span) }
    guard written.count <= shape.rank else { throw Problem(.tooManySubscripts(written.count, shape), node.span) }
    for (length, selector) in Swift.zip(shape.lengths, written) {
      switch selector {
      case .index:
        let id = bounds.popFirst()
        if let id, isIndexedByData(id) {
          result.append(.data(id))
        } else {
          result.append(.fixed(.index(try index(id, 1...length, node.span) - 1)))
        }
      case .range(let hasLow, let hasHigh):
        result.append(.fixed(try range(hasLow, hasHigh, &bounds, length, node.span)))
      }
    }
    for length in shape.lengths.dropFirst(written.count) { result.append(.fixed(.range(0..<length))) }
    return result
  }

  /// Compares indices with the number of parts, and keeps them as a guard if inputs decide them.
  ///
  /// - Throws: `notWhole` or `indexOutOfRange` for the first index that is none, if the values are known.
  private mutating func check(_ indices: Graph.NodeID, _ length: Int, _ span: Span) throws(Problem) {
    let isVariable = graph.nodes[Int(indices)].isVariable
    if !(options.guesses && isVariable), let values = try known.value(of: indices, in: graph) {
      for index in values.elements where IndexPlace.place(index, length) == nil {
        guard index.rounded() == index else {
          throw Problem(.notWhole("index", index, least: nil), place(of: indices, span))
        }
        throw Problem(.indexOutOfRange(index, length: length), place(of: indices, span))
      }
    }
    if isVariable { graph.guardPath(indices, .index(length: length)) }
  }
}
