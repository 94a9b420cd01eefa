/// A graph as a picture to draw: gates, inputs and constants, and the wires between.
package struct Picture {
  /// An operation, drawn as a circle.
  package struct Gate {
    /// The name of the gate within the picture.
    package var id: String
    /// The text in the circle.
    package var symbol: String
    /// The name that the program gives to its output.
    package var label: String?
  }

  /// A wire from an input, a constant or a gate to a gate or to the output.
  package struct Wire {
    /// The name of the source within the picture.
    package var from: String
    /// The name of the target within the picture.
    package var to: String
    /// The value that flows along the wire; nil for a constant's, and without a point.
    package var value: String?
    /// The contribution that the reverse pass sends back along the wire, 0 if it sends nothing; nil for a constant's,
    /// and where no reverse pass is drawn.
    package var gradient: String?
  }

  /// The inputs with their names within the picture and in the program.
  package private(set) var inputs: [(id: String, name: String)] = []
  /// The constants, one for each wire that comes from one.
  package private(set) var constants: [(id: String, text: String)] = []
  /// The gates, in order of evaluation.
  package private(set) var gates: [Gate] = []
  /// The wires, by the gates they lead to.
  package private(set) var wires: [Wire] = []
  /// A Boolean value indicating whether the wires have values.
  package let hasValues: Bool

  /// Draws a graph.
  ///
  /// - Parameter point: The point at which values and adjoints are taken; nil for the graph alone.
  /// - Parameter cotangent: The output's adjoint, in its shape; nil for 1, which only a scalar has.
  /// - Parameter number: The way in which numbers are written.
  package init(_ graph: Graph, at point: Point<Tensor>? = nil, cotangent: Tensor? = nil, number: NumberText) {
    hasValues = point != nil
    let names = NodeNames(graph)
    var sent: [Slot: Tensor] = [:]
    // An array without a value is labelled by its shape.
    let literal = Formula(graph, style: .unicode, number: number) { _ in nil }
    func label(_ id: Graph.NodeID) -> String? {
      point.map { Self.text($0, id, number) } ?? (graph.shape(of: id).isScalar ? nil : Self.text(graph.shape(of: id)))
    }
    // An array sends nothing back until its elements are weighted.
    let seed = point.flatMap { cotangent ?? ($0.value.scalar == nil ? nil : 1.0) }
    if let point, let seed {
      var recorder = SentRecorder()
      _ = point.pullback(seed: seed, observer: &recorder)
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
            gradient: isLiteral || seed == nil
              ? nil : sent[Slot(node: id, place: place)].map { Self.text($0, number) } ?? "0"))
      }
    }
    let output = graph.output
    let isConstant = graph.isLiteral(output)
    if isConstant { constants.append(("n\(output)", literal.text(output))) }
    wires.append(
      Wire(
        from: "n\(output)", to: "f", value: label(output),
        gradient: isConstant ? nil : seed.map { Self.text($0, number) }))
  }
}

extension Picture {
  /// Returns the text in a gate's circle: the sign or name of the operation, or the place of a part of an array.
  private static func symbol(_ graph: Graph, _ id: Graph.NodeID) -> String {
    let primitive = graph.nodes[Int(id)].primitive
    guard graph.nodes[Int(id)].kind == .wide else { return primitive.shownName }
    switch primitive.arrayNotation {
    case .list: return "[ ]"
    case .part: return Formula.subscripts(graph.operation(id), of: graph.shape(of: graph.operands(of: id)[0]))
    case .call, .callWithLengths, .callWithAxes, .callWithNumber, .callWithWindows, .named, .sign, .partAtIndices,
      .placement,
      .placementAtIndices,
      .sumToShape, .unwritten:
      return primitive.operationName
    }
  }

  private static func text(_ point: Point<Tensor>, _ id: Graph.NodeID, _ number: NumberText) -> String {
    let value = point.values[Int(id)]
    let node = point.graph.nodes[Int(id)]
    if let truth = value.scalar, !point.graph.isLeaf(id), node.primitive.isCondition {
      return truth != 0 ? "true" : "false"
    }
    return text(value, number)
  }

  /// Returns a few numbers as they are, and for more the shape.
  private static func text(_ value: Tensor, _ number: NumberText) -> String {
    value.count > 4 ? text(value.shape) : ArrayText(number).line(value)
  }

  /// Returns a shape; a vector's length has a word, or it would be taken for a value.
  private static func text(_ shape: Shape) -> String {
    shape.rank == 1 ? "\(shape.text) element\(shape.count == 1 ? "" : "s")" : shape.text
  }
}

/// An operand of an operation, given by its node and its place.
private struct Slot: Hashable {
  var node: Graph.NodeID
  var place: Int
}

/// The observer of a pullback that keeps the contribution to each operand.
private struct SentRecorder: PullbackObserver {
  var sent: [Slot: Tensor] = [:]
  mutating func contribute(_ contribution: Contribution<Tensor>) {
    sent[Slot(node: contribution.from, place: contribution.place)] = contribution.value
  }
}
