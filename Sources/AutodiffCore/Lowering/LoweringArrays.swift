/// The lowering of lists, subscripts and the functions of whole arrays.
extension Lowering {
  // MARK: - Lists

  /// Stacks the operands of a list `[a, b, c]`, arrays of one shape, along a new first axis.
  ///
  /// - Throws: `elementsDiffer` or `tooManyAxes`.
  mutating func list(_ node: SyntaxTree.Node) throws(Problem) {
    var parts = Array(operands.suffix(node.count))
    operands.removeLast(node.count)
    let shape = graph.shape(of: parts[0])
    for part in parts where graph.shape(of: part) != shape {
      throw Problem(.elementsDiffer(shape, graph.shape(of: part)), place(of: part, node.span))
    }
    guard shape.rank < Shape.mostAxes else { throw Problem(.tooManyAxes(Shape.mostAxes), node.span) }
    // A matrix written out is one node, not one for each row.
    if parts.allSatisfy({ isList($0) && graph.labels[$0] == nil }) {
      let inner = parts.flatMap { graph.operands(of: $0) }
      // The lists [a, b] and [a[1], 2; 3, 4] are of one shape themselves, but their elements may not be.
      if inner.allSatisfy({ graph.shape(of: $0) == graph.shape(of: inner[0]) }) { parts = inner }
    }
    let operation = ArrayOperation.stack(Shape([node.count] + shape.lengths))
    operands.append(try graph.apply(operation, parts, span: node.span))
  }

  // MARK: - Subscripts

  /// Applies a subscript to the operands on the stack: the array and the expressions of the selectors.
  ///
  /// - Throws: A problem of an index, or `tooManySubscripts`.
  mutating func select(_ node: SyntaxTree.Node) throws(Problem) {
    let bounds = operands.suffix(node.count - 1)
    operands.removeLast(node.count - 1)
    var array = operands.removeLast()
    if bounds.contains(where: isIndexedByData) {
      if let name = OperandMark.version(array) { array = try whole(versionOf: name, node.span) }
      operands.append(try gather(from: array, node, bounds))
      return
    }
    if let name = OperandMark.version(array) {
      let shape = graph.shape(of: versions[name]?.base ?? 0)
      operands.append(try part(ofVersion: name, subscripts(node, bounds, of: shape), node.span))
      return
    }
    let shape = graph.shape(of: array)
    operands.append(try part(of: array, shape, subscripts(node, bounds, of: shape), node.span))
  }

  /// Returns a subscript for each axis of an array, from the expressions of the selectors.
  ///
  /// - Throws: A problem of an index, or `tooManySubscripts`.
  mutating func subscripts(
    _ node: SyntaxTree.Node, _ bounds: ArraySlice<Graph.NodeID>, of shape: Shape
  ) throws(Problem) -> [Subscript] {
    let selectors = tree.selectors[Int(node.payload)]
    var bounds = bounds
    guard shape.rank > 0 else { throw Problem(.subscriptOfScalar, node.span) }
    guard selectors.count <= shape.rank else {
      throw Problem(.tooManySubscripts(selectors.count, shape), node.span)
    }
    var subscripts: [Subscript] = []
    for (length, selector) in Swift.zip(shape.lengths, selectors) {
      switch selector {
      case .index:
        let index = try index(bounds.popFirst(), 1...length, node.span)
        subscripts.append(.index(index - 1))
      case .range(let hasLow, let hasHigh):
        subscripts.append(try range(hasLow, hasHigh, &bounds, length, node.span))
      }
    }
    for length in shape.lengths.dropFirst(selectors.count) { subscripts.append(.range(0..<length)) }
    return subscripts
  }

