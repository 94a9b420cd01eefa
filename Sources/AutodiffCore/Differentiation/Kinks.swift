/// A primitive at a kink, and the one-sided derivatives of the whole function along each input of `wrt`.
package struct KinkReport: Sendable {
  /// The primitive.
  package var primitive: Primitive
  /// The values of its operands.
  package var operands: [Double]
  /// The place in the source at which the primitive was written.
  package var span: Span
  /// The kind of place, a kink or a jump.
  package var kind: KinkKind
  /// The one-sided derivatives of the whole function along the inputs for which they differ.
  package var sides: [(input: String, left: Double, right: Double)]
  /// The one-sided derivatives, along `second`, of the derivative by `first`, where they differ or are not the answer.
  package var secondSides: [(first: String, second: String, left: Double, right: Double)] = []
  /// The one-sided derivatives above the second order where they differ, by the names of the inputs of each.
  package var higherSides: [(inputs: [String], left: Double, right: Double)] = []
  /// The element of an output that is an array, row by row; nil for a scalar.
  package var output: Int?
  /// A Boolean value indicating whether another path of the program begins here.
  package var isPath = false
  /// A Boolean value indicating whether `sides` are those along one direction, whatever input they name.
  package var isAlongDirection = false
}

/// The search for primitives at a kink, and for the one-sided derivatives along the inputs on which they depend.
///
/// For a direction d the one-sided derivative of a composition of directionally differentiable functions follows by the
/// chain rule from theirs, so a forward sweep over one-sided derivatives gives it. Source: A. Shapiro, "On concepts of
/// directional differentiability", JOTA 66 (1990). The sweep runs only through the part of the graph that leads to a
/// kink; beyond that the function is smooth, and the adjoints finish the sum. The work is therefore that of the part
/// that kinks touch.
struct KinkAnalysis {
  private let point: Point<Double>
  private let graph: Graph
  private let adjoints: [Double]
  private let active: [Bool]
  /// The number of operands that may still be visited before all is left unexamined: a second's worth.
  private var budget = 30_000_000
  /// The nodes at a kink on which the output depends.
  private var gates: [Graph.NodeID] = []
  /// The nodes at a kink that are behind an operand which was not selected at the point: a jump may select it.
  private var unselected: Set<Graph.NodeID> = []
  /// A Boolean value for each node indicating whether one-sided derivatives have to be carried through it.
  private var isFollowed: [Bool] = []
  private var users = Users()
  /// The one-sided derivative of each node along the input that is being followed; one of an earlier input has an old
  /// stamp.
  private var oneSidedValues: [OneSided] = []
  private var stamps: [UInt32] = []
  private var stamp: UInt32 = 0
  /// The descendants of an input that are still to be visited.
  private var queue: NodeQueue
  /// The linear maps of smooth nodes at the point.
  private var linearizations: NodeLinearizations

  /// Returns the gradient at a point, with the true derivative at kinks whose sides agree, and a report of the others.
  static func derivatives(_ point: Point<Double>) -> Derivatives {
    let adjoints = point.adjoints
    let convention = point.wrt.map { adjoints[Int($0)] }
    var result = Derivatives(names: point.wrt.map { point.graph.name(ofInput: $0) }, convention: convention)
    result.adjoints = adjoints
    guard mayKink(point) else { return result }
    var analysis = KinkAnalysis(point, adjoints)
    guard analysis.findGates() else { return result }
    analysis.run(&result)
    result.settleUnknownSides(CurveSweep(point), value: point.value)
    return result
  }

  private init(_ point: Point<Double>, _ adjoints: [Double]) {
    self.point = point
    self.adjoints = adjoints
    graph = point.graph
    active = point.graph.active(point.wrt)
    queue = NodeQueue(nodes: point.graph.count)
    linearizations = NodeLinearizations(point)
  }

  // MARK: - Which gates

  /// Returns a Boolean value indicating whether a node is at a kink.
  private static func isAtKink(_ point: Point<Double>, _ id: Int) -> Bool {
    let node = point.graph.nodes[id]
    guard node.kind != .input, node.kind != .constant, Gate<Double>.table[Int(node.primitive.rawValue)].kink != nil
    else { return false }
    let operands = point.graph.operands(of: Graph.NodeID(id)).map { point.values[Int($0)] }
    return node.primitive.gate.kink?.isAt(operands) ?? false
  }

