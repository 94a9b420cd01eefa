/// A subscript whose indices are data.
struct DataSubscript {
  /// The axis, counted from 0.
  var axis: Int
  /// The node of the indices, counted from 1.
  var indices: Graph.NodeID
}

/// Places among the parts of an array along its first axis.
struct IndexedPlaces {
  /// The shape of the array.
  var whole: Shape
  /// The node of the places, counted from 1.
  var indices: Graph.NodeID
}

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
    let (fixed, data) = try dataSubscripts(node, bounds, of: shape)
    let part = try part(of: array, shape, fixed, node.span)
    let places = try places(of: data, in: graph.shape(of: part), node.span)
    return try gather(from: flattened(part, to: places.whole, node.span), at: places, node.span)
  }

  /// Returns the node of the parts at some places.
  mutating func gather(
    from rows: Graph.NodeID, at places: IndexedPlaces, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let operation = ArrayOperation.gather(from: places.whole, at: graph.shape(of: places.indices))
    guard operation.shape.rank <= Shape.mostAxes else { throw Problem(.tooManyAxes(Shape.mostAxes), span) }
    return try graph.apply(operation, [rows, places.indices], span: span)
  }

  /// Returns the subscripts of a part that has all that data choose among, and those that are data, by the part's axes.
  mutating func dataSubscripts(
    _ node: SyntaxTree.Node, _ bounds: ArraySlice<Graph.NodeID>, of shape: Shape
  ) throws(Problem) -> (fixed: [Subscript], data: [DataSubscript]) {
    var fixed: [Subscript] = []
    var data: [DataSubscript] = []
    var axis = 0
    for (selector, length) in Swift.zip(try selectors(node, bounds, of: shape), shape.lengths) {
      switch selector {
      case .fixed(let own):
        fixed.append(own)
        if case .range = own { axis += 1 }
      case .data(let indices):
        fixed.append(.range(0..<length))
        try check(indices, length, node.span)
        data.append(DataSubscript(axis: axis, indices: indices))
        axis += 1
      }
    }
    return (fixed, data)
  }

  /// Returns the node of an array whose axes up to the last one with indices are one.
  mutating func flattened(_ array: Graph.NodeID, to shape: Shape, _ span: Span) throws(Problem) -> Graph.NodeID {
    graph.shape(of: array) == shape ? array : try graph.apply(.reshape(to: shape), [array], span: span)
  }

  /// Returns the places that indices name in an array of a shape, one after the other.
  mutating func places(of data: [DataSubscript], in shape: Shape, _ span: Span) throws(Problem) -> IndexedPlaces {
    let (first, last) = (data[0].axis, data[data.count - 1].axis)
    if last == 0 { return IndexedPlaces(whole: shape, indices: data[0].indices) }
    var common = Shape.scalar
    for subscript_ in data {
      let own = graph.shape(of: subscript_.indices)
      guard let both = common.broadcast(with: own) else { throw shapeProblem(.differ(common, own), "[ ]", span) }
      common = both
    }
    // The axes of the places: those of ranges before the indices, of the indices, and of ranges between them.
    let ranges = (0...last).filter { axis in !data.contains { $0.axis == axis } }
    let before = ranges.filter { $0 < first }
    let after = ranges.filter { $0 > first }
    let lengths = before.map { shape.lengths[$0] } + common.lengths + after.map { shape.lengths[$0] }
    guard lengths.count <= Shape.mostAxes else { throw Problem(.tooManyAxes(Shape.mostAxes), span) }
    var sum: Graph.NodeID?
    var stride = 1
    for axis in (0...last).reversed() {
      var term: Graph.NodeID
      if let indices = data.first(where: { $0.axis == axis })?.indices {
        term = try widened(indices, by: after.count, span)
        // Each counts from 1, and so does their sum.
        if axis < last {
          term = try graph.binary(.subtract, term, try graph.constant(1, span: span), span: span)
          term = try graph.binary(.multiply, term, try graph.constant(Double(stride), span: span), span: span)
        }
      } else {
        let place =
          before.firstIndex(of: axis) ?? lengths.count - after.count + (after.firstIndex(of: axis) ?? 0)
        var own = [Int](repeating: 1, count: lengths.count)
        own[place] = shape.lengths[axis]
        term = try numbers(0...shape.lengths[axis] - 1, by: stride, Shape(own), span)
      }
      if let known = sum { term = try graph.binary(.add, term, known, span: span) }
      sum = term
      stride *= shape.lengths[axis]
    }
    var indices = sum ?? data[0].indices
    if graph.shape(of: indices) != Shape(lengths) {
      indices = try graph.apply(.broadcast(to: Shape(lengths)), [indices], span: span)
    }
    return IndexedPlaces(whole: Shape([stride] + shape.lengths.dropFirst(last + 1)), indices: indices)
  }

  /// Returns the node of an array of whole numbers, each so many times as great as its place.
  mutating func numbers(
    _ range: ClosedRange<Int>, by step: Int = 1, _ shape: Shape? = nil, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    var numbers: [Graph.NodeID] = []
    for number in range { numbers.append(try graph.constant(Double(number * step), span: span)) }
    return try graph.apply(.stack(shape ?? Shape([range.count])), numbers, span: span)
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
        if let id, isIndexedByData(id), !isEnd(id) {
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

  /// Returns a Boolean value indicating whether an index is the word `end` of other languages: an input without a value.
  private func isEnd(_ id: Graph.NodeID) -> Bool {
    graph.nodes[Int(id)].kind == .input && graph.name(ofInput: id) == "end" && known.inputs("end") == nil
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