  /// Returns a range of places, of which either end may be left out.
  ///
  /// - Parameter bounds: The expressions of the subscripts that are left, those of the range first.
  mutating func range(
    _ hasLow: Bool, _ hasHigh: Bool, _ bounds: inout ArraySlice<Graph.NodeID>, _ length: Int, _ span: Span
  ) throws(Problem) -> Subscript {
    let low = hasLow ? try index(bounds.popFirst(), 1...length, span) : 1
    let high = hasHigh ? try index(bounds.popFirst(), 1...length, span) : length
    guard low <= high else { throw Problem(.emptySlice(low, high), span) }
    return .range(low - 1..<high)
  }

  /// Returns the value of an index, counted from 1.
  ///
  /// - Throws: A problem if it is not a whole number in the range.
  mutating func index(_ id: Graph.NodeID?, _ range: ClosedRange<Int>, _ span: Span) throws(Problem) -> Int {
    guard let id else { return range.lowerBound }
    let index = try whole(id, "index", span) { .indexOutOfRange($0, length: range.upperBound) }
    guard range.contains(index) else {
      throw Problem(.indexOutOfRange(Double(index), length: range.upperBound), place(of: id, span))
    }
    return index
  }

  /// Returns the node of a part of an array: the element that was put into a list, or else a slice.
  mutating func part(
    of array: Graph.NodeID, _ shape: Shape, _ subscripts: [Subscript], _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    var lengths: [Int] = []
    var flat: Int? = 0
    for (subscript_, length) in Swift.zip(subscripts, shape.lengths) {
      switch subscript_ {
      case .index(let index): flat = flat.map { $0 * length + index }
      case .range(let range):
        lengths.append(range.count)
        flat = nil
      }
    }
    // An element of an array made by a list is the node that was put there.
    if let flat, isList(array) {
      let parts = graph.operands(of: array)
      if parts.count == shape.count, graph.shape(of: parts[flat]).isScalar { return parts[flat] }
    }
    if let row = try row(of: array, shape, subscripts, span) { return row }
    if lengths == shape.lengths { return array }
    // A loop takes elements one by one, each mostly several times.
    if let flat {
      let key = UInt64(array) << 32 | UInt64(flat)
      if let known = elements[key] { return known }
      let element = try graph.append(.slice(subscripts, shape: .scalar), [array], span: span)
      elements[key] = element
      return element
    }
    return try graph.apply(.slice(subscripts, shape: Shape(lengths)), [array], span: span)
  }

  /// Returns the node of a part of one row of an array made by a list, which needs no other row; nil for another array
  /// or part.
  private mutating func row(
    of array: Graph.NodeID, _ shape: Shape, _ subscripts: [Subscript], _ span: Span
  ) throws(Problem) -> Graph.NodeID? {
    guard isList(array), shape.rank > 1, case .index(let index) = subscripts[0] else { return nil }
    let parts = graph.operands(of: array)
    let rest = Shape(Array(shape.lengths.dropFirst()))
    guard parts.count == shape.lengths[0], graph.shape(of: parts[0]) == rest else { return nil }
    return try part(of: parts[index], rest, Array(subscripts.dropFirst()), span)
  }

  /// Returns a graph whose output is a part of the output of another.
  ///
  /// - Parameter subscripts: A subscript for each axis of the output.
  /// - Throws: The limit on nodes, if one more exceeds it.
  package static func element(_ subscripts: [Subscript], of graph: Graph) throws(Problem) -> Graph {
    var lowering = Lowering(
      SyntaxTree(), boundNames: NameTable(), shapes: [], options: Options(), values: { _ in nil })
    lowering.graph = graph
    lowering.graph.unseal()
    let span = graph.spans[Int(graph.output)]
    lowering.graph.output = try lowering.part(of: graph.output, graph.shape(of: graph.output), subscripts, span)
    lowering.graph.seal()
    return lowering.graph
  }

  // MARK: - Products

  /// Returns the node of `left @ right`.
  mutating func product(_ left: Graph.NodeID, _ right: Graph.NodeID, _ span: Span) throws(Problem) -> Graph.NodeID {
    // A scalar scales the other operand.
    if graph.shape(of: left).isScalar || graph.shape(of: right).isScalar {
      return try graph.binary(.multiply, left, right, span: span)
    }
    if max(graph.shape(of: left).rank, graph.shape(of: right).rank) > 2 {
      return try batchProduct(left, right, span)
    }
    return try operation(Operator.matrixMultiply.primitive, [left, right], axis: nil, span)
  }

