/// An array of which parts were assigned one by one: what it was before, and the parts.
///
/// A loop that fills an array takes time for each part, not for each time the whole of it: that is put together when it
/// is asked for.
struct ArrayVersion {
  /// The array before.
  var base: Graph.NodeID
  /// The number of leading axes whose indices name a part.
  var axes: Int
  /// The parts by their places among all of them.
  var parts: [Int: Graph.NodeID] = [:]

  /// Returns the place of the part that subscripts name, and the subscripts within it; nil if they name no one part.
  func place(_ subscripts: [Subscript], _ shape: Shape) -> (place: Int, rest: [Subscript])? {
    var place = 0
    for axis in 0..<axes {
      guard case .index(let index) = subscripts[axis] else { return nil }
      place = place * shape.lengths[axis] + index
    }
    return (place, Array(subscripts.dropFirst(axes)))
  }
}

/// The lowering of assignments to several names and to parts of arrays.
extension Lowering {
  /// Assigns values to targets, all of which are known before the first is set.
  ///
  /// - Returns: The last of the values.
  mutating func assign(
    _ targets: ArraySlice<SyntaxTree.Target>, _ operation: Operator?, _ statement: SyntaxTree.Statement
  ) throws(Problem) -> Graph.NodeID {
    let values = try values(statement.nodes, for: targets.count, statement.span)
    var places: [TargetPlace] = []
    for target in targets { places.append(try place(of: target)) }
    var result = values[0]
    for ((target, place), value) in zip(zip(targets, places), values) {
      result = value
      switch place {
      case .whole: try assign(target.name, value)
      case .part(let place):
        if let operation {
          let before = try part(of: target, place)
          result = try graph.binary(operation.primitive, before, value, span: statement.span)
        }
        try set(target, place, result, statement)
      case .data(let fixed, let data):
        result = try set(data, in: part(of: target, fixed), value, operation, statement.span)
        try set(target, fixed, result, statement)
      }
    }
    return result
  }

  /// Returns as many values as there are targets: those of a list, the results of a call, or the parts of an array.
  private mutating func values(_ nodes: Range<Int>, for count: Int, _ span: Span) throws(Problem) -> [Graph.NodeID] {
    if count == 1 { return [try evaluate(nodes)] }
    let last = tree.nodes[nodes.upperBound - 1]
    if last.kind == .list {
      guard last.count == count else { throw Problem(.resultCount(last.count, names: count), span) }
      return try evaluateAll(nodes.dropLast())
    }
    let start = operands.count
    try push(nodes, results: count)
    let values = Array(operands[start...])
    operands.removeLast(values.count)
    if values.count == count { return values }
    let shape = graph.shape(of: values[0])
    guard shape.rank > 0 else { throw Problem(.resultCount(1, names: count), span) }
    guard shape.lengths[0] == count else { throw Problem(.resultCount(shape.lengths[0], names: count), span) }
    let rest = shape.lengths.dropFirst().map { Subscript.range(0..<$0) }
    var parts: [Graph.NodeID] = []
    for index in 0..<count { parts.append(try part(of: values[0], shape, [.index(index)] + rest, span)) }
    return parts
  }

  // MARK: - Parts

  /// Returns the shape of the array whose part a target is.
  private mutating func shape(of target: SyntaxTree.Target) throws(Problem) -> Shape {
    if let version = versions[target.name], variables[Int(target.name)] == Self.isVersion {
      return graph.shape(of: version.base)
    }
    let array = try variable(target.name, span: target.span)
    // The right side may have met the input before, and stands behind the target.
    let node = graph.nodes[Int(array)]
    if node.kind == .input { firstUse[Int(node.a)] = min(firstUse[Int(node.a)], target.span.start) }
    return graph.shape(of: array)
  }

  /// The place of a value among the elements of a name's array.
  private enum TargetPlace {
    case whole
    case part([Subscript])
    /// Places that data name in a part.
    case data([Subscript], [DataSubscript])
  }

