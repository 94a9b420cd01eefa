/// A program as gates in Python: a class with `forward` and `backward` for each kind of gate, and a graph that calls them
/// in order and in reverse, as on a lecture's slides.
struct PythonGates {
  /// A gate of the program: its class, and the names of what goes in and of what comes out.
  private struct Step {
    var gate: String
    var operands: [String]
    var output: String
  }

  /// The classes by the text of their bodies.
  private var names: [[String]: String] = [:]
  private var classes: [String] = []
  private var steps: [Step] = []
  private var helpers: Set<String> = []
  private var inputs: [String] = []
  private let wrt: [String]
  private let output: String
  /// The value of a program that depends on nothing.
  private var constant: String?

  /// - Throws: A `Problem` if a graph has more nodes than the limit.
  init(_ graph: Graph, wrt: [Graph.NodeID], ties: Ties) throws(Problem) {
    var identifiers = Identifiers(reserved: PythonDialect.reserved.union(["self", "graph", "value", "gate"]))
    var places: [Graph.NodeID: String] = [:]
    for input in graph.inputs { places[input] = identifiers.claim(graph.name(ofInput: input)) }
    inputs = graph.inputs.map { places[$0] ?? "" }
    self.wrt = wrt.map { places[$0] ?? "" }
    let reached = graph.reached(from: [graph.output])
    var gates: [(id: Graph.NodeID, operands: [Graph.NodeID])] = []
    for index in graph.nodes.indices where reached[index] && !graph.isLeaf(Graph.NodeID(index)) {
      let id = Graph.NodeID(index)
      let label = graph.labels[id] ?? (id == graph.output ? "f" : nil)
      places[id] = label.map { identifiers.claim($0) } ?? identifiers.next()
      gates.append((id, graph.operands(of: id).filter { graph.nodes[Int($0)].kind != .constant }))
    }
    output = places[graph.output] ?? "f"
    if places[graph.output] == nil {
      constant = PythonDialect.number(graph.constants[Int(graph.nodes[Int(graph.output)].a)]).text
    }
    for (id, operands) in gates {
      let gate = try name(of: id, graph, ties)
      steps.append(Step(gate: gate, operands: operands.map { places[$0] ?? "" }, output: places[id] ?? ""))
    }
  }

  // MARK: - Classes

  /// Returns the name of a gate's class, which it adds if it is a new one. Operands that are constants are parts of it.
  private mutating func name(of id: Graph.NodeID, _ program: Graph, _ ties: Ties) throws(Problem) -> String {
    let constants = program.operands(of: id).filter { program.nodes[Int($0)].kind == .constant }
    let variables = program.operands(of: id).count - constants.count
    let parameters = variables == 1 ? ["x"] : variables == 2 ? ["x", "y"] : (0..<variables).map { "x\($0 + 1)" }

    // The gate alone, over symbols for its operands.
    var gate = Graph()
    var operands: [Graph.NodeID] = []
    for operand in program.operands(of: id) {
      let node = program.nodes[Int(operand)]
      operands.append(
        node.kind == .constant
          ? try gate.constant(program.constants[Int(node.a)])
          : try gate.input(parameters[gate.inputs.count], shape: program.shape(of: operand), span: .none))
    }
    gate.output = try gate.copy(of: id, in: program, operands)
    gate.seal()
    let forward = Workbench(Graph(), .piecewise, ties: ties)
    let inputs = gate.inputs.map { forward.input(gate.name(ofInput: $0), shape: gate.shape(of: $0)) }
    let value = forward.node(Evaluation.run(gate, inputs: inputs)[Int(gate.output)])
    let (lines, results, _) = try body(forward, [value], parameters)

    // On the way back its output is known, too.
    let backward = Workbench(Graph(), .piecewise, ties: ties)
    let saved = gate.inputs.map { backward.input(gate.name(ofInput: $0), shape: gate.shape(of: $0)) }
    var values = Evaluation.run(gate, inputs: saved)
    values[Int(gate.output)] = backward.input("z", shape: gate.shape(of: gate.output))
    let seed = backward.input("dz", shape: gate.shape(of: gate.output))
    let adjoints = Pullback.run(gate, values: values, active: gate.active(gate.inputs), seed: seed, ties: ties)
    let derivatives = gate.inputs.map { backward.node(adjoints[Int($0)].unbroadcast(to: gate.shape(of: $0))) }
    let (way, derived, used) = try body(backward, derivatives, parameters + ["z", "dz"])

    let kept = used.filter { $0 != "dz" }
    func list(_ prefix: String) -> String { kept.map { prefix + $0 }.joined(separator: ", ") }
    var text = ["    def forward(\((["self"] + parameters).joined(separator: ", "))):"] + lines
    text.append("        z = \(results[0])")
    if !kept.isEmpty { text.append("        \(list("self.")) = \(list(""))") }
    text += ["        return z", "", "    def backward(self, dz):"]
    if !kept.isEmpty { text.append("        \(list("")) = \(list("self."))") }
    text += way + ["        return [\(derived.joined(separator: ", "))]"]

    if let known = names[text] { return known }
    let primitive = "\(program.nodes[Int(id)].primitive)"
    let base = primitive.prefix(1).uppercased() + primitive.dropFirst() + (constants.isEmpty ? "" : "Constant") + "Gate"
    let count = names.values.count { $0 == base || $0.hasPrefix(base) && Int($0.dropFirst(base.count)) != nil }
    let name = count == 0 ? base : "\(base)\(count + 1)"
    names[text] = name
    classes += ["class \(name):"] + text + ["", ""]
    return name
  }

