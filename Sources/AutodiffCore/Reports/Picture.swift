/// A graph as something to draw: gates, what flows into them, and the wires between.
package struct Picture {
  package struct Gate {
    package var id: String
    package var symbol: String
    /// The name that the program gives to its output.
    package var label: String?
  }

  package struct Wire {
    package var from: String
    package var to: String
    /// What flows along it; nil on a constant's, and where no point is given.
    package var value: String?
    /// What the reverse pass sends back along this wire, 0 where it sends nothing; nil on a constant's.
    package var gradient: String?
  }

  package private(set) var inputs: [(id: String, name: String)] = []
  package private(set) var constants: [(id: String, text: String)] = []
  package private(set) var gates: [Gate] = []
  package private(set) var wires: [Wire] = []
  package let hasValues: Bool

  /// - Parameter point: where to take values and adjoints; nil: the bare graph.
  package init(_ graph: Graph, at point: Point<Tensor>? = nil, number: NumberText) {
    hasValues = point != nil
    let names = NodeNames(graph)
    var sent: [Slot: Tensor] = [:]
    // What no wire says of an array, its shape does.
    let literal = Formula(graph, style: .unicode, number: number) { _ in nil }
    func label(_ id: Graph.NodeID) -> String? {
      point.map { Self.text($0, id, number) } ?? (graph.shape(of: id).isScalar ? nil : Self.text(graph.shape(of: id)))
    }
    // An array sends nothing back until one of its elements is chosen.
    if let point, point.value.scalar != nil {
      var recorder = SentRecorder()
      _ = point.pullback(observer: &recorder)
      sent = recorder.sent
    }
    for id in graph.inputs {
      inputs.append(("n\(id)", names[id] ?? ""))
    }
    for id in names.operations {
      gates.append(
        Gate(id: "n\(id)", symbol: Self.symbol(graph, id), label: graph.labels[id].flatMap { _ in names[id] }))
      for (place, operand) in graph.operands(of: id).enumerated() {
        var source = "n\(operand)"
        let isLiteral = graph.isLiteral(operand)
        if isLiteral {
          // A constant is drawn anew at each gate that uses it, so that no long wires cross the picture.
          source = "n\(id)c\(place)"
          constants.append((source, literal.text(operand)))
        }
        wires.append(
          Wire(
            from: source, to: "n\(id)", value: isLiteral ? nil : label(operand),
            gradient: isLiteral || point == nil
              ? nil : sent[Slot(node: id, place: place)].map { Self.text($0, number) } ?? "0"))
      }
    }
    let output = graph.output
    let isConstant = graph.isLiteral(output)
    if isConstant { constants.append(("n\(output)", literal.text(output))) }
    wires.append(
      Wire(
        from: "n\(output)", to: "f", value: label(output),
        gradient: isConstant ? nil : point.flatMap { $0.value.scalar == nil ? nil : "1" }))
  }
}

extension Picture {
  /// What stands in the circle; of a part of an array its place.
  private static func symbol(_ graph: Graph, _ id: Graph.NodeID) -> String {
    let primitive = graph.nodes[Int(id)].primitive
    guard graph.nodes[Int(id)].kind == .wide, primitive == .slice || primitive == .stack else {
      return primitive.gate.name
    }
    return primitive == .stack
      ? "[ ]" : Formula.subscripts(graph.operation(id), of: graph.shape(of: graph.operands(of: id)[0]))
  }

  private static func text(_ point: Point<Tensor>, _ id: Graph.NodeID, _ number: NumberText) -> String {
    let value = point.values[Int(id)]
    let node = point.graph.nodes[Int(id)]
    if let truth = value.scalar, !point.graph.isLeaf(id), node.primitive.isCondition {
      return truth != 0 ? "true" : "false"
    }
    return text(value, number)
  }

  /// A few numbers as they are, of more the shape.
  private static func text(_ value: Tensor, _ number: NumberText) -> String {
    value.count > 4 ? text(value.shape) : ArrayText(number).line(value)
  }

  /// A length alone would be taken for a value.
  private static func text(_ shape: Shape) -> String {
    shape.rank == 1 ? "\(shape.text) element\(shape.count == 1 ? "" : "s")" : shape.text
  }
}

private struct Slot: Hashable {
  var node: Graph.NodeID
  var place: Int
}

private struct SentRecorder: PullbackObserver {
  var sent: [Slot: Tensor] = [:]
  mutating func contribute(_ contribution: Contribution<Tensor>) {
    sent[Slot(node: contribution.from, place: contribution.place)] = contribution.value
  }
}
