/// An observer of the sizes of what a sweep back adds up: the scale of the rounding that derivatives have in either
/// mode, and of that which the value has, however much of it cancels on the way.
///
/// Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3 (running error analysis).
struct ScaleObserver<S: Sampled>: PullbackObserver {
  /// The sum of the sizes of all products of local derivatives from the output to each node, in the node's shape.
  private(set) var sums: [S]
  /// The change of the adjoint of each node, in units of the least number, that products below the smallest normal
  /// number make; of programs on numbers only.
  private(set) var losses: [Double]
  /// The change of the output, in units of rounding, that rounding the value of each node once may make.
  private(set) var noise: [Double]
  /// The change of the output that values below the smallest normal number make, which round to its multiples; nil for
  /// each node whose values are larger.
  private(set) var underflow: [Int: Double] = [:]
  private let graph: Graph
  private let values: [S]
  private let gates: [Gate<S>]

  /// Creates the observer of a sweep.
  ///
  /// - Parameter values: The values of the nodes.
  /// - Parameter seed: The output's adjoint.
  init(_ graph: Graph, _ values: [S], seed: S, ties: Ties) {
    self.graph = graph
    self.values = values
    gates = S.isShaped ? S.gates(ties) : []
    sums = Array(repeating: 0.0, count: graph.count)
    noise = Array(repeating: 0, count: graph.count)
    losses = S.isShaped ? [] : Array(repeating: 1, count: graph.count)
    sums[Int(graph.output)] = seed
  }

  mutating func contribute(_ contribution: Contribution<S>) {
    let (from, to) = (Int(contribution.from), Int(contribution.to))
    let size = size(contribution)
    sums[to] = sums[to] + (S.isShaped ? size.unbroadcast(to: values[to].shape) : size)
    if !S.isShaped {
      let local = fabs((contribution.local ?? 0.0).elements[0])
      let loss = local * losses[from] + (local < .leastNormalMagnitude ? sums[from].elements[0] : 0)
      if local.isFinite { losses[to] = fmin(losses[to] + loss + 1, .greatestFiniteMagnitude) }
    }
    if S.isShaped, graph.nodes[from].primitive.isArray {
      // An operation on arrays rounds as if its operands were a little off.
      noise[from] += (contribution.value * values[to]).sizes
    }
  }

  /// Adds the rounding of each node, whose adjoints are known now.
  mutating func finish(_ adjoints: [S]) {
    for id in noise.indices where graph.nodes[id].kind != .input && graph.nodes[id].kind != .constant {
      noise[id] += (adjoints[id] * values[id]).sizes
      let count = values[id].elements.count { isUnderflow($0, id) }
      if count > 0 {
        let slope = adjoints[id].elements.reduce(1) { $1.isFinite ? fmax($0, fabs($1)) : $0 }
        underflow[id] = 2 * Double(count) * slope * Double.leastNonzeroMagnitude
      }
    }
  }

  /// Returns a Boolean value indicating whether a value of a node may have lost digits below the smallest numbers.
  private func isUnderflow(_ value: Double, _ id: Int) -> Bool {
    if value != 0 { return fabs(value) < 0x1p-960 }
    // A sum that is 0 is exact, and so is a product with 0, or what a primitive has cut off.
    let primitive = graph.nodes[id].primitive
    if primitive.isArray || primitive.isCondition || primitive.isArithmetic && primitive != .multiply { return false }
    return primitive.gate.kink == nil && !primitive.gate.derivative.isNone
      && graph.operands(of: Graph.NodeID(id)).allSatisfy { operand in
        values[Int(operand)].elements.allSatisfy { $0 != 0 }
      }
  }

  /// Returns the sizes of the products that a contribution adds to those of its operand.
  private func size(_ contribution: Contribution<S>) -> S {
    let sent = sums[Int(contribution.from)]
    let node = graph.nodes[Int(contribution.from)]
    guard S.isShaped, node.kind == .wide, node.primitive.isArray else {
      return ((contribution.local ?? 0.0) * sent).finiteSizes
    }
    let operands = graph.operands(of: contribution.from).map { values[Int($0)] }
    func edge(_ operands: [S]) -> ArrayEdge<S> {
      ArrayEdge(
        operation: graph.operation(contribution.from), operands: operands, output: values[Int(contribution.from)],
        place: contribution.place)
    }
    let gate = gates[Int(node.primitive.rawValue)]
    switch gate.derivative {
    case .array(.linear), .array(.bilinear):
      return edge(operands.map(\.finiteSizes)).pull(sent, gate.derivative, selects: false).finiteSizes
    case .array(.gradient(let local)):
      let whole = edge(operands)
      let sent = sent.expand(whole.operation.setting, to: whole.operand.shape)
      return (sent * local(whole)).finiteSizes
    case .array(.general), .none, .unary, .binary, .extremum, .many:
      // Products of a general rule are not known one by one: signs that differ keep them from cancelling.
      var random = SplitMix64(seed: 1)
      var greatest = edge(operands).pull(sent, gate.derivative, selects: false).finiteSizes
      for _ in 0..<3 {
        let signed = sent.withSigns { Bool.random(using: &random) }
        let other = edge(operands).pull(signed, gate.derivative, selects: false).finiteSizes
        greatest = greatest + other
      }
      return greatest
    }
  }
}

extension Sampled {
  /// The sum of the sizes of the elements that are finite.
  fileprivate var sizes: Double {
    if !Self.isShaped { return fabs(elements[0]) }
    return elements.reduce(0) { $1.isFinite ? $0 + fabs($1) : $0 }
  }

  /// The size of each element, 0 for one that is not finite.
  fileprivate var finiteSizes: Self { mapped { $0.isFinite ? fabs($0) : 0 } }

  /// Returns the elements, each with a sign that a closure chooses.
  fileprivate func withSigns(_ isNegative: () -> Bool) -> Self { mapped { isNegative() ? -$0 : $0 } }
}
