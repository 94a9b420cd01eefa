/// A graph as a picture to draw: gates, inputs and constants, and the wires between.
package struct Picture {
  /// An input, drawn as its name.
  package struct Input {
    /// The name of the input within the picture.
    package var id: String
    /// The name of the input in the program.
    package var name: String
    /// The sum of what the wires send back; nil for an input with one wire, and where no reverse pass is drawn.
    package var total: String?
  }

  /// A constant, drawn anew for each wire that comes from one.
  package struct Constant {
    /// The name of the constant within the picture.
    package var id: String
    /// The number, or the array as it is written.
    package var text: String
  }

  /// An operation, drawn as a circle.
  package struct Gate {
    /// The name of the gate within the picture.
    package var id: String
    /// The text in the circle.
    package var symbol: String
    /// The sign with the one operand that is a constant, such as `1 +`, and that constant's name within the picture; nil
    /// for other gates.
    package var folded: (text: String, constant: String)?
    /// The name that the program gives to its output.
    package var label: String?
    /// The formula of the gate, with the names of its operands.
    package var formula: String
    /// The sum of what several wires send back; nil for one wire, and where no reverse pass is drawn.
    package var total: String?
    /// The values that the gate keeps for the way back; nil if they are not asked for.
    package var saved: SavedValues?
    /// The names of the values that the gate keeps.
    package var savedNames: [String] = []
  }

  /// A wire from an input, a constant or a gate to a gate or to the output.
  package struct Wire {
    /// The name of the source within the picture.
    package var from: String
    /// The name of the target within the picture.
    package var to: String
    /// The place of the source among the operands of the target, counted from 0.
    package var place: Int
    /// The value that flows along the wire; nil for a constant's, and without a point.
    package var value: String?
    /// The contribution that the reverse pass sends back along the wire, 0 if it sends nothing; nil for a constant's,
    /// and where no reverse pass is drawn.
    package var gradient: String?
    /// The number or array that `gradient` is the text of.
    package var sent: Tensor?
  }

  /// The ways of writing arrays on wires.
  package enum Detail: Sendable {
    /// A few numbers, else the shape.
    case shapes
    /// The first and last of many numbers, with the shape.
    case abridged
  }

  /// The inputs, in their order.
  package private(set) var inputs: [Input] = []
  /// The constants, one for each wire that comes from one.
  package private(set) var constants: [Constant] = []
  /// The gates, in order of evaluation.
  package private(set) var gates: [Gate] = []
  /// The wires, by the gates they lead to.
  package private(set) var wires: [Wire] = []
  /// A Boolean value indicating whether the wires have values.
  package let hasValues: Bool
  /// A Boolean value indicating whether the wires have adjoints.
  package let hasGradients: Bool

  /// The greatest number of nodes that are drawn in layers.
  package static let mostNodes = 5000

  /// Returns the number of inputs and operations that a picture of a graph has.
  package static func size(of graph: Graph) -> Int {
    let reachable = graph.reachable
    return graph.inputs.count + reachable.indices.count { reachable[$0] && !graph.isLeaf(Graph.NodeID($0)) }
  }

  /// Draws a graph.
  ///
  /// - Parameter point: The point at which values and adjoints are taken; nil for the graph alone.
  /// - Parameter cotangent: The output's adjoint, in its shape; nil for 1, which only a scalar has.
  /// - Parameter number: The way in which numbers are written.
  /// - Parameter detail: The way in which arrays are written.
  /// - Parameter marksSaved: A Boolean value indicating whether gates say which values they keep.
  package init(
    _ graph: Graph, at point: Point<Tensor>? = nil, cotangent: Tensor? = nil, number: NumberText,
    detail: Detail = .shapes, marksSaved: Bool = false
  ) {
    hasValues = point != nil
    let names = NodeNames(graph)
    let text = WireText(graph, point, number, detail)
    // An array sends nothing back until its elements are weighted.
    let seed = point.flatMap { cotangent ?? ($0.value.scalar == nil ? nil : 1.0) }
    hasGradients = seed != nil
    var sent: [Slot: Tensor] = [:]
    var adjoints: [Tensor] = []
    if let point, let seed {
      var recorder = SentRecorder()
      adjoints = point.pullback(seed: seed, observer: &recorder)
      sent = recorder.sent
    }
    var saved =
      marksSaved ? SavedValues.Reader(graph, wrt: point?.wrt ?? graph.inputs, ties: point?.ties ?? .split) : nil
    var uses: [Graph.NodeID: Int] = [:]
    for id in names.operations { for operand in graph.operands(of: id) { uses[operand, default: 0] += 1 } }
    uses[graph.output, default: 0] += 1
    func total(_ id: Graph.NodeID) -> String? {
      guard !adjoints.isEmpty, uses[id] != 1 else { return nil }
      return text(adjoints[Int(id)].unbroadcast(to: graph.shape(of: id)))
    }
    for id in graph.inputs { inputs.append(Input(id: "n\(id)", name: names[id] ?? "", total: total(id))) }
    let definition = Formula(graph, style: .unicode, number: number) { names[$0] }
    let literal = Formula(graph, style: .unicode, number: number) { _ in nil }
    for id in names.operations {
      let operands = graph.operands(of: id)
      let constants = operands.indices.filter { graph.isLiteral(operands[$0]) }
      var gate = Gate(
        id: "n\(id)", symbol: Self.symbol(graph, id), label: graph.labels[id].flatMap { _ in names[id] },
        formula: "\(names[id] ?? "") = \(definition.definition(id))", total: total(id))
      if let place = constants.first, constants.count == 1, operands.count == 2 {
        gate.folded = Self.folded(graph, id, place, literal.text(operands[place])).map { ($0, "n\(id)c\(place)") }
      }
      if let values = saved?.values(of: id) {
        gate.saved = values
        gate.savedNames = values.names(of: id, graph, names)
      }
      gates.append(gate)
      for (place, operand) in operands.enumerated() {
        guard constants.contains(place) else {
          let sent = seed == nil ? nil : sent[Slot(node: id, place: place)] ?? 0.0
          wires.append(
            Wire(
              from: "n\(operand)", to: gate.id, place: place, value: text(operand), gradient: sent.map { text($0) },
              sent: sent))
          continue
        }
        // A constant is drawn anew at each gate that uses it, so that no long wires cross the picture.
        self.constants.append(Constant(id: "n\(id)c\(place)", text: literal.text(operand)))
        wires.append(Wire(from: "n\(id)c\(place)", to: gate.id, place: place))
      }
    }
    let output = graph.output
    let isConstant = graph.isLiteral(output)
    if isConstant { constants.append(Constant(id: "n\(output)", text: literal.text(output))) }
    wires.append(
      Wire(
        from: "n\(output)", to: Self.outputID, place: 0, value: text(output),
        gradient: isConstant ? nil : seed.map { text($0) }, sent: isConstant ? nil : seed))
  }

  /// The name of the output within the picture.
  package static let outputID = "f"
}