  /// Returns a Boolean value indicating whether any node is at a kink.
  private static func mayKink(_ point: Point<Double>) -> Bool {
    point.graph.nodes.indices.contains { isAtKink(point, $0) }
  }

  /// Finds the nodes at a kink through which an input of `wrt` reaches the output, conditions of choices included,
  /// and returns a Boolean value indicating whether there are any.
  private mutating func findGates() -> Bool {
    var reached = [Bool](repeating: false, count: graph.count)
    var open = reached
    reached[Int(graph.output)] = true
    open[Int(graph.output)] = true
    for id in graph.nodes.indices.reversed() where reached[id] && active[id] {
      let operands = graph.operands(of: Graph.NodeID(id))
      let atKink = Self.isAtKink(point, id)
      if atKink, operands.contains(where: { active[Int($0)] }) {
        let isJump = graph.nodes[id].primitive.gate.kink?.kind == .jump
        if open[id] || isJump { gates.append(Graph.NodeID(id)) }
        if !open[id], isJump { unselected.insert(Graph.NodeID(id)) }
      }
      let edges = atKink ? nil : openEdges(id, operands)
      for (place, operand) in operands.enumerated() {
        reached[Int(operand)] = true
        if open[id], edges?[place] ?? true { open[Int(operand)] = true }
      }
    }
    return !gates.isEmpty
  }

  /// Returns a Boolean value for each operand of a selecting primitive, indicating whether it was selected; nil for
  /// others, which pass all on.
  private func openEdges(_ id: Int, _ operands: [Graph.NodeID]) -> [Bool]? {
    let primitive = graph.nodes[id].primitive
    guard graph.nodes[id].kind != .input, primitive.gate.selects else { return nil }
    let locals = primitive.gate.locals(operands.map { point.values[Int($0)] }, point.values[id])
    // A choice depends on its condition, although no derivative comes from there.
    return locals.enumerated().map { $0 == 0 && primitive == .choose || !$1.isZero }
  }

  // MARK: - Both sides

  /// Compares both sides along each input of `wrt`.
  private mutating func run(_ result: inout Derivatives) {
    users = Users(graph)
    oneSidedValues = Array(repeating: .still(0), count: graph.count)
    stamps = Array(repeating: 0, count: graph.count)
    markFollowed()
    var reached: [(place: Int, slopes: (left: Double, right: Double))] = []
    let places = Dictionary(uniqueKeysWithValues: gates.enumerated().map { ($1, $0) })
    var touched = [[Int]](repeating: [], count: gates.count)
    for (place, input) in point.wrt.enumerated() where isFollowed[Int(input)] {
      let path = descendants(of: input)
      budget -= 2 * path.reduce(0) { $0 + cost(of: $1) }
      guard budget > 0 else { return result.leaveUnexamined() }
      let right = oneSided(path, direction: 1)
      let left = oneSided(path, direction: -1)
      let convention = result.convention[place]
      if right.isContinuous, left.isContinuous, OneSided.agree(-left.slope, right.slope) {
        // A convention that came out right is kept to the last bit.
        if !OneSided.agree(convention, right.slope) { result.values[place] = right.slope }
        continue
      }
      reached.append((place, (0 - left.slope, right.slope)))
      for id in path {
        guard let index = places[id] else { continue }
        if unselected.contains(id), oneSided(path, direction: 1, frozen: id) == right,
          oneSided(path, direction: -1, frozen: id) == left
        {
          continue
        }
        touched[index].append(reached.count - 1)
      }
    }
    joinPartsOfOne(&touched)
    for (index, gate) in gates.enumerated().reversed() where !touched[index].isEmpty {
      result.kinks.append(
        KinkReport(
          primitive: graph.nodes[Int(gate)].primitive,
          operands: graph.operands(of: gate).map { point.values[Int($0)] }, span: graph.spans[Int(gate)],
          kind: graph.nodes[Int(gate)].primitive.gate.kink?.kind ?? .kink,
          sides: touched[index].map { entry in
            (result.names[reached[entry].place], reached[entry].slopes.left, reached[entry].slopes.right)
          }))
    }
  }

