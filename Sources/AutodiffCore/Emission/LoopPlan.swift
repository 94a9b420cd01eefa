/// The arrays of a graph that need no loop of their own, because those that use them read them in another way.
struct LoopPlan {
  /// The elementwise nodes that are worked out in the loop of the only node that uses them, and conditions.
  private(set) var fused: Set<Graph.NodeID> = []
  /// The arrays of the same number everywhere, which only elementwise nodes use: loops read that number.
  private(set) var uniform: Set<Graph.NodeID> = []
  /// The matrices that only products with a vector use, and the copy that would make them: products read where its
  /// elements come from.
  private(set) var views: [Graph.NodeID: StridedCopy] = [:]
  /// The sums of arrays that are zero but for a part, which is added where it belongs: the operands of each, in order.
  private(set) var sums: [Graph.NodeID: [Graph.NodeID]] = [:]
  /// The operands of such sums, which are not written themselves.
  private(set) var parts: Set<Graph.NodeID> = []

  private let graph: Graph
  private let reached: [Bool]
  private let uses: [Int]
  private let outputs: Set<Graph.NodeID>

  /// The most gates that one loop works out for each element.
  private static var mostFused: Int { 16 }

  init(_ graph: Graph, reached: [Bool], uses: [Int], outputs: Set<Graph.NodeID>) {
    self.graph = graph
    self.reached = reached
    self.uses = uses
    self.outputs = outputs
    findMoved()
    findSums()
    findFused()
  }

  /// Returns a Boolean value indicating whether a node has no row of its own.
  func isUnwritten(_ id: Graph.NodeID) -> Bool {
    fused.contains(id) || parts.contains(id) || uniform.contains(id) || views[id] != nil
  }

  private func isElementwise(_ id: Graph.NodeID) -> Bool {
    !graph.isLeaf(id) && !graph.nodes[Int(id)].primitive.isArray && !graph.shape(of: id).isScalar
  }

  /// Returns the number or the node that is everywhere in an array.
  func element(of id: Graph.NodeID) -> UniformElement? {
    if let value = graph.constantElement(of: id) { return .number(value) }
    guard let operation = operation(id) else { return nil }
    let operands = graph.operands(of: id)
    guard operands.count == 1, graph.shape(of: operands[0]).isScalar,
      case .movement(let movement) = operation.primitive.arrayForm,
      case .copies(let copies, .everywhere) = movement.plan([.scalar], operation), copies.count == 1
    else { return nil }
    return .node(operands[0])
  }

  /// Returns the only copy that makes a movement's result, if it fills it row by row.
  private func copy(_ id: Graph.NodeID) -> StridedCopy? {
    guard let operation = operation(id), case .movement(let movement) = operation.primitive.arrayForm,
      case .copies(let copies, .everywhere) = movement.plan(
        graph.operands(of: id).map { graph.shape(of: $0) }, operation),
      copies.count == 1, copies[0].target.start == 0, copies[0].lengths == graph.shape(of: id).lengths,
      copies[0].target.strides == graph.shape(of: id).strides
    else { return nil }
    return copies[0]
  }

  /// Returns the copy by which a movement brings numbers to their places, if it is the only one.
  func onlyCopy(_ id: Graph.NodeID) -> StridedCopy? {
    guard let operation = operation(id), case .movement(let movement) = operation.primitive.arrayForm,
      case .copies(let copies, _) = movement.plan(graph.operands(of: id).map { graph.shape(of: $0) }, operation)
    else { return nil }
    return copies.count == 1 ? copies[0] : nil
  }

  /// Returns the operation of a node on whole arrays; nil for constants and other nodes.
  private func operation(_ id: Graph.NodeID) -> ArrayOperation? {
    let node = graph.nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isArray, !graph.shape(of: id).isScalar, !graph.isLiteral(id) else {
      return nil
    }
    return graph.operation(id)
  }

  // MARK: - Searches