  /// Returns the node of the products of the matrices along the last two axes; a vector is a row on the left and a
  /// column on the right, and the value has no axis for it.
  private mutating func batchProduct(
    _ left: Graph.NodeID, _ right: Graph.NodeID, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shapes = [graph.shape(of: left), graph.shape(of: right)]
    var factors = [left, right]
    if shapes[0].rank == 1 { factors[0] = try reshaped(left, to: Shape([1] + shapes[0].lengths), span) }
    if shapes[1].rank == 1 { factors[1] = try reshaped(right, to: Shape(shapes[1].lengths + [1]), span) }
    let result: Shape
    do throws(ShapeFault) {
      result = try Signature.batchProduct(shapes[0], shapes[1])
    } catch {
      throw shapeProblem(error, Operator.matrixMultiply.primitive.gate.name, span)
    }
    let product = try graph.apply(ArrayOperation.batchProduct(shape: result), factors, span: span)
    var lengths = result.lengths
    if shapes[0].rank == 1 { lengths.remove(at: lengths.count - 2) }
    if shapes[1].rank == 1 { lengths.removeLast() }
    return try reshaped(product, to: Shape(lengths), span)
  }

  /// Returns the node of an array's elements in another shape with as many elements.
  private mutating func reshaped(_ id: Graph.NodeID, to shape: Shape, _ span: Span) throws(Problem) -> Graph.NodeID {
    if graph.shape(of: id) == shape { return id }
    if graph.shape(of: id).isScalar { return try graph.apply(.stack(shape), [id], span: span) }
    return try graph.apply(.reshape(to: shape), [id], span: span)
  }

  /// Returns the node of the transposed array; a vector or a scalar is its own.
  mutating func transposed(_ id: Graph.NodeID, _ span: Span) throws(Problem) -> Graph.NodeID {
    graph.shape(of: id).rank < 2 ? id : try operation(Operator.transpose.primitive, [id], axis: nil, span)
  }

  /// Returns the node of an array whose axes are in another order.
  ///
  /// - Parameter order: The nodes of the axes in their new order, counted from 1.
  /// - Throws: A fault if not every axis is named once.
  private mutating func permuted(
    _ id: Graph.NodeID, _ order: ArraySlice<Graph.NodeID>, _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let shape = graph.shape(of: id)
    var axes: [Int] = []
    for axis in order { axes.append(try whole(axis, NamedArgument.axis.rawValue, span) - 1) }
    guard axes.sorted() == Array(shape.lengths.indices) else { throw shapeProblem(.axesNeeded(shape), name, span) }
    if axes == Array(shape.lengths.indices) { return id }
    if axes == shape.lengths.indices.reversed() { return try transposed(id, span) }
    return try graph.apply(.permute(axes, of: shape), [id], span: span)
  }

  // MARK: - Calls

