/// The derivative of an output by some inputs as a product of Jacobians, one for each step from a cut of the graph to
/// the next.
///
/// A cut is a node through which every path from the inputs to the output leads.
package struct JacobianChain: Sendable {
  /// The Jacobian of a cut by the one before it.
  package struct Factor: Sendable {
    /// The node that it differentiates by; nil for the inputs.
    package let source: Graph.NodeID?
    /// The node that it differentiates.
    package let node: Graph.NodeID
    /// The number of elements of `node`.
    package let rows: Int
    /// The number of elements of the source.
    package let columns: Int
    /// The number of entries that are not zero by the structure of the program; nil where that would take long.
    package let nonzeros: Int?
    /// A Boolean value indicating whether it is square and zero beside its diagonal.
    package let isDiagonal: Bool
  }

  /// The inputs, whose elements stand one after the other.
  package let inputs: [Graph.NodeID]
  /// The Jacobians, from the inputs on: the last one stands first in the product.
  package let factors: [Factor]
  /// The number of Jacobians before each that are not diagonal, and that of all.
  private let fullsBefore: [Int]

  /// The number of elements of the cuts of which the structure is looked for.
  private static let mostElements = 2_000_000

  /// Finds the chains of a program: one for all inputs of `wrt` that are numbers, and one for each array.
  ///
  /// - Parameter known: The values of `graph.inputs`, as far as they are known.
  package static func all(of graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]) -> [JacobianChain] {
    let numbers = wrt.filter { graph.shape(of: $0).isScalar }
    var groups = wrt.filter { !graph.shape(of: $0).isScalar }.map { [$0] }
    if let first = numbers.first {
      // The numbers stand where the first of them does.
      groups.insert(numbers, at: wrt.prefix { $0 != first }.count)
    }
    return groups.map { JacobianChain(graph, by: $0, known) }
  }

  private init(_ graph: Graph, by inputs: [Graph.NodeID], _ known: [Tensor?]) {
    self.inputs = inputs
    let active = graph.active(inputs)
    let reached = graph.reached(from: [graph.output])
    let moves = graph.nodes.indices.map { active[$0] && reached[$0] }
    // The last node that an edge from any node so far, or from an input, leads to.
    var lastUse = [Int](repeating: -1, count: graph.count)
    for id in graph.nodes.indices where moves[id] && !graph.isLeaf(Graph.NodeID(id)) {
      for (place, operand) in graph.operands(of: Graph.NodeID(id)).enumerated() where moves[Int(operand)] {
        if !graph.nodes[id].primitive.holds(place) { lastUse[Int(operand)] = id }
      }
    }
    var reach = inputs.reduce(-1) { max($0, lastUse[Int($1)]) }
    var cuts: [Int] = []
    for id in graph.nodes.indices where moves[id] && !graph.isLeaf(Graph.NodeID(id)) {
      if reach <= id { cuts.append(id) }
      reach = max(reach, lastUse[id])
    }
    var factors: [Factor] = []
    var budget = Self.mostElements
    var columns = inputs.reduce(0) { $0 + graph.shape(of: $1).count }
    var source: Int?
    for cut in cuts {
      let rows = graph.shape(of: Graph.NodeID(cut)).count
      let step = (source.map { $0 + 1 } ?? 0)...cut
      let isDiagonal = rows == columns && (rows == 1 || Self.isElementwise(graph, step.filter { moves[$0] }, rows))
      var nonzeros = isDiagonal ? rows : nil
      budget -= rows + columns
      if nonzeros == nil, budget >= 0 {
        nonzeros = Self.nonzeros(graph, from: source.map { Graph.NodeID($0) }, to: Graph.NodeID(cut), inputs, known)
      }
      factors.append(
        Factor(
          source: source.map { Graph.NodeID($0) }, node: Graph.NodeID(cut), rows: rows, columns: columns,
          nonzeros: nonzeros, isDiagonal: isDiagonal))
      source = cut
      columns = rows
    }
    self.factors = factors
    fullsBefore = factors.reduce(into: [0]) { $0.append($0[$0.count - 1] + ($1.isDiagonal ? 0 : 1)) }
  }

  /// Returns a Boolean value indicating whether all nodes of a step work element by element on arrays of so many
  /// elements.
  private static func isElementwise(_ graph: Graph, _ step: [Int], _ count: Int) -> Bool {
    step.allSatisfy { id in
      let node = graph.nodes[id]
      return graph.isLeaf(Graph.NodeID(id))
        || graph.shape(of: Graph.NodeID(id)).count == count && !(node.kind == .wide && node.primitive.arrayForm != nil)
    }
  }

  private static func nonzeros(
    _ graph: Graph, from source: Graph.NodeID?, to node: Graph.NodeID, _ inputs: [Graph.NodeID], _ known: [Tensor?]
  ) -> Int? {
    guard let source else {
      var graph = graph
      graph.output = node
      return (try? SparsityPattern(jacobianOf: graph, wrt: inputs, known: known))?.count
    }
    guard let part = try? graph.part(from: source, to: node)?.graph else { return nil }
    let unknown = part.inputs.map { _ -> Tensor? in nil }
    return (try? SparsityPattern(jacobianOf: part, wrt: [part.inputs[0]], known: unknown))?.count
  }
}

// MARK: - Orders of multiplying

extension JacobianChain {
  /// An order of multiplying the Jacobians.
  package struct Order: Sendable, Equatable {
    /// The product with its brackets, `(J3·J2)·J1`.
    package let text: String
    /// The multiplications and additions of numbers.
    package let operations: Double
  }