  /// Returns the place that a target names.
  ///
  /// - Throws: A problem of an index.
  private mutating func place(of target: SyntaxTree.Target) throws(Problem) -> TargetPlace {
    if target.part.isEmpty { return .whole }
    let bounds = try evaluateAll(target.part.dropFirst().dropLast())
    let node = tree.nodes[target.part.upperBound - 1]
    let shape = try shape(of: target)
    guard bounds.contains(where: isIndexedByData) else { return .part(try subscripts(node, bounds[...], of: shape)) }
    let (fixed, data) = try dataSubscripts(node, bounds[...], of: shape)
    return .data(fixed, data)
  }

  /// Returns the node of the part that a target is, before it is set.
  private mutating func part(of target: SyntaxTree.Target, _ subscripts: [Subscript]) throws(Problem) -> Graph.NodeID {
    if variables[Int(target.name)] == Self.isVersion {
      return try part(ofVersion: target.name, subscripts, target.span)
    }
    let array = try variable(target.name, span: target.span)
    return try part(of: array, graph.shape(of: array), subscripts, target.span)
  }

  /// Returns the node of a part of an array with assigned parts.
  mutating func part(
    ofVersion name: NameTable.ID, _ subscripts: [Subscript], _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    guard let version = versions[name] else { return try variable(name, span: span) }
    let shape = graph.shape(of: version.base)
    guard let (place, rest) = version.place(subscripts, shape) else {
      return try part(of: whole(versionOf: name, span), shape, subscripts, span)
    }
    guard let node = version.parts[place] else { return try part(of: version.base, shape, subscripts, span) }
    if rest.isEmpty { return node }
    return try part(of: node, graph.shape(of: node), rest, span)
  }

  /// Sets a part of an array.
  ///
  /// - Throws: A problem if the value is not of the part's shape, nor broadcasts to it.
  private mutating func set(
    _ target: SyntaxTree.Target, _ subscripts: [Subscript], _ value: Graph.NodeID, _ statement: SyntaxTree.Statement
  ) throws(Problem) {
    let shape = try shape(of: target)
    let value = try broadcast(value, to: shape.part(subscripts), statement.span)
    let leading = subscripts.prefix { if case .index = $0 { true } else { false } }.count
    let areWhole = zip(subscripts, shape.lengths).dropFirst(leading).allSatisfy { $0 == .range(0..<$1) }
    if scopes.isEmpty, !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
    guard leading > 0, areWhole else {
      let array = try variable(target.name, span: target.span)
      try assign(target.name, replacing(subscripts[...], axis: 0, of: array, by: value, statement.span))
      return
    }
    if variables[Int(target.name)] != Self.isVersion || versions[target.name]?.axes != leading {
      let base = try variable(target.name, span: target.span)
      versions[target.name] = ArrayVersion(base: base, axes: leading)
      variables[Int(target.name)] = Self.isVersion
    }
    guard let place = versions[target.name]?.place(subscripts, shape)?.place else { return }
    versions[target.name]?.parts[place] = value
    // Derivatives by the array go through all that is read of it from here on.
    if differentiated.names.contains(target.name) { _ = try whole(versionOf: target.name, statement.span) }
    if !graph.isLeaf(value), graph.labels[value] == nil {
      let indices = subscripts.prefix(leading).map { if case .index(let index) = $0 { "\(index + 1)" } else { ":" } }
      graph.labels[value] = "\(tree.names[target.name])[\(indices.joined(separator: ","))]"
    }
  }

  /// Returns the value, repeated to fill a part.
  mutating func broadcast(_ value: Graph.NodeID, to part: Shape, _ span: Span) throws(Problem) -> Graph.NodeID {
    let own = graph.shape(of: value)
    if own == part { return value }
    guard own.broadcasts(to: part) else { throw Problem(.partShape(part, given: own), span) }
    return try graph.apply(.broadcast(to: part), [value], span: span)
  }