  /// Returns the node of a function of whole arrays, or nil if the call is an elementwise one after all.
  ///
  /// - Parameter named: The arguments that have a name in the call, with their numbers.
  /// - Throws: A fault of shapes with its place, or a wrong number of arguments.
  mutating func arrayCall(
    _ primitive: Primitive, _ arguments: [Graph.NodeID], _ named: [NamedArgument: Int], _ node: SyntaxTree.Node
  ) throws(Problem) -> Graph.NodeID? {
    let name = tree.names[node.payload]
    let takes = arguments.count > 1 ? primitive.signature.named : (primitive.reduction ?? primitive).signature.named
    for argument in NamedArgument.allCases where named[argument] != nil && !takes.contains(argument) {
      throw shapeProblem(.unexpected(argument), name, node.span)
    }
    let axis = named[.axis]
    guard primitive.isArray else {
      guard let first = arguments.first, arguments.count == 1, let reduction = primitive.reduction else { return nil }
      if graph.shape(of: first).isScalar, axis == nil { return nil }
      return try self.reduction(reduction, first, named, name, node.span)
    }
    guard primitive.arity.accepts(arguments.count) else { throw wrongCount(node, primitive.arity, arguments.count) }
    switch primitive.signature {
    case .made:
      let shape = try shape(arguments[...], name, node)
      return try graph.apply(ArrayOperation(primitive, shape: shape), [], span: node.span)
    case .square:
      let shape = try square(arguments[0], name, node.span)
      return try graph.apply(ArrayOperation(primitive, shape: shape), [], span: node.span)
    case .drawn:
      let shape = try arguments.count == 1 ? listed(arguments[0], name, node) : shape(arguments[...], name, node)
      let seed = named[.seed] ?? Setting.defaultSeed
      return try graph.apply(ArrayOperation(primitive, .seed(seed), shape: shape), [], span: node.span)
    case .spaced:
      let ends = arguments.dropLast()
      for end in ends where !graph.shape(of: end).isScalar {
        throw shapeProblem(.needs(.scalar, graph.shape(of: end)), name, node.span)
      }
      let shape = Shape([try length(arguments[ends.count], name, node.span)])
      return try graph.apply(ArrayOperation(primitive, shape: shape), Array(ends), span: node.span)
    case .reshape:
      let shape = try shape(arguments.dropFirst(), name, node)
      let own = graph.shape(of: arguments[0])
      guard shape.count == own.count else { throw shapeProblem(.count(from: own, to: shape), name, node.span) }
      return try graph.apply(ArrayOperation(primitive, shape: shape), [arguments[0]], span: node.span)
    case .transpose:
      return arguments.count > 1
        ? try permuted(arguments[0], arguments.dropFirst(), name, node.span) : try transposed(arguments[0], node.span)
    case .matrixProduct: return try product(arguments[0], arguments[1], node.span)
    case .rolled, .flipped, .padded: return try shifted(primitive, arguments, axis, name, node.span)
    case .convolution: return try convolved(primitive, arguments[0], arguments[1], named, name, node.span)
    case .pooled: return try pooled(primitive, arguments[0], arguments[1], named, name, node.span)
    case .norm where arguments.count == 2:
      return try norm(arguments[0], order: arguments[1], named, name, node.span)
    case .norm, .cross, .kronecker, .elementwise, .reduction, .scan, .dot, .outer, .trace, .diagonal, .determinant,
      .inverse,
      .solution, .concatenation, .matrixFunction, .definite, .spectrum, .eigenvectors, .pseudoinverse, .triangle,
      .given:
      break
    }
    let areScalars = arguments.allSatisfy { graph.shape(of: $0).isScalar }
    switch primitive.scalarCase {
    case .argument where areScalars && axis == nil: return arguments[0]
    case .gate(let gate) where areScalars && axis == nil: return try graph.apply(gate, arguments, span: node.span)
    case .none where areScalars && primitive.signature.reduces:
      throw shapeProblem(.needs(.array, .scalar), name, node.span)
    case .argument, .gate, .none: break
    }
    if primitive.signature.reduces { return try reduction(primitive, arguments[0], named, name, node.span) }
    return try operation(primitive, arguments, axis: axis, node.span, name: name)
  }

  /// Returns the node of a movement whose further arguments are whole numbers: places, and an axis behind them.
  private mutating func shifted(
    _ primitive: Primitive, _ arguments: [Graph.NodeID], _ named: Int?, _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    var numbers = arguments.dropFirst()
    let count = primitive == .flip ? nil : numbers.popFirst()
    var axis = named
    if let last = numbers.first { axis = try whole(last, NamedArgument.axis.rawValue, span) }
    var operation: ArrayOperation
    do throws(ShapeFault) {
      let (shape, setting) = try primitive.signature.result(
        [graph.shape(of: arguments[0])], axis: axis.map { $0 - 1 })
      operation = ArrayOperation(primitive, setting, shape: shape)
    } catch {
      throw shapeProblem(error, name, span)
    }
    if let count {
      let isPadded = primitive == .pad
      let places = try whole(count, name, span, from: isPadded ? 0 : nil)
      operation.setting = .places(places, axis: isPadded ? nil : operation.setting.axis)
      if isPadded {
        let most = options.limits.elements
        guard places < most else { throw Problem(.limit(.elements(most)), span) }
        operation.shape = Shape(operation.shape.lengths.map { $0 + 2 * places })
      }
    }
    return try graph.apply(operation, [arguments[0]], span: span)
  }

