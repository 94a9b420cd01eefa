/// The lowering of assignments at indices that are data.
extension Lowering {
  /// Returns the node of an array in which values stand at the places that indices name, or are added there.
  ///
  /// At an index that repeats the last value stays, and each is added.
  ///
  /// - Throws: `repeatedIndex` if values are to be multiplied or divided at a place that is named twice, and a problem if
  ///   the value has not the places' shape, nor broadcasts to it.
  mutating func set(
    _ data: [DataSubscript], in array: Graph.NodeID, _ value: Graph.NodeID, _ operation: Operator?, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: array)
    let places = try places(of: data, in: shape, span)
    let rows = try flattened(array, to: places.whole, span)
    let own = Shape(graph.shape(of: places.indices).lengths + places.whole.lengths.dropFirst())
    var value = try broadcast(value, to: own, span)
    let result: Graph.NodeID
    if operation == .add || operation == .subtract, let primitive = operation?.primitive {
      let change = try graph.apply(
        ArrayOperation(.scatterSum, shape: places.whole), [value, places.indices], span: span)
      result = try graph.binary(primitive, rows, change, span: span)
    } else {
      if let operation {
        try checkDistinct(places.indices, span)
        value = try graph.binary(operation.primitive, gather(from: rows, at: places, span), value, span: span)
      }
      result = try replacing(rows, at: places, by: value, span)
    }
    return try flattened(result, to: shape, span)
  }

  /// Returns the node of an array whose parts at some places are replaced.
  private mutating func replacing(
    _ rows: Graph.NodeID, at places: IndexedPlaces, by value: Graph.NodeID, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let length = places.whole.lengths[0]
    let rest = Array(places.whole.lengths.dropFirst())
    let count = graph.shape(of: places.indices).count
    var new = value
    var isReplaced: Graph.NodeID
    if graph.shape(of: places.indices).isScalar {
      // An index stays as it is where others move, and is at no jump.
      let isVariable = graph.nodes[Int(places.indices)].isVariable
      let index = isVariable ? try graph.unary(.stop, places.indices, span: span) : places.indices
      isReplaced = try graph.binary(.equal, graph.apply(.numbers(to: length), [], span: span), index, span: span)
    } else {
      let numbers = try graph.apply(
        ArrayOperation(.lastOccurrence, shape: Shape([length])), [places.indices], span: span)
      isReplaced = try graph.binary(.greater, numbers, try graph.constant(0, span: span), span: span)
      let list = Shape([count] + rest)
      let some = try graph.apply(
        .choose, [isReplaced, numbers, try graph.constant(1, span: span)], span: span)
      new = try gather(
        from: flattened(value, to: list, span), at: IndexedPlaces(whole: list, indices: some), span)
    }
    if !rest.isEmpty {
      isReplaced = try flattened(isReplaced, to: Shape([length] + rest.map { _ in 1 }), span)
    }
    return try graph.apply(.choose, [isReplaced, new, rows], span: span)
  }

  /// Compares indices with each other, if they are known.
  ///
  /// - Throws: `repeatedIndex` for the first that is named twice.
  private mutating func checkDistinct(_ indices: Graph.NodeID, _ span: Span) throws(Problem) {
    guard let values = try known.value(of: indices, in: graph) else { return }
    var seen: Set<Double> = []
    for index in values.elements where !seen.insert(index).inserted {
      throw Problem(.repeatedIndex, place(of: indices, span))
    }
  }
}
