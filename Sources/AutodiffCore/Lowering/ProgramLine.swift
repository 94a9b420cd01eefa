/// A line through the points of a program: the inputs x that move are x + t · v, and t is an input as well.
///
/// The derivative by t is the directional derivative along v, so that all that is known of derivatives by one input,
/// both sides of kinks included, holds along directions.
package struct ProgramLine: Sendable {
  /// The name of the parameter t, which no program can give to an input.
  static let parameter = "t of the line"

  /// The names of the inputs that move.
  let moved: [String]

  /// Creates a line along which some inputs move.
  package init(moved: [String]) { self.moved = moved }

  /// Returns the name of the direction v of an input.
  static func direction(of input: String) -> String { "\(input) of the line" }

  /// Returns the values of the program's own inputs from those on the line.
  fileprivate func values(_ values: @escaping (String) -> Tensor?) -> (String) -> Tensor? {
    let moved = Set(moved)
    return { name in
      guard moved.contains(name), let t = values(Self.parameter), let v = values(Self.direction(of: name)) else {
        return values(name)
      }
      return values(name).map { $0 + t * v }
    }
  }
}

extension Program {
  /// Returns the graph of the program, along its line if it has one.
  ///
  /// - Parameter values: A closure that returns the value of an input by its name, or nil if it has none. The values
  ///   decide the path.
  /// - Throws: The first problem in the meaning of the program, with its place in the source.
  package func lower(_ values: @escaping (String) -> Tensor? = { _ in nil }) throws(Problem) -> Graph {
    guard let line else { return try lowerInputs(values) }
    return try lowerInputs(line.values(values)).restricted(to: line).graph
  }
}

extension Graph {
  /// Returns the graph in which inputs move along a line.
  ///
  /// - Returns: The graph, whose inputs are the parameter of the line, these inputs, and the directions of those that
  ///   move, and for each of its nodes the node of this graph that has its value at t = 0; nil for those of t · v.
  /// - Throws: A `Problem` if the limit on nodes or elements is exceeded.
  func restricted(to line: ProgramLine) throws(Problem) -> (graph: Graph, origins: [NodeID?], parameter: NodeID) {
    var limits = Limits()
    limits.freeMemory = freeMemory
    var restricted = Graph(limits: limits)
    let moved = Set(line.moved)
    let parameter = try restricted.input(ProgramLine.parameter, span: .none)
    var places = [NodeID](repeating: 0, count: count)
    var origins: [NodeID?] = [nil]
    func note(_ origin: NodeID?) {
      while origins.count < restricted.count { origins.append(origin) }
    }
    for id in 0..<NodeID(count) {
      let node = nodes[Int(id)]
      let span = spans[Int(id)]
      let operands = operands(of: id).map { places[Int($0)] }
      switch node.kind {
      case .input:
        let name = name(ofInput: id)
        let input = try restricted.input(name, shape: shape(of: id), span: span)
        note(id)
        places[Int(id)] = input
        guard moved.contains(name) else { continue }
        let direction = try restricted.input(
          ProgramLine.direction(of: name), shape: shape(of: id), span: .none)
        let step = try restricted.binary(.multiply, parameter, direction)
        note(nil)
        places[Int(id)] = try restricted.binary(.add, input, step, span: span)
      case .constant: places[Int(id)] = try restricted.constant(constants[Int(node.a)], span: span)
      case .unary, .binary: places[Int(id)] = try restricted.apply(node.primitive, operands, span: span)
      case .wide:
        places[Int(id)] =
          node.primitive.isArray
          ? try restricted.apply(operation(id), operands, span: span)
          : try restricted.apply(node.primitive, operands, span: span)
      }
      note(id)
    }
    for path in guards { restricted.guardPath(places[Int(path.condition)], holds: path.holds, path.kind) }
    restricted.output = places[Int(output)]
    restricted.seal()
    return (restricted, origins, parameter)
  }
}