  /// Returns the node of a norm of some order: for 1, 2 and infinity a sum, a length and a greatest element.
  private mutating func norm(
    _ array: Graph.NodeID, order: Graph.NodeID, _ named: [NamedArgument: Int], _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    guard graph.shape(of: order).isScalar else {
      throw shapeProblem(.needs(.scalar, graph.shape(of: order)), name, span)
    }
    let constant = graph.nodes[Int(order)].isVariable ? nil : try known.value(of: order, in: graph)?.scalar
    let isScalar = graph.shape(of: array).isScalar && named[.axis] == nil
    if isScalar, let constant, constant >= 1 { return try graph.unary(Identities.magnitude, array, span: span) }
    if isScalar { throw shapeProblem(.needs(.array, .scalar), name, span) }
    let (primitive, isOfMagnitudes) = Primitive.norm(ofOrder: constant)
    let operand = isOfMagnitudes ? try graph.unary(Identities.magnitude, array, span: span) : array
    return try reduction(primitive, operand, and: primitive.arity == .exactly(2) ? order : nil, named, name, span)
  }

  /// Returns the node of a reduction, in whose value the axes that are taken away may stay with length 1.
  private mutating func reduction(
    _ primitive: Primitive, _ array: Graph.NodeID, and other: Graph.NodeID? = nil, _ named: [NamedArgument: Int],
    _ name: String, _ span: Span
  ) throws(Problem) -> Graph.NodeID {
    let operands = [array] + (other.map { [$0] } ?? [])
    let result = try operation(primitive, operands, axis: named[.axis], span, name: name)
    guard let keeps = named[.keepdims], keeps != 0 else { return result }
    let shape = graph.shape(of: array)
    let lengths = shape.lengths.indices.map { axis in
      named[.axis].map { $0 == axis + 1 } ?? true ? 1 : shape.lengths[axis]
    }
    return try reshaped(result, to: Shape(lengths), span)
  }

  /// Returns the node of a constant of an array's shape.
  ///
  /// - Throws: A fault of the shape with its place, or a wrong number of arguments.
  mutating func shapeValue(
    _ function: ShapeFunction, _ arguments: [Graph.NodeID], _ node: SyntaxTree.Node
  ) throws(Problem) -> Graph.NodeID {
    let count = function.parameters.count
    guard arguments.count == count else { throw wrongCount(node, .exactly(count), arguments.count) }
    let axis = count == 2 ? try whole(arguments[1], "axis", node.span) : 1
    let value: Int
    do throws(ShapeFault) {
      value = try function.value(graph.shape(of: arguments[0]), axis: axis)
    } catch {
      throw shapeProblem(error, function.rawValue, node.span)
    }
    return try graph.constant(Double(value), span: node.span)
  }

  /// Returns the node of an operation on arrays whose signature gives the shape of its value.
  mutating func operation(
    _ primitive: Primitive, _ operands: [Graph.NodeID], axis: Int?, _ span: Span, name: String? = nil
  ) throws(Problem) -> Graph.NodeID {
    let operation: ArrayOperation
    do throws(ShapeFault) {
      let (shape, setting) = try primitive.signature.result(
        operands.map { graph.shape(of: $0) }, axis: axis.map { $0 - 1 })
      operation = ArrayOperation(primitive, setting, shape: shape)
    } catch {
      throw shapeProblem(error, name ?? primitive.gate.name, span)
    }
    return try graph.apply(operation, operands, span: span)
  }

