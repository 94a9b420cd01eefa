/// A gate at a kink, and what the whole function does on either side of it along each input asked for.
package struct KinkReport: Sendable {
  package var primitive: Primitive
  /// The values at which it stands.
  package var operands: [Double]
  package var span: Span
  package var kind: KinkKind
  /// One-sided derivatives of the whole function, where they differ.
  package var sides: [(input: String, left: Double, right: Double)]
  /// Which element of an output that is an array, row by row.
  package var output: Int?
  /// Whether another path of the program begins here.
  package var isPath = false
}

/// Finds the gates that stand at a kink, and the one-sided derivatives along the inputs they depend on.
///
/// For a direction d the one-sided derivative of a composition of directionally differentiable gates follows by the
/// chain rule from theirs (A. Shapiro, "On concepts of directional differentiability", JOTA 66, 1990), so a forward
/// sweep over germs gives it. It runs only through the part of the graph that leads to a kink; beyond that the
/// function is smooth, and the adjoints finish the sum. The work is therefore that of the part that kinks touch.
struct KinkAnalysis {
  private let point: Point<Double>
  private let graph: Graph
  private let adjoints: [Double]
  private let active: [Bool]
  /// Operands that may be visited before the rest is left unexamined: a few seconds' worth.
  private var budget = 100_000_000
  /// Gates at a kink that the answer depends on.
  private var gates: [Graph.NodeID] = []
  /// Those of them that stand behind a router which is closed at the point: a jump may open it.
  private var hidden: Set<Graph.NodeID> = []
  /// Whether a germ has to be followed through this node.
  private var isFollowed: [Bool] = []
  private var users = Users()
  /// By node, the germ along the path that is being followed; what stands from an earlier path has an old stamp.
  private var germs: [OneSided] = []
  private var stamps: [UInt32] = []
  private var stamp: UInt32 = 0

  static func derivatives(_ point: Point<Double>) -> Derivatives {
    let adjoints = point.adjoints
    let convention = point.asked.map { adjoints[Int($0)] }
    var result = Derivatives(names: point.asked.map { point.graph.name(ofInput: $0) }, convention: convention)
    guard mayKink(point) else { return result }
    var analysis = KinkAnalysis(point, adjoints)
    guard analysis.findGates() else { return result }
    analysis.run(&result)
    return result
  }

  private init(_ point: Point<Double>, _ adjoints: [Double]) {
    self.point = point
    self.adjoints = adjoints
    graph = point.graph
    active = point.graph.active(point.asked)
  }

  // MARK: - Which gates

  private static func isAtKink(_ point: Point<Double>, _ id: Int) -> Bool {
    let node = point.graph.nodes[id]
    guard node.kind != .input, node.kind != .constant, Gate<Double>.table[Int(node.primitive.rawValue)].kink != nil
    else { return false }
    let operands = point.graph.operands(of: Graph.NodeID(id)).map { point.values[Int($0)] }
    return node.primitive.gate.kink?.isAt(operands) ?? false
  }

  private static func mayKink(_ point: Point<Double>) -> Bool {
    point.graph.nodes.indices.contains { isAtKink(point, $0) }
  }

