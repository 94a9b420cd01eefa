/// A program that was read, ready to be lowered: once, or at each point where it takes another path.
package struct Program: Sendable {
  package let tree: SyntaxTree
  package let boundNames: NameTable
  package let shapes: [Lowering.InputShape]
  package let options: Lowering.Options
  /// The element or the row that is taken out of the value; empty: all of it.
  package var output: [Subscript] = []

  package init(
    _ tree: SyntaxTree, boundNames: NameTable = NameTable(), shapes: [Lowering.InputShape] = [],
    options: Lowering.Options = Lowering.Options()
  ) {
    self.tree = tree
    self.boundNames = boundNames
    self.shapes = shapes
    self.options = options
  }

  /// - Parameter values: of inputs, by name; they decide about the path.
  package func lower(_ values: @escaping (String) -> Tensor? = { _ in nil }) throws(Problem) -> Graph {
    let graph = try Lowering.lower(tree, boundNames: boundNames, shapes: shapes, options: options, values: values)
    return output.isEmpty ? graph : try Lowering.element(output, of: graph)
  }

  /// The graph of the path that is taken at a point: `graph` itself where that is the same.
  ///
  /// - Parameter inputs: a value for each of `graph.inputs`.
  /// - Throws: what lowering throws, names that have a value on the first path only, and a value of another shape.
  package func path(of graph: Graph, at inputs: [Tensor]) throws(Problem) -> Graph {
    guard !graph.guards.isEmpty, !graph.takesSamePath(at: inputs) else { return graph }
    let names = graph.orderedInputNames
    var other = try lower { name in names.firstIndex(of: name).map { inputs[$0] } }
    // A name that was assigned on the first path may be read here without a value.
    let unknown = other.inputNames.filter { !names.contains($0) }
    if !unknown.isEmpty { throw Problem(.valueNeeded(unknown), nil) }
    let (shape, expected) = (other.shape(of: other.output), graph.shape(of: graph.output))
    if shape != expected {
      throw Problem(.valueShape(expected: expected, given: shape), other.spans[Int(other.output)])
    }
    // Inputs that only the first path or nothing reads keep their places.
    for (place, name) in names.enumerated() where !other.inputNames.contains(name) {
      _ = try other.input(name, shape: inputs[place].shape, span: .none)
    }
    other.orderInputs(as: names)
    return other
  }
}

extension Graph {
  /// Whether all that was decided would be decided alike with these inputs.
  func takesSamePath(at inputs: [Tensor]) -> Bool {
    let names = orderedInputNames
    var known = KnownValues { name in names.firstIndex(of: name).map { inputs[$0] } }
    return guards.allSatisfy { path in
      let value = known.value(of: path.condition, in: self)?.scalar ?? .nan
      return (value != 0) == path.holds
    }
  }
}