  /// Returns statements, the expressions of nodes behind them, and the names of the inputs that they use.
  private mutating func body(
    _ bench: Workbench, _ nodes: [Graph.NodeID], _ names: [String]
  ) throws(Problem) -> (lines: [String], results: [String], used: [String]) {
    let writer = PythonWriter(try GradientProgram(bench, nodes), name: "")
    let (lines, results) = writer.body(names)
    helpers.formUnion(writer.helpers)
    return (lines, results, zip(names, writer.program.inputs).filter { writer.reached[Int($0.1)] }.map(\.0))
  }

  // MARK: - Text

  func lines(_ source: SourceCode) -> [String] {
    let parameters = inputs.joined(separator: ", ")
    let call = source.header.lines(PythonDialect.call(source, inputs), comment: PythonDialect.comment)
    let gates = steps.map { step in
      let operands = step.operands.map { "\"\($0)\"" }.joined(separator: ", ")
      return "            (\(step.gate)(), [\(operands)], \"\(step.output)\"),"
    }
    let values = inputs.map { "\"\($0)\": np.asarray(\($0), dtype=float)" } + (constant.map { ["\"f\": \($0)"] } ?? [])
    let derivatives = wrt.map { "gradients[\"\($0)\"]" }.joined(separator: ", ")
    let definitions = PythonDialect.definitions(of: helpers)
    let imports = definitions.contains { $0.includes("math.") } ? ["import math", ""] : []
    return call + imports + ["import numpy as np", "", ""] + definitions.flatMap { [$0, "", ""] } + classes + [
      "class ComputationalGraph:",
      "    def __init__(self):",
      "        # Each gate, the values that go in, and the one that comes out, in the order of the forward pass.",
      "        self.gates = [",
    ] + gates + [
      "        ]",
      "",
      "    def forward(\((["self"] + inputs).joined(separator: ", "))):",
      "        self.values = {\(values.joined(separator: ", "))}",
      "        for gate, inputs, output in self.gates:",
      "            self.values[output] = gate.forward(*[self.values[name] for name in inputs])",
      "        return self.values[\"\(output)\"]",
      "",
      "    def backward(self):",
      "        gradients = {name: np.zeros_like(value) for name, value in self.values.items()}",
      "        gradients[\"\(output)\"] = np.asarray(1.0)",
      "        for gate, inputs, output in reversed(self.gates):",
      "            # The gates that a value goes into send back derivatives, which are added.",
      "            for name, derivative in zip(inputs, gate.backward(gradients[output])):",
      "                gradients[name] = gradients[name] + derivative",
      "        return [\(derivatives)]",
      "",
      "",
      "def \(source.name)(\(parameters)):",
      "    graph = ComputationalGraph()",
      "    with np.errstate(all=\"ignore\"):",
      "        value = graph.forward(\(parameters))",
      "        return value, tuple(graph.backward())",
    ]
  }
}