  /// Returns the shape that arguments give as lengths.
  private mutating func shape(
    _ lengths: ArraySlice<Graph.NodeID>, _ name: String, _ node: SyntaxTree.Node
  ) throws(Problem) -> Shape {
    var shape = Shape.scalar
    guard lengths.count <= Shape.mostAxes else { throw Problem(.tooManyAxes(Shape.mostAxes), node.span) }
    for id in lengths { shape.lengths.append(try length(id, name, node.span)) }
    return shape
  }

  /// Returns the shape that one argument gives: its elements as lengths, or for a number a vector's.
  private mutating func listed(
    _ lengths: Graph.NodeID, _ name: String, _ node: SyntaxTree.Node
  ) throws(Problem) -> Shape {
    guard graph.shape(of: lengths).rank == 1 else { return try shape([lengths], name, node) }
    var elements: [Graph.NodeID] = []
    for place in 0..<graph.shape(of: lengths).count {
      elements.append(try part(of: lengths, graph.shape(of: lengths), [.index(place)], node.span))
    }
    return try shape(elements[...], name, node)
  }

  /// Returns the shape of a square matrix with so many rows.
  private mutating func square(_ id: Graph.NodeID, _ function: String, _ span: Span) throws(Problem) -> Shape {
    let count = try length(id, function, span)
    return Shape([count, count])
  }

  /// Returns the value of a length, at least 1.
  private mutating func length(_ id: Graph.NodeID, _ function: String, _ span: Span) throws(Problem) -> Int {
    let most = options.limits.elements
    return try whole(id, function, span, from: 1) { _ in .limit(.elements(most)) }
  }

  // MARK: - Whole numbers

  /// Returns the value of an expression that must be a whole number and cannot depend on an input.
  ///
  /// - Parameter what: The use of the number, for messages: `index`, `axis`, `bound` or a function's name.
  /// - Parameter least: The smallest value allowed.
  /// - Parameter tooLarge: A closure that returns the problem of a whole number that an `Int` does not hold.
  /// - Throws: `dependsOnInput`, `notWhole` or the problem of `tooLarge`.
  mutating func whole(
    _ id: Graph.NodeID, _ what: String, _ span: Span, from least: Int? = nil,
    tooLarge: ((Double) -> Problem.Fact)? = nil
  ) throws(Problem) -> Int {
    guard !graph.nodes[Int(id)].isVariable else {
      throw Problem(.dependsOnInput(what, names: graph.inputNames(behind: id)), place(of: id, span))
    }
    if graph.nodes[Int(id)].kind == .constant {
      let number = graph.constants[Int(graph.nodes[Int(id)].a)]
      if let whole = Int(exactly: number), whole >= least ?? .min { return whole }
    }
    let value = try known.value(of: id, in: graph) ?? .scalar(.nan)
    guard let number = value.scalar, let whole = Int(exactly: number), whole >= least ?? .min else {
      if let tooLarge, let number = value.scalar, number.isFinite, number >= 0x1p63 || number < -0x1p63 && least == nil
      {
        throw Problem(tooLarge(number), place(of: id, span))
      }
      throw Problem(.notWhole(what, value.scalar, least: least), place(of: id, span))
    }
    return whole
  }

  /// Returns the place of a node within an expression, or the whole expression if the node was first met elsewhere.
  func place(of id: Graph.NodeID, _ span: Span) -> Span {
    let own = graph.spans[Int(id)]
    return span.start <= own.start && own.end <= span.end ? own : span
  }

  /// Returns the problem of shapes that an operation cannot take.
  func shapeProblem(_ fault: ShapeFault, _ operation: String, _ span: Span) -> Problem {
    Problem(.shape(fault, operation: operation), span)
  }

  /// Returns a Boolean value indicating whether a node is a list of its operands.
  private func isList(_ id: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(id)]
    return node.kind == .wide && node.primitive.isList
  }
}
