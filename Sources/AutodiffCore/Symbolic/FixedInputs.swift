/// Programs in which numbers stand in the place of inputs.
extension Graph {
  /// Returns this program with numbers in the place of some inputs, which it has no longer.
  ///
  /// - Parameter numbers: The numbers, by the inputs' names.
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  package func fixing(_ numbers: [String: Double]) throws(Problem) -> Graph {
    var limits = Limits()
    limits.freeMemory = freeMemory
    var result = Graph(limits: limits)
    var places = [NodeID](repeating: 0, count: count)
    for input in inputs where numbers[name(ofInput: input)] == nil {
      places[Int(input)] = try result.input(name(ofInput: input), shape: shape(of: input), span: spans[Int(input)])
    }
    for (id, node) in nodes.enumerated() {
      let own = NodeID(id)
      switch node.kind {
      case .input:
        if let number = numbers[name(ofInput: own)] { places[id] = try result.constant(number) }
      case .constant: places[id] = try result.constant(constants[Int(node.a)])
      case .unary: places[id] = try result.unary(node.primitive, places[Int(node.a)])
      case .binary: places[id] = try result.binary(node.primitive, places[Int(node.a)], places[Int(node.b)])
      case .wide:
        let operands = operands(of: own).map { places[Int($0)] }
        places[id] =
          node.primitive.isArray
          ? try result.apply(operation(own), operands) : try result.apply(node.primitive, operands)
      }
    }
    result.output = places[Int(output)]
    return result
  }
}