extension Picture {
  /// Returns the sign of an operation between two operands with the one that is a constant; nil for other operations.
  private static func folded(_ graph: Graph, _ id: Graph.NodeID, _ place: Int, _ constant: String) -> String? {
    let node = graph.nodes[Int(id)]
    guard node.kind == .binary, graph.shape(of: graph.operands(of: id)[place]).isScalar,
      case .infix = node.primitive.gate.notation, constant.utf8.count <= 8
    else { return nil }
    let sign = drawn(symbol(graph, id))
    let gap = node.primitive == .power ? "" : " "
    let number = place == 1 && constant.unicodeScalars.first == "−" ? "(\(constant))" : constant
    return place == 0 ? number + gap + sign : sign + gap + number
  }

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

  /// Returns the symbol of a gate as it is drawn: signs of arithmetic are those of print.
  static func drawn(_ symbol: String) -> String { symbol == "*" ? "×" : symbol == "-" ? "−" : symbol }
}

/// The texts of values on wires.
private struct WireText {
  let graph: Graph
  let point: Point<Tensor>?
  let number: NumberText
  let detail: Picture.Detail

  init(_ graph: Graph, _ point: Point<Tensor>?, _ number: NumberText, _ detail: Picture.Detail) {
    self.graph = graph
    self.point = point
    self.number = number
    self.detail = detail
  }

  /// Returns the value of a node; without a point the shape of an array.
  func callAsFunction(_ id: Graph.NodeID) -> String? {
    if graph.isLiteral(id), id != graph.output { return nil }
    guard let point else { return graph.shape(of: id).isScalar ? nil : text(graph.shape(of: id)) }
    let value = point.values[Int(id)]
    if let truth = value.scalar, !graph.isLeaf(id), graph.nodes[Int(id)].primitive.isCondition {
      return truth != 0 ? "true" : "false"
    }
    return self(value)
  }

  /// Returns a few numbers as they are, and for more the shape or an abridged text.
  func callAsFunction(_ value: Tensor) -> String {
    if value.count <= 4 { return ArrayText(number).line(value) }
    guard detail == .abridged, value.shape.rank == 1 else { return text(value.shape) }
    let line = ArrayText(number).line(value, upTo: Self.short)
    return TextWidth.of(line) > Self.most ? text(value.shape) : line
  }

  /// The number of characters above which a vector is abridged.
  private static let short = 18
  /// The number of characters above which an abridged vector gives way to its shape.
  private static let most = 28

  /// Returns a shape; a vector's length has a word, or it would be taken for a value.
  private func text(_ shape: Shape) -> String {
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
