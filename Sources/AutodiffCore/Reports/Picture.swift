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
    package var gradient: Double?
  }

  package private(set) var inputs: [(id: String, name: String)] = []
  package private(set) var constants: [(id: String, text: String)] = []
  package private(set) var gates: [Gate] = []
  package private(set) var wires: [Wire] = []
  package let hasValues: Bool

  /// - Parameter point: where to take values and adjoints; nil: the bare graph.
  package init(_ graph: Graph, at point: Point? = nil, number: NumberText) {
    hasValues = point != nil
    let names = NodeNames(graph)
    var sent: [Slot: Double] = [:]
    if let point {
      var recorder = SentRecorder()
      _ = point.pullback(observer: &recorder)
      sent = recorder.sent
    }
    for id in graph.inputs {
      inputs.append(("n\(id)", names[id] ?? ""))
    }
    for id in names.operations {
      let gate = graph.nodes[Int(id)].primitive.gate
      gates.append(Gate(id: "n\(id)", symbol: gate.name, label: graph.labels[id].flatMap { _ in names[id] }))
      for (place, operand) in graph.operands(of: id).enumerated() {
        let node = graph.nodes[Int(operand)]
        var source = "n\(operand)"
        if node.kind == .constant {
          // A constant is drawn anew at each gate that uses it, so that no long wires cross the picture.
          source = "n\(id)c\(place)"
          constants.append((source, number(graph.constants[Int(node.a)])))
        }
        wires.append(
          Wire(
            from: source, to: "n\(id)",
            value: node.kind == .constant ? nil : point.map { Self.text($0, operand, number) },
            gradient: sent[Slot(node: id, place: place)] ?? (node.kind == .constant || point == nil ? nil : 0)))
      }
    }
    let output = graph.output
    let isConstant = graph.nodes[Int(output)].kind == .constant
    if isConstant { constants.append(("n\(output)", number(graph.constants[Int(graph.nodes[Int(output)].a)]))) }
    wires.append(
      Wire(
        from: "n\(output)", to: "f", value: point.map { Self.text($0, output, number) },
        gradient: point == nil || isConstant ? nil : 1))
  }
}

extension Picture {
  private static func text(_ point: Point, _ id: Graph.NodeID, _ number: NumberText) -> String {
    let value = point.values[Int(id)]
    let node = point.graph.nodes[Int(id)]
    let isCondition = !point.graph.isLeaf(id) && node.primitive.isCondition
    return isCondition ? (value != 0 ? "true" : "false") : number(value)
  }
}

private struct Slot: Hashable {
  var node: Graph.NodeID
  var place: Int
}

private struct SentRecorder: PullbackObserver {
  var sent: [Slot: Double] = [:]
  mutating func contribute(_ contribution: Contribution<Double>) {
    sent[Slot(node: contribution.from, place: contribution.place)] = contribution.value
  }
}
