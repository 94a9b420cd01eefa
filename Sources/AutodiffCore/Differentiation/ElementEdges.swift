/// The partial derivatives of one operation by the elements of its operands: its Jacobian, of which only what is not
/// zero by structure is kept.
///
/// Sweeps over whole arrays multiply by such a matrix without ever writing it down. Dependence element by element, which
/// kinks ask for, goes along its entries.
struct ElementEdges {
  /// The way in which the elements of an output depend on those of the operands.
  private enum Pattern {
    /// Each on the elements at the same place.
    case elementwise([Factor])
    /// Each on copies of some elements: those from `starts[e]` to `starts[e + 1]` for the output's element e.
    case copies(starts: [Int], sources: [(node: Int, element: Int)])
    /// Each on a lane of the first operand; further operands are numbers that do not move.
    case lane(Int, Lanes, locals: [Double], still: [Int] = [])
    /// Each on a row of the left and a column of the right operand.
    case product(left: Factor, right: Factor, inner: Int, columns: Int)
    /// Each on all elements along its own lane; `columns[p]` has the derivatives by the elements at place p of the lanes.
    case scan(Int, Lanes, columns: [[Double]])
    /// Each on all elements of the operands; one column an element.
    case dense([(node: Int, columns: [[Double]])])
  }

  /// An operand of an operation that works element by element, or of a product.
  private struct Factor {
    var node: Int
    /// The place of the operand's element for each element of the output; nil where they are the same or there is one.
    var places: [Int32]?
    /// A Boolean value indicating whether the operand has one element, which stands at every place.
    var isSingle = false
    /// The derivatives by the operand, one if all are equal; those of a product are the other operand's elements. Nil
    /// where nothing is carried.
    var locals: [Double]?

    func element(_ index: Int) -> Int { isSingle ? 0 : places.map { Int($0[index]) } ?? index }
  }

  private let pattern: Pattern
  /// The number of elements of the output.
  private let size: Int
  /// A Boolean value indicating whether the operands of an element tell its sides at a kink.
  private(set) var hasSides: Bool
  /// Calls `body` with the operand's node, the element of it and the derivative by it, for each edge into an element of
  /// the output along which the derivative is not zero.
  @inline(__always)
  func forEach(into element: Int, _ body: (_ node: Int, _ element: Int, _ local: Double) -> Void) {
    @inline(__always)
    func edge(_ node: Int, _ source: Int, _ local: Double) { if local != 0 { body(node, source, local) } }
    switch pattern {
    case .elementwise(let factors):
      for factor in factors {
        if let locals = factor.locals {
          edge(factor.node, factor.element(element), locals[locals.count == 1 ? 0 : element])
        }
      }
    case .copies(let starts, let sources):
      for place in starts[element]..<starts[element + 1] { body(sources[place].node, sources[place].element, 1) }
    case .lane(let node, let lanes, let locals, _):
      let isSingle = locals.count == 1
      for place in 0..<lanes.length {
        let source = lanes.place(place, ofLane: element)
        edge(node, source, locals[isSingle ? 0 : source])
      }
    case .product(let left, let right, let inner, let columns):
      let (row, column) = (element / columns, element % columns)
      for place in 0..<inner {
        let (a, b) = (row * inner + place, place * columns + column)
        if let locals = left.locals { edge(left.node, a, locals[b]) }
        if let locals = right.locals { edge(right.node, b, locals[a]) }
      }
    case .scan(let node, let lanes, let columns):
      let lane = lanes.lane(of: element)
      for place in columns.indices { edge(node, lanes.place(place, ofLane: lane), columns[place][element]) }
    case .dense(let operands):
      for (node, columns) in operands {
        for source in columns.indices { edge(node, source, columns[source][element]) }
      }
    }
  }

  /// The nodes from which there are edges, each once.
  var nodes: Set<Int> {
    switch pattern {
    case .elementwise(let factors): Set(factors.filter { $0.locals != nil }.map(\.node))
    case .copies(_, let sources): Set(sources.map(\.node))
    case .lane(let node, _, _, _), .scan(let node, _, _): [node]
    case .product(let left, let right, _, _): Set([left, right].filter { $0.locals != nil }.map(\.node))
    case .dense(let operands): Set(operands.map(\.node))
    }
  }