  /// Gates at a kink through which something asked for reaches the output, conditions of choices included.
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
        if !open[id], isJump { hidden.insert(Graph.NodeID(id)) }
      }
      let edges = atKink ? nil : openEdges(id, operands)
      for (place, operand) in operands.enumerated() {
        reached[Int(operand)] = true
        if open[id], edges?[place] ?? true { open[Int(operand)] = true }
      }
    }
    return !gates.isEmpty
  }

  /// Which operands of a router are let through; nil: all.
  private func openEdges(_ id: Int, _ operands: [Graph.NodeID]) -> [Bool]? {
    let primitive = graph.nodes[id].primitive
    guard graph.nodes[id].kind != .input, primitive.gate.selects else { return nil }
    let locals = primitive.gate.locals(operands.map { point.values[Int($0)] }, point.values[id])
    // A choice depends on its condition, although no derivative comes from there.
    return locals.enumerated().map { $0 == 0 && primitive == .choose || !$1.isZero }
  }

  // MARK: - Both sides

  private mutating func run(_ result: inout Derivatives) {
    users = Users(graph)
    germs = Array(repeating: .still(0), count: graph.count)
    stamps = Array(repeating: 0, count: graph.count)
    markFollowed()
    var reached: [(place: Int, germs: (left: Double, right: Double))] = []
    let places = Dictionary(uniqueKeysWithValues: gates.enumerated().map { ($1, $0) })
    var touched = [[Int]](repeating: [], count: gates.count)
    for (place, input) in point.asked.enumerated() where isFollowed[Int(input)] {
      let path = descendants(of: input)
      budget -= 2 * path.reduce(0) { $0 + cost(of: $1) }
      guard budget > 0 else {
        result.unexamined += 1
        continue
      }
      let right = oneSided(path, direction: 1)
      let left = oneSided(path, direction: -1)
      let convention = result.convention[place]
      if right.isContinuous, left.isContinuous, agree(-left.slope, right.slope) {
        // A convention that came out right is kept to the last bit.
        if !agree(convention, right.slope) { result.values[place] = right.slope }
        continue
      }
      reached.append((place, (0 - left.slope, right.slope)))
      for id in path {
        guard let index = places[id] else { continue }
        if hidden.contains(id), oneSided(path, direction: 1, frozen: id) == right,
          oneSided(path, direction: -1, frozen: id) == left
        {
          continue
        }
        touched[index].append(reached.count - 1)
      }
    }
    for (index, gate) in gates.enumerated().reversed() where !touched[index].isEmpty {
      result.kinks.append(
        KinkReport(
          primitive: graph.nodes[Int(gate)].primitive,
          operands: graph.operands(of: gate).map { point.values[Int($0)] }, span: graph.spans[Int(gate)],
          kind: graph.nodes[Int(gate)].primitive.gate.kink?.kind ?? .kink,
          sides: touched[index].map { entry in
            (result.names[reached[entry].place], reached[entry].germs.left, reached[entry].germs.right)
          }))
    }
  }

  /// A norm or a max has as many operands as there are elements.
  private func cost(of id: Graph.NodeID) -> Int {
    let node = graph.nodes[Int(id)]
    return node.kind == .wide ? 10 + Int(node.b) : 10
  }

  private func agree(_ left: Double, _ right: Double) -> Bool {
    left == right || left.isFinite && right.isFinite && fabs(left - right) <= 1e-12 * fmax(fabs(left), fabs(right))
  }

  /// What leads to a kink; behind a jump everything, since the values themselves change there.
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

  private struct Side: Equatable {
    var slope: Double
    /// Whether the function tends to its value at the point.
    var isContinuous: Bool
  }

  /// The one-sided derivative along the input that a path begins with.
  ///
  /// - Parameter frozen: a gate that is to keep its value, to see whether it matters.
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
        germs[Int(id)] = OneSided(point.values[Int(id)], slope: direction)
      } else {
        let operands = graph.operands(of: id).map(germ)
        germs[Int(id)] = isUndecided(id, operands) ? sampled(id, input, direction, &nearby) : advance(id, operands)
      }
      let own = germ(id)
      guard own.moves else { continue }
      for user in users[id] where !isFollowed[Int(user)] && adjoints[Int(user)] != 0 {
        let operands = graph.operands(of: user)
        let locals = graph.nodes[Int(user)].primitive.gate.locals(
          operands.map { germ($0).value }, point.values[Int(user)])
        for (place, operand) in operands.enumerated() where operand == id {
          slope += adjoints[Int(user)] * locals[place] * own.slope
        }
      }
    }
    guard isFollowed[Int(graph.output)] else { return Side(slope: slope, isContinuous: true) }
    let end = germ(graph.output)
    let isContinuous = end.value == point.value
    // At a jump the difference quotient grows without bound.
    return Side(
      slope: isContinuous ? end.slope : end.value.isNaN ? .nan : end.value > point.value ? .infinity : -.infinity,
      isContinuous: isContinuous)
  }

  private func germ(_ id: Graph.NodeID) -> OneSided {
    stamps[Int(id)] == stamp ? germs[Int(id)] : .still(point.values[Int(id)])
  }

  /// Whether slopes do not say which way a jump goes: both sides of a comparison move alike, to first order.
  private func isUndecided(_ id: Graph.NodeID, _ operands: [OneSided]) -> Bool {
    guard let kink = graph.nodes[Int(id)].primitive.gate.kink, kink.kind == .jump, kink.isAt(operands.map(\.value)),
      operands.contains(where: \.moves)
    else { return false }
    let slopes = operands.map(\.slope)
    return operands.count == 1 ? slopes[0] == 0 : slopes.allSatisfy { $0 == slopes[0] }
  }

  /// What a jump comes to a little way along the direction.
  private func sampled(
    _ id: Graph.NodeID, _ input: Graph.NodeID, _ direction: Double, _ nearby: inout [Double]?
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
    return .still(values[Int(id)])
  }

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

  /// Whether the very next numbers in this direction are outside the domain: the square root has one side at 0.
  private func leavesDomain(_ primitive: Primitive, _ operands: [OneSided]) -> Bool {
    Double.apply(
      primitive, operands.map { $0.slope > 0 ? $0.value.nextUp : $0.slope < 0 ? $0.value.nextDown : $0.value }
    )
    .isNaN
  }

  /// What depends on an input and has to be followed, the input first.
  private mutating func descendants(of input: Graph.NodeID) -> [Graph.NodeID] {
    stamp += 1
    var path = [input]
    var next = 0
    while next < path.count {
      for user in users[path[next]] where isFollowed[Int(user)] && stamps[Int(user)] != stamp {
        stamps[Int(user)] = stamp
        path.append(user)
      }
      next += 1
    }
    path.sort()
    return path
  }
}
