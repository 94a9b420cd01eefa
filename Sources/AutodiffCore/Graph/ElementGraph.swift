/// A program whose arrays are inputs that are read element by element, as a program on numbers.
///
/// A loop over the elements of an array is such a program. Its sweeps take a tenth of the time over numbers, and an
/// adjoint of an element is one number and no array.
struct ElementGraph {
  /// The program on numbers; its inputs are the elements of the program's inputs, one after the other, without names.
  let graph: Graph
  /// The inputs of the graph that are the elements of each of the program's inputs.
  let parts: [Range<Int>]

  /// Takes a program's arrays apart.
  ///
  /// - Returns: nil if an array is anything but an input, or read otherwise than element by element.
  init?(_ program: Graph) {
    guard program.shape(of: program.output).isScalar else { return nil }
    var parts: [Range<Int>] = []
    var first = 0
    for input in program.inputs {
      let count = program.shape(of: input).count
      parts.append(first..<first + count)
      first += count
    }
    var nodes = ElementNodes(inputs: first, program)
    guard nodes.fill(program, parts) else { return nil }
    graph = Graph(
      ofNumbers: nodes.nodes, spans: nodes.spans, operandLists: nodes.lists, inputs: first, nodes.output, program)
    self.parts = parts
  }
}

/// The nodes of a program on numbers while it is made.
private struct ElementNodes {
  var nodes: [Graph.Node] = []
  var spans: [Span] = []
  var lists: [Graph.NodeID] = []
  /// The node of each node of the program; for an input that is an array, that of its first element.
  private var places: [Graph.NodeID]

  init(inputs: Int, _ program: Graph) {
    nodes.reserveCapacity(inputs + program.count)
    spans.reserveCapacity(inputs + program.count)
    for place in 0..<inputs {
      nodes.append(.init(kind: .input, primitive: .add, isVariable: true, a: UInt32(place)))
      spans.append(.none)
    }
    places = Array(repeating: 0, count: program.count)
  }

  var output: Graph.NodeID { places.last ?? 0 }

  /// Appends the nodes of a program.
  ///
  /// - Returns: A Boolean value indicating whether all arrays are read element by element.
  mutating func fill(_ program: Graph, _ parts: [Range<Int>]) -> Bool {
    for (input, part) in zip(program.inputs, parts) {
      places[Int(input)] = UInt32(part.lowerBound)
      for place in part { spans[place] = program.spans[Int(input)] }
    }
    for id in program.nodes.indices where program.nodes[id].kind != .input {
      let node = program.nodes[id]
      guard node.shape == 0 else { return false }
      let place = UInt32(nodes.count)
      switch node.kind {
      case .input: continue
      case .constant: nodes.append(node)
      case .unary, .binary:
        if program.nodes[Int(node.a)].shape != 0 { return false }
        if node.kind == .binary, program.nodes[Int(node.b)].shape != 0 { return false }
        nodes.append(
          .init(
            kind: node.kind, primitive: node.primitive, isVariable: node.isVariable, a: places[Int(node.a)],
            b: node.kind == .binary ? places[Int(node.b)] : 0))
      case .wide:
        if node.primitive.isArray {
          guard let element = program.element(Graph.NodeID(id)) else { return false }
          places[id] = places[Int(element.array)] + UInt32(element.place)
          continue
        }
        let start = UInt32(lists.count)
        for operand in program.operandLists[Int(node.a)..<Int(node.a + node.b)] {
          if program.nodes[Int(operand)].shape != 0 { return false }
          lists.append(places[Int(operand)])
        }
        nodes.append(
          .init(kind: .wide, primitive: node.primitive, isVariable: node.isVariable, a: start, b: node.b))
      }
      places[id] = place
      spans.append(program.spans[id])
    }
    places.append(places[Int(program.output)])
    return true
  }
}

extension Graph {
  /// Returns the element of an input that a node is; nil if it is anything else.
  fileprivate func element(_ id: NodeID) -> (array: NodeID, place: Int)? {
    let node = nodes[Int(id)]
    guard node.primitive.isPart, case .subscripts(let subscripts) = settings[Int(operandLists[Int(node.a + node.b)])]
    else { return nil }
    let array = operandLists[Int(node.a)]
    guard nodes[Int(array)].kind == .input else { return nil }
    var place = 0
    for (subscript_, length) in zip(subscripts, shape(of: array).lengths) {
      guard case .index(let index) = subscript_ else { return nil }
      place = place * length + index
    }
    return (array, place)
  }
}