  /// Calls `body` with each edge from a node along which the derivative is not zero.
  @inline(__always)
  func forEach(from node: Int, _ body: (_ source: Int, _ local: Double, _ output: Int) -> Void) {
    @inline(__always)
    func edge(_ source: Int, _ local: Double, _ output: Int) { if local != 0 { body(source, local, output) } }
    switch pattern {
    case .elementwise(let factors):
      for factor in factors where factor.node == node {
        guard let locals = factor.locals else { continue }
        let isSingle = locals.count == 1
        for element in 0..<size { edge(factor.element(element), locals[isSingle ? 0 : element], element) }
      }
    case .copies(let starts, let sources):
      for element in 0..<size {
        for place in starts[element]..<starts[element + 1] where sources[place].node == node {
          body(sources[place].element, 1, element)
        }
      }
    case .lane(_, let lanes, let locals, _):
      let isSingle = locals.count == 1
      for element in 0..<size {
        for place in 0..<lanes.length {
          let source = lanes.place(place, ofLane: element)
          edge(source, locals[isSingle ? 0 : source], element)
        }
      }
    case .product(let left, let right, let inner, let columns):
      for row in 0..<size / columns {
        for place in 0..<inner {
          let (a, start) = (row * inner + place, place * columns)
          if right.node == node, let local = right.locals?[a], local != 0 {
            for column in 0..<columns { body(start + column, local, row * columns + column) }
          }
          if left.node == node, let locals = left.locals {
            for column in 0..<columns { edge(a, locals[start + column], row * columns + column) }
          }
        }
      }
    case .scan(_, let lanes, let columns):
      for element in 0..<size {
        let lane = lanes.lane(of: element)
        for place in columns.indices { edge(lanes.place(place, ofLane: lane), columns[place][element], element) }
      }
    case .dense(let operands):
      for operand in operands where operand.node == node {
        for (source, column) in operand.columns.enumerated() {
          for element in 0..<size { edge(source, column[element], element) }
        }
      }
    }
  }

  /// Calls `body` with the elements of all operands of a gate, or of the lane of a reduction, at one element of its
  /// output.
  @inline(__always)
  func forEachOperand(of element: Int, _ body: (_ node: Int, _ element: Int) -> Void) {
    switch pattern {
    case .elementwise(let factors): for factor in factors { body(factor.node, factor.element(element)) }
    case .lane(let node, let lanes, _, let still):
      for place in 0..<lanes.length { body(node, lanes.place(place, ofLane: element)) }
      for node in still { body(node, 0) }
    case .copies, .product, .scan, .dense: break
    }
  }

  /// A Boolean value indicating whether each element of the output is that of a lane.
  var isOfLanes: Bool { if case .lane = pattern { true } else { false } }
}

// MARK: - Paths

extension ElementEdges {
  /// Returns the element of one of these nodes from which each element of the output is computed, if it is only one of
  /// them; nil for an operation that takes several.
  func singleSource(among nodes: Set<Int>) -> ((_ element: Int) -> (node: Int, element: Int)?)? {
    switch pattern {
    case .elementwise(let factors):
      let factors = factors.filter { nodes.contains($0.node) }
      guard factors.count == 1 else { return nil }
      return { (factors[0].node, factors[0].element($0)) }
    case .copies(let starts, let sources):
      guard (0..<size).allSatisfy({ starts[$0 + 1] - starts[$0] <= 1 }) else { return nil }
      return { starts[$0] == starts[$0 + 1] ? nil : sources[starts[$0]] }
    case .lane, .product, .scan, .dense: return nil
    }
  }

  /// Returns a Boolean value indicating whether no two elements of a node from which an element of the output is computed
  /// have the same number; numbers below 0 do not count.
  func haveDistinctSources(from node: Int, _ numbers: [Int32]) -> Bool {
    func areDistinct(_ places: some Sequence<Int>) -> Bool {
      var seen: Set<Int32> = []
      return places.allSatisfy { numbers[$0] < 0 || seen.insert(numbers[$0]).inserted }
    }
    switch pattern {
    case .elementwise(let factors): return factors.count { $0.node == node } == 1
    case .copies(let starts, let sources):
      return (0..<size).allSatisfy { element in
        areDistinct(sources[starts[element]..<starts[element + 1]].lazy.filter { $0.node == node }.map(\.element))
      }
    case .lane(_, let lanes, _, _), .scan(_, let lanes, _):
      return (0..<lanes.outer * lanes.inner).allSatisfy { lane in
        areDistinct((0..<lanes.length).lazy.map { lanes.place($0, ofLane: lane) })
      }
    case .product(let left, let right, let inner, let columns):
      if left.node == right.node { return false }
      if left.node == node {
        return (0..<size / columns).allSatisfy { row in areDistinct(row * inner..<(row + 1) * inner) }
      }
      return (0..<columns).allSatisfy { column in areDistinct((0..<inner).lazy.map { $0 * columns + column }) }
    case .dense: return areDistinct(numbers.indices)
    }
  }