  /// The number of Jacobians up to which all orders are listed.
  package static let fewFactors = 5
  /// The number of Jacobians up to which the cheapest order is looked for, in a time that grows with its third power.
  private static let mostFactors = 500

  /// The number of orders: a Catalan number.
  package var orderCount: Double {
    var result = 1.0
    for place in stride(from: 1.0, to: Double(factors.count), by: 1) { result *= (4 * place - 2) / (place + 1) }
    return result
  }

  /// The order that begins at the output: each product has as many rows as the output has elements.
  package var reverse: Order { chain(Array(factors.indices.reversed())) { ($0, $1) } }

  /// The order that begins at the inputs: each product has as many columns as the inputs have elements.
  package var forward: Order { chain(Array(factors.indices)) { ($1, $0) } }

  /// The number of Jacobians up to which a product with its brackets is a text to read.
  private static let readFactors = 12

  /// Returns the order that takes in one Jacobian after the other.
  ///
  /// - Parameter sides: A closure that returns the left and the right side of a product of what is there and the next.
  private func chain(_ places: [Int], _ sides: (Part, Part) -> (left: Part, right: Part)) -> Order {
    func part(_ place: Int) -> Part { Part(range: place...place, text: "J\(place + 1)") }
    var product = part(places[0])
    var sum = 0.0
    for place in places.dropFirst() {
      let (left, right) = sides(product, part(place))
      sum += operations(left.range, right.range)
      product = Part(
        range: right.range.lowerBound...left.range.upperBound,
        text: factors.count > Self.readFactors ? "" : left.factor + "·" + right.factor)
    }
    if product.text.isEmpty {
      // The first product and the last factor say which way it goes.
      let inner = sides(part(places[0]), part(places[1]))
      let first = Part(range: 0...1, text: inner.left.text + "·" + inner.right.text)
      let (left, right) = sides(first, part(places[places.count - 1]))
      product.text = left.factor + "·…·" + right.factor
    }
    return Order(text: product.text, operations: sum)
  }

  /// A product of neighbours.
  private struct Part {
    var range: ClosedRange<Int>
    var text: String
    /// The text as a factor.
    var factor: String { range.count > 1 ? "(\(text))" : text }
  }

  /// All orders, from the one that begins at the output to the one that begins at the inputs; empty if they are too
  /// many to be read.
  package var all: [Order] {
    guard factors.count <= Self.fewFactors else { return [] }
    /// Returns the orders of the Jacobians at some places.
    func trees(_ range: ClosedRange<Int>) -> [Tree] {
      if range.count == 1 { return [.factor(range.lowerBound)] }
      return (range.lowerBound..<range.upperBound).flatMap { cut in
        trees(cut + 1...range.upperBound).flatMap { left in
          trees(range.lowerBound...cut).map { .product(left, $0) }
        }
      }
    }
    return trees(0...factors.count - 1).map(order)
  }

  /// The order with the fewest operations; nil if there are too many Jacobians to look for it.
  ///
  /// Source: T. H. Cormen et al., Introduction to Algorithms, 3rd ed., §15.2 (S. S. Godbole, "On efficient computation of
  /// matrix chain products", IEEE Trans. Computers C-22 (1973)).
  package var cheapest: Order? {
    let count = factors.count
    guard count <= Self.mostFactors else { return nil }
    var costs = [Double](repeating: 0, count: count * count)
    var cuts = [Int](repeating: 0, count: count * count)
    for length in stride(from: 1, to: count, by: 1) {
      for first in 0..<count - length {
        let last = first + length
        var best = Double.infinity
        for cut in first..<last {
          let cost =
            costs[first * count + cut] + costs[(cut + 1) * count + last]
            + operations(cut + 1...last, first...cut)
          // Of equal orders the one that begins at the output, as reverse mode does.
          if cost < best { (best, cuts[first * count + last]) = (cost, cut) }
        }
        costs[first * count + last] = best
      }
    }
    func tree(_ first: Int, _ last: Int) -> Tree {
      if first == last { return .factor(first) }
      let cut = cuts[first * count + last]
      return .product(tree(cut + 1, last), tree(first, cut))
    }
    return order(tree(0, count - 1))
  }

  /// An order as a tree whose leaves are places in `factors`.
  private indirect enum Tree {
    case factor(Int)
    case product(Tree, Tree)
  }

  private func order(_ tree: Tree) -> Order {
    func read(_ tree: Tree) -> (part: Part, operations: Double) {
      switch tree {
      case .factor(let place): return (Part(range: place...place, text: "J\(place + 1)"), 0)
      case .product(let left, let right):
        let (a, b) = (read(left), read(right))
        let part = Part(
          range: b.part.range.lowerBound...a.part.range.upperBound, text: a.part.factor + "·" + b.part.factor)
        return (part, a.operations + b.operations + operations(a.part.range, b.part.range))
      }
    }
    let (part, count) = read(tree)
    return Order(text: part.text, operations: count)
  }

  /// Returns the operations of one product of two products: a diagonal takes a multiplication for each entry of the
  /// other, a full matrix a multiplication and an addition for each term.
  private func operations(_ left: ClosedRange<Int>, _ right: ClosedRange<Int>) -> Double {
    let rows = Double(factors[left.upperBound].rows)
    let inner = Double(factors[left.lowerBound].columns)
    let columns = Double(factors[right.lowerBound].columns)
    switch (isDiagonal(left), isDiagonal(right)) {
    case (true, true): return rows
    case (true, false), (false, true): return rows * columns
    case (false, false): return rows * columns * (2 * inner - 1)
    }
  }

  private func isDiagonal(_ range: ClosedRange<Int>) -> Bool {
    fullsBefore[range.upperBound + 1] == fullsBefore[range.lowerBound]
  }
}
