/// A program that was parsed, ready to be lowered: once, or anew at each point at which it takes another path.
package struct Program: Sendable {
  /// The syntax tree.
  package let tree: SyntaxTree
  /// The names that the user gives values to; such a name hides a constant of the language.
  package let boundNames: NameTable
  /// The shapes of the inputs that are arrays; all others are scalars.
  package let shapes: [InputShape]
  /// The options of lowering.
  package let options: Lowering.Options
  /// The subscripts of the part of the value that is the output; empty for all of it.
  package var output: [Subscript] = []
  /// The line along which inputs move; nil where they are the program's own.
  package var line: ProgramLine?

  /// Creates a program.
  package init(
    _ tree: SyntaxTree, boundNames: NameTable = NameTable(), shapes: [InputShape] = [],
    options: Lowering.Options = Lowering.Options()
  ) {
    self.tree = tree
    self.boundNames = boundNames
    self.shapes = shapes
    self.options = options
  }

  /// Returns the program with other options of lowering.
  package func with(_ options: Lowering.Options) -> Program {
    var other = Program(tree, boundNames: boundNames, shapes: shapes, options: options)
    (other.output, other.line) = (output, line)
    return other
  }

  /// Returns the graph of the program over its own inputs.
  ///
  /// - Parameter values: A closure that returns the value of an input by its name, or nil if it has none. The values
  ///   decide the path.
  /// - Throws: The first problem in the meaning of the program, with its place in the source.
  func lowerInputs(_ values: @escaping (String) -> Tensor?) throws(Problem) -> Graph {
    let graph = try Lowering.lower(tree, boundNames: boundNames, shapes: shapes, options: options, values: values)
    return output.isEmpty ? graph : try Lowering.element(output, of: graph)
  }

  /// Returns the graph of the path that the program takes at a point: `graph` itself if that is the same.
  ///
  /// - Parameter inputs: A value for each of `graph.inputs`, of its shape.
  /// - Throws: A problem of lowering; names that have a value on the first path only; a value of another shape.
  package func path(of graph: Graph, at inputs: [Tensor]) throws(Problem) -> Graph {
    guard !graph.guards.isEmpty, try !graph.takesSamePath(at: inputs) else { return graph }
    let names = graph.orderedInputNames
    var other = try lower { name in names.firstIndex(of: name).map { inputs[$0] } }
    // A name that was assigned on the first path may be read on this one without a value.
    let unknown = other.inputNames.filter { !names.contains($0) }
    if !unknown.isEmpty { throw Problem(.valueNeeded(unknown), nil) }
    let (shape, expected) = (other.shape(of: other.output), graph.shape(of: graph.output))
    if shape != expected {
      throw Problem(.valueShape(expected: expected, given: shape), other.spans[Int(other.output)])
    }
    // The inputs that only the first path reads, or none, keep their places.
    for (place, name) in names.enumerated() where !other.inputNames.contains(name) {
      _ = try other.input(name, shape: inputs[place].shape, span: .none)
    }
    other.orderInputs(as: names)
    return other
  }
}

extension Graph {
  /// Returns a Boolean value indicating whether all guards of the path would be decided alike at these inputs.
  ///
  /// - Throws: The limit on memory.
  func takesSamePath(at inputs: [Tensor]) throws(Problem) -> Bool {
    let names = orderedInputNames
    var known = KnownValues { name in names.firstIndex(of: name).map { inputs[$0] } }
    for path in guards {
      let value = try known.value(of: path.condition, in: self) ?? .scalar(.nan)
      if !path.isKept(by: value.elements) { return false }
    }
    return true
  }
}
