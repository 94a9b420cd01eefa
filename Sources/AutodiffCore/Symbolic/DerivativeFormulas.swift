/// Derivatives written out, in the language itself or in LaTeX.
package struct DerivativeFormulas {
  /// One derivative: along which inputs, and its formula.
  package struct Entry {
    package var inputs: [String]
    var term: Algebra.ID
  }

  package let entries: [Entry]
  private let graph: Graph
  private let nodes: [Algebra.ID: Graph.NodeID]
  private let names: [Graph.NodeID: String]
  /// The parts that have a name, each after those it is made of.
  private let named: [Graph.NodeID]

  /// Written on one line, as long as a library's source.
  package static let mostOperations = 1_000_000

  /// - Parameters:
  ///   - order: 1, or 2 for second derivatives.
  ///   - inline: whether nothing gets a name.
  /// - Throws: limits, on the elements of Jacobians and on what may be written out.
  package init(
    _ graph: Graph, asked: [Graph.NodeID], order: Int, inline: Bool, ties: Ties = .split
  ) throws(Problem) {
    let algebra = Algebra()
    let first = try Derivation(graph, asked: asked, in: algebra, ties: ties)
    let inputs = first.inputs
    let askedNames = asked.map { graph.name(ofInput: $0) }
    if order == 1 {
      entries = zip(askedNames, first.derivatives).map { Entry(inputs: [$0], term: $1) }
    } else {
      entries = try Self.second(algebra, inputs, askedNames, first.derivatives, ties)
    }
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

  /// Brackets in brackets that can be written without a deep stack.
  private static let deepest = 1_000

  /// The derivatives of the derivatives: of a pair of numbers once, as Schwarz's theorem has it.
  private static func second(
    _ algebra: Algebra, _ inputs: [(name: String, shape: Shape)], _ asked: [String], _ gradient: [Algebra.ID],
    _ ties: Ties
  ) throws(Problem) -> [Entry] {
    var rows: [[Algebra.ID]] = []
    for derivative in gradient {
      var writer = try TermWriter(algebra, inputs: inputs, named: [])
      try writer.write([derivative])
      var graph = writer.graph
      graph.output = writer.node(of: derivative)
      let places = asked.compactMap { name in graph.inputs.first { graph.name(ofInput: $0) == name } }
      rows.append(try Derivation(graph, asked: places, in: algebra, ties: ties).derivatives)
    }
    let shapes = asked.map { name in inputs.first { $0.name == name }?.shape ?? .scalar }
    var entries: [Entry] = []
    for first in asked.indices {
      for second in asked.indices {
        let isTurned = second < first && shapes[first].isScalar && shapes[second].isScalar
        entries.append(
          Entry(inputs: [asked[first], asked[second]], term: isTurned ? rows[second][first] : rows[first][second]))
      }
    }
    return entries
  }

  /// v1, v2, …; where an input is called so, with another letter.
  private static func freshNames(_ count: Int, besides taken: [String]) -> [String] {
    let letter =
      ["v", "u", "w", "t", "s", "r", "q", "p"].first { letter in
        !taken.contains { $0.hasPrefix(letter) && $0.dropFirst().allSatisfy(\.isNumber) }
      } ?? "shared_part_"
    return (0..<count).map { "\(letter)\($0 + 1)" }
  }

  // MARK: - Text

  /// What has a name, with its definition, in an order in which each uses only those before.
  package func definitions(_ style: FormulaStyle, _ number: NumberText) -> [(name: String, text: String)] {
    definitions(of: named, style, number)
  }

  private func definitions(
    of nodes: [Graph.NodeID], _ style: FormulaStyle, _ number: NumberText
  ) -> [(name: String, text: String)] {
    let formula = formula(style, number)
    return nodes.map { (names[$0] ?? "", formula.definition($0)) }
  }

  /// The formula, in which names stand for their definitions.
  package func text(_ entry: Entry, _ style: FormulaStyle, _ number: NumberText) -> String {
    formula(style, number).text(nodes[entry.term] ?? 0)
  }

  /// A program of its own: the definitions that the formula needs, and the formula.
  package func program(_ entry: Entry, _ number: NumberText) -> String {
    let reached = graph.reached(from: [nodes[entry.term] ?? 0])
    let parts = definitions(of: named.filter { reached[Int($0)] }, .language, number)
    return (parts.map { "\($0.name) = \($0.text)" } + [text(entry, .language, number)]).joined(separator: "; ")
  }

  private func formula(_ style: FormulaStyle, _ number: NumberText) -> Formula {
    Formula(graph, style: style, number: number, elides: false) { names[$0] }
  }
}