  private func isProductWithVector(_ user: Graph.NodeID, beside operand: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(user)]
    guard node.kind == .wide, node.primitive.isArray, !graph.isLiteral(user),
      case .contraction(let contraction) = graph.operation(user).primitive.arrayForm, contraction.axes > 0
    else { return false }
    let operands = graph.operands(of: user)
    return operands.filter { $0 == operand }.count == 1
      && operands.allSatisfy { $0 == operand || graph.shape(of: $0).rank == 1 }
  }

  private mutating func findMoved() {
    var isOnlyElementwise = [Bool](repeating: true, count: graph.count)
    var isOnlyByVectors = [Bool](repeating: true, count: graph.count)
    for index in graph.nodes.indices where reached[index] {
      let id = Graph.NodeID(index)
      let isElementwise = isElementwise(id)
      for operand in graph.operands(of: id) where !graph.shape(of: operand).isScalar {
        if !isElementwise { isOnlyElementwise[Int(operand)] = false }
        if isOnlyByVectors[Int(operand)] {
          isOnlyByVectors[Int(operand)] = isProductWithVector(id, beside: operand)
        }
      }
    }
    for index in graph.nodes.indices where reached[index] {
      let id = Graph.NodeID(index)
      if outputs.contains(id) { continue }
      if isOnlyElementwise[index], element(of: id) != nil {
        uniform.insert(id)
      } else if isOnlyByVectors[index], graph.shape(of: id).rank == 2, let copy = copy(id),
        !graph.shape(of: graph.operands(of: id)[0]).isScalar
      {
        views[id] = copy
      }
    }
  }

  private func isPart(_ id: Graph.NodeID) -> Bool {
    guard uses[Int(id)] == 1, !outputs.contains(id), graph.labels[id] == nil, let operation = operation(id),
      case .movement(let movement) = operation.primitive.arrayForm,
      case .copies(_, .amongZeros) = movement.plan(graph.operands(of: id).map { graph.shape(of: $0) }, operation)
    else { return false }
    return true
  }

  private mutating func findSums() {
    for index in graph.nodes.indices where reached[index] {
      let id = Graph.NodeID(index)
      let operands = graph.operands(of: id)
      guard isElementwise(id), graph.nodes[index].primitive == .add,
        operands.allSatisfy({ graph.shape(of: $0) == graph.shape(of: id) })
      else { continue }
      let added = operands.filter(isPart)
      if added.isEmpty { continue }
      parts.formUnion(added)
      // Sums of more are worked out in the same row.
      if let first = sums[operands[0]], uses[Int(operands[0])] == 1, !outputs.contains(operands[0]),
        graph.labels[operands[0]] == nil
      {
        sums[operands[0]] = nil
        parts.insert(operands[0])
        sums[id] = first + [operands[1]]
      } else {
        sums[id] = operands
      }
    }
  }

  private mutating func findFused() {
    var sizes = [Int](repeating: 1, count: graph.count)
    for index in graph.nodes.indices where reached[index] && isElementwise(Graph.NodeID(index)) {
      let id = Graph.NodeID(index)
      for operand in Set(graph.operands(of: id)) where isElementwise(operand) {
        let isCondition = graph.nodes[Int(operand)].primitive.isCondition
        guard
          isCondition
            || uses[Int(operand)] == 1 && graph.shape(of: operand) == graph.shape(of: id)
              && graph.labels[operand] == nil && !outputs.contains(operand) && sums[operand] == nil
              && !parts.contains(operand) && sizes[index] + sizes[Int(operand)] <= Self.mostFused
        else { continue }
        fused.insert(operand)
        sizes[index] += sizes[Int(operand)]
      }
    }
  }
}

extension Graph {
  /// Returns the number that an array made of its shape alone has everywhere; nil for other nodes.
  func constantElement(of id: NodeID) -> Double? {
    let node = nodes[Int(id)]
    guard node.kind == .wide, node.primitive.isArray, !isLiteral(id),
      case .filling(let filling) = node.primitive.arrayForm, case .constant(let value) = filling.element
    else { return nil }
    return value
  }
}

/// The element that an array has everywhere.
enum UniformElement {
  case number(Double)
  case node(Graph.NodeID)
}

extension MovementPlan {
  /// The place from which on the elements of the only operand stand in the result as they do there; nil for others.
  var window: Int? {
    switch self {
    case .sameElements: return 0
    case .copies(let copies, .everywhere):
      guard copies.count == 1, let copy = copies.first, copy.target.start == 0 else { return nil }
      let isSame = copy.lengths.indices.allSatisfy { axis in
        copy.lengths[axis] == 1 || copy.source.strides[axis] == copy.target.strides[axis]
      }
      return isSame ? copy.source.start : nil
    case .copies: return nil
    }
  }
}
