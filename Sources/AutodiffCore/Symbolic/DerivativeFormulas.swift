/// Derivatives written out, in the language itself or in LaTeX.
package struct DerivativeFormulas {
  /// A derivative: the inputs by which it is taken, and its formula.
  package struct Entry {
    /// The names of the inputs: one for a first derivative, two for a second, and so on.
    package var inputs: [String]
    var term: Algebra.ID
  }

  /// The derivatives, in the order of the inputs.
  package let entries: [Entry]
  private let graph: Graph
  private let nodes: [Algebra.ID: Graph.NodeID]
  private let names: [Graph.NodeID: String]
  private let algebra: Algebra
  /// The nodes that have a name of their own, each after those it is made of.
  private let named: [Graph.NodeID]

  /// The number of operations up to which a formula is written on one line: then it is as long as the source of a library.
  package static let mostOperations = 1_000_000

  /// Derives a program and writes the derivatives out.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Parameter order: 1 for first derivatives, 2 for second ones, and so on.
  /// - Parameter symmetric: The inputs that are symmetric matrices; the derivatives by their elements are those of a
  ///   matrix whose elements are independent.
  /// - Parameter inline: A Boolean value indicating whether shared parts are written out, without names.
  /// - Throws: A `Problem` if a Jacobian has too many elements, a formula on one line is too long, or a graph has too
  ///   many nodes.
  package init(
    _ graph: Graph, wrt: [Graph.NodeID], order: Int, inline: Bool, symmetric: [Graph.NodeID] = [], ties: Ties = .split
  ) throws(Problem) {
    let candidates = try FormulaCandidates(graph, wrt: wrt, order: order, symmetric: symmetric, ties: ties)
    let algebra = candidates.algebra
    self.algebra = algebra
    let inputs = candidates.inputs
    entries = zip(candidates.orders, try candidates.best()).map { Entry(inputs: $0, term: $1) }
    let roots = entries.map(\.term)
    if inline {
      let operations = roots.reduce(0) { $0 + algebra.operations[Int($1)] }
      let depth = roots.map { algebra.depths[Int($0)] }.max() ?? 0
      guard operations <= Double(Self.mostOperations), depth <= Self.deepest else {
        throw Problem(.limit(.written(Self.mostOperations)), nil)
      }
    }
    let shared = Set(inline ? [] : SharedTerms(algebra, roots).terms)
    var writer = try TermWriter(algebra, inputs: inputs, named: shared)
    try writer.write(roots)
    self.graph = writer.graph
    nodes = writer.nodes
    // Two terms may be one node, and a part of one may be another one of them.
    named = Set(shared.map { writer.node(of: $0) }).sorted()
    var names = writer.constants
    for (name, node) in zip(Self.freshNames(named.count, besides: inputs.map(\.name)), named) { names[node] = name }
    self.names = names
  }

  /// The depth of nested brackets that can be written without a deep stack.
  private static let deepest = 1_000

  /// Returns the names v1, v2, …; with another letter if an input has such a name.
  private static func freshNames(_ count: Int, besides taken: [String]) -> [String] {
    let letter =
      ["v", "u", "w", "t", "s", "r", "q", "p"].first { letter in
        !taken.contains { $0.hasPrefix(letter) && $0.dropFirst().allSatisfy(\.isNumber) }
      } ?? "shared_part_"
    return (0..<count).map { "\(letter)\($0 + 1)" }
  }

  // MARK: - Text

  /// Returns the names and definitions of shared parts, in an order in which each uses only those before.
  package func definitions(_ style: FormulaStyle, _ number: NumberText) -> [(name: String, text: String)] {
    definitions(of: named, style, number)
  }

  /// Returns the names that the formula of a derivative uses, and their definitions, each after those that it uses.
  package func definitions(
    for entry: Entry, _ style: FormulaStyle, _ number: NumberText
  ) -> [(name: String, text: String)] {
    let reached = graph.reached(from: [nodes[entry.term] ?? 0])
    return definitions(of: named.filter { reached[Int($0)] }, style, number)
  }

  /// Returns the names of shared parts that are parts of the program itself.
  func names(ofPartsOf program: Graph) -> [Graph.NodeID: String] {
    if named.isEmpty { return [:] }
    algebra.style = .textbook
    let inputs = program.inputs.map {
      Expression.term(algebra.input(program.name(ofInput: $0), shape: program.shape(of: $0)), algebra)
    }
    let constants = program.constants.map { Expression.term(algebra.constant(Coefficient($0)), algebra) }
    let values = Evaluation.run(program, inputs: inputs, constants: constants)
    let parts = Set(named)
    var result: [Graph.NodeID: String] = [:]
    for (place, value) in values.enumerated() {
      guard case .term(let term, _) = value, let node = nodes[term], parts.contains(node) else { continue }
      result[Graph.NodeID(place)] = names[node]
    }
    return result
  }

  /// The names of shared parts.
  var partNames: [String] { named.compactMap { names[$0] } }

  private func definitions(
    of nodes: [Graph.NodeID], _ style: FormulaStyle, _ number: NumberText
  ) -> [(name: String, text: String)] {
    let formula = formula(style, number)
    return nodes.map { (names[$0] ?? "", formula.definition($0)) }
  }

  /// Returns the formula of a derivative, in which names stand for their definitions.
  package func text(_ entry: Entry, _ style: FormulaStyle, _ number: NumberText) -> String {
    formula(style, number).text(nodes[entry.term] ?? 0)
  }

  /// Returns a program of its own for a derivative: the definitions that the formula needs, and the formula.
  package func program(_ entry: Entry, _ number: NumberText) -> String {
    let parts = definitions(for: entry, .language, number)
    return (parts.map { "\($0.name) = \($0.text)" } + [text(entry, .language, number)]).joined(separator: "; ")
  }

  private func formula(_ style: FormulaStyle, _ number: NumberText) -> Formula {
    Formula(graph, style: style, number: number, elides: false) { names[$0] }
  }
}