  /// Returns the node of an array of which a part is replaced: its slices before and behind the part, axis by axis.
  private mutating func replacing(
    _ subscripts: ArraySlice<Subscript>, axis: Int, of array: Graph.NodeID, by value: Graph.NodeID, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: array)
    guard let first = subscripts.first else {
      return shape == graph.shape(of: value) ? value : try graph.apply(.reshape(to: shape), [value], span: span)
    }
    let range: Range<Int>
    switch first {
    case .index(let index): range = index..<index + 1
    case .range(let own): range = own
    }
    func slice(_ range: Range<Int>) throws(Problem) -> Graph.NodeID {
      var own = shape.lengths.map { Subscript.range(0..<$0) }
      own[axis] = .range(range)
      return try part(of: array, shape, own, span)
    }
    let middle = try replacing(subscripts.dropFirst(), axis: axis + 1, of: slice(range), by: value, span)
    var pieces: [Graph.NodeID] = []
    if range.lowerBound > 0 { pieces.append(try slice(0..<range.lowerBound)) }
    pieces.append(middle)
    if range.upperBound < shape.lengths[axis] { pieces.append(try slice(range.upperBound..<shape.lengths[axis])) }
    return try joined(pieces, axis: axis, span)
  }

  // MARK: - Versions

  /// Returns the node of an array with its assigned parts, for which the name then stands.
  mutating func whole(versionOf name: NameTable.ID, _ span: Span) throws(Problem) -> Graph.NodeID {
    guard let version = versions[name] else { return 0 }
    let shape = graph.shape(of: version.base)
    let rest = Array(shape.lengths.dropFirst(version.axes))
    let count = shape.lengths.prefix(version.axes).reduce(1, *)
    let flat = Shape([count] + rest)
    let order = version.parts.keys.sorted()
    var pieces: [Graph.NodeID] = []
    let base = version.base
    let isAll = order.count == count
    let own = isAll || flat == shape ? base : try graph.apply(.reshape(to: flat), [base], span: span)
    func keep(_ range: Range<Int>) throws(Problem) {
      if range.isEmpty { return }
      pieces.append(try part(of: own, flat, [.range(range)] + rest.map { .range(0..<$0) }, span))
    }
    var start = 0
    var place = 0
    while place < order.count {
      var end = place
      while end < order.count, order[end] - order[place] == end - place { end += 1 }
      try keep(start..<order[place])
      let nodes = order[place..<end].compactMap { version.parts[$0] }
      let lengths = isAll && rest.isEmpty ? shape.lengths : [nodes.count] + rest
      pieces.append(try graph.apply(.stack(Shape(lengths)), nodes, span: span))
      start = order[place] + end - place
      place = end
    }
    try keep(start..<count)
    let joined = try joined(pieces, axis: 0, span)
    let node =
      graph.shape(of: joined) == shape ? joined : try graph.apply(.reshape(to: shape), [joined], span: span)
    try assign(name, node)
    return variables[Int(name)] - 1
  }

  /// Returns the node of arrays one behind the other along an axis.
  private mutating func joined(_ pieces: [Graph.NodeID], axis: Int, _ span: Span) throws(Problem) -> Graph.NodeID {
    if pieces.count == 1 { return pieces[0] }
    var shape = graph.shape(of: pieces[0])
    for piece in pieces.dropFirst() { shape.lengths[axis] += graph.shape(of: piece).lengths[axis] }
    return try graph.apply(.join(axis: axis, shape: shape), pieces, span: span)
  }
}

extension Shape {
  /// Returns the shape of a part.
  fileprivate func part(_ subscripts: [Subscript]) -> Shape {
    Shape(subscripts.compactMap { if case .range(let range) = $0 { range.count } else { nil } })
  }

  /// Returns a Boolean value indicating whether an array of this shape is repeated to fill one of another.
  fileprivate func broadcasts(to wide: Shape) -> Bool {
    rank <= wide.rank && zip(lengths.reversed(), wide.lengths.reversed()).allSatisfy { $0 == 1 || $0 == $1 }
  }
}