  /// Gives the inputs of all gates that are parts of one operation to the last of them, as it has one kink.
  private func joinPartsOfOne(_ touched: inout [[Int]]) {
    var wholes: [Span: Int] = [:]
    for (index, gate) in gates.enumerated() where !touched[index].isEmpty {
      guard graph.nodes[Int(gate)].primitive.isPartOfOrder else { continue }
      guard let whole = wholes[graph.spans[Int(gate)]] else {
        wholes[graph.spans[Int(gate)]] = index
        continue
      }
      touched[whole] = Set(touched[whole] + touched[index]).sorted()
      touched[index] = []
    }
  }

  /// Returns the work of visiting a node: a norm or a max has as many operands as there are elements.
  private func cost(of id: Graph.NodeID) -> Int {
    let node = graph.nodes[Int(id)]
    return node.kind == .wide ? 10 + Int(node.b) : 10
  }

  /// Marks the nodes that lead to a kink; after a jump all nodes, since the values themselves change there.
  private mutating func markFollowed() {
    let jumps = gates.contains {
      graph.nodes[Int($0)].primitive.gate.kink?.kind == .jump || !adjoints[Int($0)].isFinite
    }
    isFollowed = [Bool](repeating: jumps, count: graph.count)
    guard !jumps else { return }
    for gate in gates { isFollowed[Int(gate)] = true }
    for id in graph.nodes.indices.reversed() where isFollowed[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { isFollowed[Int(operand)] = true }
    }
  }

  /// The behaviour of the whole function on one side.
  private struct Side: Equatable {
    var slope: Double
    /// A Boolean value indicating whether the function tends to its value at the point.
    var isContinuous: Bool
  }

  /// Returns the one-sided derivative along the input with which a path begins.
  ///
  /// - Parameter frozen: A node that is to keep its value, to find out whether it matters.
  private mutating func oneSided(
    _ path: [Graph.NodeID], direction: Double, frozen: Graph.NodeID? = nil
  ) -> Side {
    stamp += 1
    let input = path[0]
    var slope = 0.0
    var nearby: [Double]?
    for id in path where id != frozen {
      stamps[Int(id)] = stamp
      if id == input {
        oneSidedValues[Int(id)] = OneSided(point.values[Int(id)], slope: direction)
      } else {
        oneSidedValues[Int(id)] = linear(id) ?? advance(id, input, direction, &nearby)
      }
      let own = oneSidedValue(id)
      guard own.moves else { continue }
      for user in users[id] where !isFollowed[Int(user)] && adjoints[Int(user)] != 0 {
        if let places = linearizations.places(of: user), areAtPoint(places) {
          for place in places where linearizations.edges[place].operand == id {
            slope += adjoints[Int(user)] * linearizations.edges[place].local * own.slope
          }
          continue
        }
        let operands = graph.operands(of: user)
        let locals = graph.nodes[Int(user)].primitive.gate.locals(
          operands.map { oneSidedValue($0).value }, point.values[Int(user)])
        for (place, operand) in operands.enumerated() where operand == id {
          slope += adjoints[Int(user)] * locals[place] * own.slope
        }
      }
    }
    guard isFollowed[Int(graph.output)] else { return Side(slope: slope, isContinuous: true) }
    let end = oneSidedValue(graph.output)
    let isContinuous = end.value == point.value
    // At a jump the difference quotient grows without bound.
    return Side(
      slope: isContinuous ? end.slope : end.value.isNaN ? .nan : end.value > point.value ? .infinity : -.infinity,
      isContinuous: isContinuous)
  }

  /// Returns the one-sided derivative of a node; a node off the path does not move.
  private func oneSidedValue(_ id: Graph.NodeID) -> OneSided {
    stamps[Int(id)] == stamp ? oneSidedValues[Int(id)] : .still(point.values[Int(id)])
  }

  /// Returns a Boolean value indicating whether the operands of edges tend to their values at the point.
  private func areAtPoint(_ places: Range<Int>) -> Bool {
    places.allSatisfy { place in
      let operand = Int(linearizations.edges[place].operand)
      return stamps[operand] != stamp
        || oneSidedValues[operand].value.bitPattern == point.values[operand].bitPattern
    }
  }