  /// Returns a Boolean value indicating whether each element of the output is computed from one element of a node.
  func takeElementsApart(of node: Int) -> Bool {
    switch pattern {
    case .elementwise(let factors): factors.count { $0.node == node } == 1
    case .lane(_, let lanes, _, _), .scan(_, let lanes, _): lanes.length == 1
    case .product(let left, let right, let inner, _): inner == 1 && left.node != right.node
    case .copies, .dense: false
    }
  }
}

extension Lanes {
  /// Returns the place in the array of the element at a place along a lane, of which there are `outer` times `inner`.
  func place(_ place: Int, ofLane lane: Int) -> Int { (lane / inner * length + place) * inner + lane % inner }
  /// Returns the lane on which an element of the array lies.
  func lane(of element: Int) -> Int { element / (length * inner) * inner + element % inner }
}

// MARK: - The edges of an operation

extension ElementEdges {
  /// Finds the edges of an operation at a point.
  ///
  /// - Parameter budget: The greatest number of multiplications that making them may take.
  /// - Returns: nil where they take more.
  init?(_ linear: Linearization<Tensor>, _ id: Int, budget: Int) {
    let node = linear.graph.nodes[id]
    let size = linear.values[id].count
    self.size = size
    hasSides = false
    guard node.kind == .wide, node.primitive.isArray else {
      pattern = .elementwise(Self.factors(linear, id, node))
      hasSides = true
      return
    }
    let edge = linear.arrayEdge(of: id, node)
    let operation = edge.operation
    let operands = linear.graph.operands(of: Graph.NodeID(id)).map(Int.init)
    switch operation.primitive.arrayForm {
    case .filling, nil:
      pattern = .copies(starts: Array(repeating: 0, count: size + 1), sources: [])
    case .movement(let movement):
      let plan = movement.plan(edge.operands.map(\.shape), operation)
      pattern = Self.copies(plan, operands, size, linear.active)
    case .gathering(let gathering):
      pattern = Self.gathered(gathering, edge, operands[0], size)
    case .reduction:
      let lanes = operation.lanes(of: edge.operand.shape)
      let derivative = linear.gates[Int(node.primitive.rawValue)].derivative
      let local = edge.local(derivative) ?? .scalar(.nan)
      pattern = .lane(
        operands[0], lanes, locals: (local.scalar == nil ? local.broadcast(to: edge.operand.shape) : local).elements)
      hasSides = true
    case .contraction(let contraction):
      let extents = contraction.extents(edge.operands[0].shape, edge.operands[1].shape)
      func factor(_ place: Int) -> Factor {
        Factor(node: operands[place], locals: linear.active[operands[place]] ? edge.operands[1 - place].elements : nil)
      }
      pattern = .product(left: factor(0), right: factor(1), inner: extents.inner, columns: extents.columns)
    case .scan:
      let lanes = operation.lanes(of: edge.operand.shape)
      guard size * lanes.length <= budget else { return nil }
      pattern = .scan(
        operands[0], lanes,
        columns: (0..<lanes.length).map { place in
          var basis = [Double](repeating: 0, count: size)
          for lane in 0..<lanes.outer * lanes.inner { basis[lanes.place(place, ofLane: lane)] = 1 }
          return Self.push(Tensor(edge.operand.shape, basis), edge, linear)
        })
    case .composition(let composition) where composition.lane != nil && !operation.primitive.signature.reduces:
      // Each element is one of the operand's, whose place the operand's places tell as a tangent.
      let shape = edge.operand.shape
      let places = Self.push(Tensor(shape, (0..<shape.count).map(Double.init)), edge, linear)
      pattern = .copies(starts: Array(0...size), sources: places.map { (operands[0], Int($0)) })
    case .composition(let composition)
    where operation.primitive.signature.reduces && !operands.dropFirst().contains { linear.active[$0] }:
      let ones = Tensor(repeating: 1, operation.shape)
      let local = edge.pull(ones, linear.gates[Int(node.primitive.rawValue)].derivative, selects: false)
      pattern = .lane(
        operands[0], operation.lanes(of: edge.operand.shape), locals: local.broadcast(to: edge.operand.shape).elements,
        still: Array(operands.dropFirst()))
      hasSides = composition.lane == nil
    case .factorization, .composition:
      let moving = operands.indices.filter { linear.active[operands[$0]] }
      guard moving.reduce(0, { $0 + edge.operands[$1].count }) * size <= budget else { return nil }
      pattern = .dense(
        moving.map { place in
          var edge = edge
          edge.place = place
          let shape = edge.operand.shape
          return (operands[place], (0..<shape.count).map { Self.push(.basis(shape, $0), edge, linear) })
        })
    }
  }

