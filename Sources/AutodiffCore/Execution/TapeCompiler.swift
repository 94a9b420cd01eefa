/// The compiler from a recording to a tape: dead nodes are dropped, expressions are covered with the largest loops
/// there are for them, and the columns between them are laid out.
///
/// Source: A. V. Aho, M. S. Lam, R. Sethi and J. D. Ullman, Compilers: Principles, Techniques, and Tools, 2nd ed., §8.9
/// (selection by tree rewriting) and §8.8 (allocation).
struct TapeCompiler {
  typealias ID = Graph.NodeID

  private let graph: Graph
  /// The number of steps and results that read each node.
  private var uses: [Int32]
  /// A Boolean value for each node indicating whether it is an output of the tape.
  private var isRoot: [Bool]
  /// The loop for each node that stands in a column.
  private var covers: [ID: Cover] = [:]

  /// A loop that computes a node from others, with the nodes between in registers.
  private struct Cover {
    var loop: TapeLoop
    /// The loop for a result; nil if it is worked out first and copied then.
    var writeResult: ResultLoop?
    /// The nodes that the loop reads.
    var leaves: [ID]
    /// A Boolean value for each leaf indicating whether it is read as a constant.
    var areConstants: [Bool]
  }

  /// Creates a compiler of a graph.
  ///
  /// - Parameter roots: The nodes whose values the tape computes.
  init(_ graph: Graph, roots: [ID]) {
    self.graph = graph
    uses = Array(repeating: 0, count: graph.count)
    isRoot = Array(repeating: false, count: graph.count)
    for root in roots { isRoot[Int(root)] = true }
    let reached = graph.reached(from: roots)
    for id in graph.nodes.indices where reached[id] {
      for operand in Set(graph.operands(of: ID(id))) { uses[Int(operand)] += 1 }
    }
  }

  /// Returns the tape.
  ///
  /// - Parameters:
  ///   - roots: The node of each of the tape's outputs.
  ///   - values: The number of outputs, the first ones, that are results as they are.
  ///   - results: The number of outputs that are results, to which +0 is added after the values.
  mutating func compile(_ roots: [ID], values: Int, results: Int) -> Tape {
    let order = cover(roots)
    let outputs = direct(roots, results: results)
    var layout = TapeLayout(inputs: graph.inputs, outputs: outputs, count: graph.count)
    for (place, id) in order.enumerated() {
      guard let cover = covers[id] else { continue }
      for (leaf, isConstant) in zip(cover.leaves, cover.areConstants) where !isConstant { layout.use(leaf, at: place) }
    }
    for (place, root) in roots.enumerated() where outputs[place] == nil { layout.use(root, at: order.count + place) }
    func loop(_ loop: @escaping TapeLoop, _ result: ResultLoop?, _ place: Int?) -> TapeSteps.Loop {
      guard let place, place < results, let result else { return .step(loop) }
      // A sum with -0 is the number itself.
      return .result(result, addend: place < values ? -0.0 : 0)
    }
    let places = Dictionary(
      uniqueKeysWithValues: outputs.enumerated().compactMap { place, id in id.map { ($0, place) } })
    var steps = TapeSteps()
    for (place, id) in order.enumerated() {
      guard let cover = covers[id] else { continue }
      let operands = zip(cover.leaves, cover.areConstants).map { leaf, isConstant -> UInt32 in
        isConstant ? steps.constant(graph.constants[Int(graph.nodes[Int(leaf)].a)]) : layout.column(of: leaf)
      }
      layout.release(at: place, cover.leaves)
      steps.append(loop(cover.loop, cover.writeResult, places[id]), operands, result: layout.place(id))
    }
    for (place, root) in roots.enumerated() where outputs[place] == nil {
      let isConstant = graph.nodes[Int(root)].kind == .constant
      let copy = isConstant ? Self.fill : Self.copy
      let operand =
        isConstant ? steps.constant(graph.constants[Int(graph.nodes[Int(root)].a)]) : layout.column(of: root)
      steps.append(loop(copy.run, copy.writeResult, place), [operand], result: layout.outputColumn(place))
    }
    return Tape(inputs: graph.inputs.count, outputs: roots.count, slots: layout.slots, steps)
  }

  private static let copy = loop(of: .column)
  private static let fill = loop(of: .constant)

  /// Returns the loop that copies an operand of a kind.
  private static func loop(of kind: TermKind) -> FusedLoop { FusedLoop.byLast[Int(kind.rawValue)][0] }

  /// Returns for each output its node if that can stand in its column; nil if it is copied there, because it is no step,
  /// or a result that a step or another output reads again, or one for which there is no loop.
  private func direct(_ roots: [ID], results: Int) -> [ID?] {
    var reads = [Int](repeating: 0, count: graph.count)
    for root in roots { reads[Int(root)] += 1 }
    for cover in covers.values { for leaf in cover.leaves { reads[Int(leaf)] += 1 } }
    return roots.enumerated().map { place, root in
      guard let cover = covers[root] else { return nil }
      return reads[Int(root)] == 1 && (place >= results || cover.writeResult != nil) ? root : nil
    }
  }

  // MARK: - Covering

  /// Chooses the loops from the outputs backwards.
  ///
  /// - Returns: The nodes that stand in columns, in order.
  private mutating func cover(_ roots: [ID]) -> [ID] {
    var isNeeded = [Bool](repeating: false, count: graph.count)
    for root in roots where !graph.isLeaf(root) { isNeeded[Int(root)] = true }
    for id in graph.nodes.indices.reversed() where isNeeded[id] {
      let cover = bestCover(ID(id))
      for (leaf, isConstant) in zip(cover.leaves, cover.areConstants) where !isConstant {
        if graph.nodes[Int(leaf)].kind != .input { isNeeded[Int(leaf)] = true }
      }
      covers[ID(id)] = cover
    }
    return graph.nodes.indices.filter { isNeeded[$0] }.map { ID($0) }
  }

  /// Returns the loop for a node that saves the most columns.
  private func bestCover(_ id: ID) -> Cover {
    let node = graph.nodes[Int(id)]
    if node.kind == .constant {
      return Cover(loop: Self.fill.run, writeResult: Self.fill.writeResult, leaves: [id], areConstants: [true])
    }
    var matcher = TermMatcher(graph: graph, uses: uses, isRoot: isRoot)
    var best: (score: Int, cover: Cover)?
    for kind in graph.termKinds(id) {
      for loop in FusedLoop.byLast[Int(kind.rawValue)] {
        if let best, loop.operations * 8 <= best.score { break }
        guard matcher.match(id, loop.shape) else { continue }
        let score = loop.operations * 8 - loop.shape.count - Set(matcher.leaves).count - 12 * matcher.misfits
        if best.map({ score > $0.score }) ?? true {
          best = (
            score,
            Cover(
              loop: loop.run, writeResult: loop.writeResult, leaves: matcher.leaves, areConstants: matcher.areConstants)
          )
        }
      }
    }
    if let best { return best.cover }
    let operands = graph.operands(of: id)
    return Cover(
      loop: TapeCalls.loop(node.primitive, operands.count), leaves: operands, areConstants: operands.map { _ in false })
  }
}

extension Graph {
  /// Returns the operations that a node may be in an expression that there is a loop for.
  fileprivate func termKinds(_ id: NodeID) -> [TermKind] { TermMatcher.kinds(nodes[Int(id)]) }
}