  /// Returns the one-sided derivative of a smooth node whose operands tend to their values at the point; nil for any
  /// other.
  private mutating func linear(_ id: Graph.NodeID) -> OneSided? {
    guard let places = linearizations.places(of: id), areAtPoint(places) else { return nil }
    var result = OneSided(point.values[Int(id)], slope: 0, moves: false)
    for place in places {
      let edge = linearizations.edges[place]
      guard edge.passes, stamps[Int(edge.operand)] == stamp else { continue }
      let operand = oneSidedValues[Int(edge.operand)]
      if operand.moves {
        result.slope += edge.local * operand.slope
        result.moves = true
      }
    }
    // The next numbers may be outside the domain.
    return result.slope.isInfinite ? nil : result
  }

  /// Returns a Boolean value indicating whether slopes do not determine which way a jump goes: both sides of a
  /// comparison move alike, to first order.
  private func isUndecided(_ id: Graph.NodeID, _ operands: [OneSided]) -> Bool {
    guard let kink = graph.nodes[Int(id)].primitive.gate.kink, kink.kind == .jump, kink.isAt(operands.map(\.value)),
      operands.contains(where: \.moves)
    else { return false }
    return !kink.isDecided(operands)
  }

  /// Returns the value to which a jump goes, by where its operands are a little way along the direction.
  private func sampled(
    _ id: Graph.NodeID, _ operands: [OneSided], _ input: Graph.NodeID, _ direction: Double, _ nearby: inout [Double]?
  ) -> OneSided {
    let values =
      nearby
      ?? Evaluation.run(
        graph,
        inputs: graph.inputs.map { other in
          let value = point.values[Int(other)]
          return other == input ? value + direction * 0x1p-14 * fmax(1, fabs(value)) : value
        })
    nearby = values
    guard let kink = graph.nodes[Int(id)].primitive.gate.kink else { return .still(values[Int(id)]) }
    let moved = zip(graph.operands(of: id), operands).map { operand, own in
      OneSided(own.value, slope: values[Int(operand)] - own.value, moves: own.moves)
    }
    return .still(kink.side(moved).value)
  }

  /// Returns the one-sided derivative of any node on a path.
  private mutating func advance(
    _ id: Graph.NodeID, _ input: Graph.NodeID, _ direction: Double, _ nearby: inout [Double]?
  ) -> OneSided {
    let operands = graph.operands(of: id).map { oneSidedValue($0) }
    return isUndecided(id, operands) ? sampled(id, operands, input, direction, &nearby) : advance(id, operands)
  }

  /// Returns the one-sided derivative of a node from those of its operands.
  private func advance(_ id: Graph.NodeID, _ operands: [OneSided]) -> OneSided {
    let primitive = graph.nodes[Int(id)].primitive
    let gate = primitive.gate
    let values = operands.map(\.value)
    if let kink = gate.kink, kink.isAt(values) { return kink.side(operands) }
    let value = Double.apply(primitive, values)
    if case .none = gate.derivative { return .still(value) }
    if primitive == .choose { return values[0] != 0 ? operands[1] : operands[2] }
    let locals = gate.locals(values, value)
    var result = OneSided(value, slope: 0, moves: false)
    for (local, operand) in zip(locals, operands) where operand.moves && !(gate.selects && local == 0) {
      result.slope += local * operand.slope
      result.moves = true
    }
    if result.slope.isInfinite, leavesDomain(primitive, operands) { result.slope = .nan }
    return result
  }

  /// Returns a Boolean value indicating whether the next numbers in this direction are outside the domain: the square
  /// root has one side at 0.
  private func leavesDomain(_ primitive: Primitive, _ operands: [OneSided]) -> Bool {
    Double.apply(
      primitive, operands.map { $0.slope > 0 ? $0.value.nextUp : $0.slope < 0 ? $0.value.nextDown : $0.value }
    )
    .isNaN
  }

  /// Returns the nodes to be followed that depend on an input, the input first.
  private mutating func descendants(of input: Graph.NodeID) -> [Graph.NodeID] {
    var path: [Graph.NodeID] = []
    queue.insert(input)
    while let id = queue.next() {
      path.append(id)
      for user in users[id] where isFollowed[Int(user)] { queue.insert(user) }
    }
    return path
  }
}