  /// Returns the output's tangent for a tangent of the edge's operand, row by row.
  private static func push(_ tangent: Tensor, _ edge: ArrayEdge<Tensor>, _ linear: Linearization<Tensor>) -> [Double] {
    edge.push(tangent, linear.gates[Int(edge.operation.primitive.rawValue)].derivative)
      .broadcast(to: edge.operation.shape).elements
  }

  private static func factors(_ linear: Linearization<Tensor>, _ id: Int, _ node: Graph.Node) -> [Factor] {
    let shape = linear.values[id].shape
    var factors = linear.graph.operands(of: Graph.NodeID(id)).map { operand -> Factor in
      let own = linear.values[Int(operand)].shape
      var factor = Factor(node: Int(operand), isSingle: own.isScalar)
      if own != shape, !own.isScalar {
        let places = Tensor(own, (0..<own.count).map(Double.init)).broadcast(to: shape)
        factor.places = places.elements.map { Int32($0) }
      }
      return factor
    }
    linear.forEachEdge(of: id, node) { place, _, local in
      var local = local
      if let mask = linear.mask(node, local) { local = local.masked(by: mask) }
      factors[place].locals = (local.scalar == nil ? local.broadcast(to: shape) : local).elements
    }
    return factors
  }

  private static func gathered(
    _ gathering: Gathering, _ edge: ArrayEdge<Tensor>, _ operand: Int, _ size: Int
  ) -> Pattern {
    let whole = gathering.whole(edge.operands[0].shape, edge.operation)
    let count = whole.count / whole.lengths[0]
    var moves: [(source: Int, target: Int)] = []
    for (number, index) in edge.operands[1].elements.enumerated() {
      guard let place = IndexPlace.place(index, whole.lengths[0]) else { continue }
      for element in 0..<count {
        let (part, target) = (number * count + element, place * count + element)
        moves.append(gathering.adds ? (part, target) : (target, part))
      }
    }
    var starts = [Int](repeating: 0, count: size + 1)
    for move in moves { starts[move.target + 1] += 1 }
    for index in 0..<size { starts[index + 1] += starts[index] }
    var next = starts
    var sources = [(node: Int, element: Int)](repeating: (operand, 0), count: moves.count)
    for move in moves {
      sources[next[move.target]].element = move.source
      next[move.target] += 1
    }
    return .copies(starts: starts, sources: sources)
  }

  private static func copies(
    _ plan: MovementPlan, _ operands: [Int], _ size: Int, _ active: UnsafeBufferPointer<Bool>
  ) -> Pattern {
    guard case .copies(let copies, _) = plan else {
      return .copies(starts: Array(0...size), sources: (0..<size).map { (operands[0], $0) })
    }
    var starts = [Int](repeating: 0, count: size + 1)
    let moves = copies.filter { active[operands[$0.operand]] }.map { (operands[$0.operand], $0.places) }
    for (_, places) in moves { for place in places { starts[place.target + 1] += 1 } }
    for index in 0..<size { starts[index + 1] += starts[index] }
    var next = starts
    var sources = [(node: Int, element: Int)](repeating: (0, 0), count: starts[size])
    for (node, places) in moves {
      for place in places {
        sources[next[place.target]] = (node, place.source)
        next[place.target] += 1
      }
    }
    return .copies(starts: starts, sources: sources)
  }
}
