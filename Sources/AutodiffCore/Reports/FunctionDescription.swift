/// The description of one function or operator of the language, read from its row, as `autodiff functions NAME` shows it.
package struct FunctionDescription {
  private let primitive: Primitive
  /// The function's name, or the sign of the operator.
  package let name: String
  /// The other names that are accepted.
  package let aliases: [String]
  /// The summary in a line.
  package let summary: String
  /// The call with its parameters, such as `leaky_relu(x[, a])`.
  package let call: String
  /// The formula in more elementary functions; nil if there is none.
  package let definition: String?
  /// The formula of the derivative by each parameter, or of the contribution to its adjoint.
  package let derivatives: [(parameter: String, formula: String)]
  /// The shapes that the function takes and gives; nil if it works element by element.
  package let shapes: String?
  /// The numbers at which the function is defined.
  package let domain: String
  /// The convention at kinks; nil if there is no kink.
  package let convention: String?

  /// Describes a primitive by reading its rules over symbols.
  package init(_ primitive: Primitive) {
    let gate = primitive.gate
    let spellings = gate.spellings
    self.primitive = primitive
    name = spellings.first ?? gate.name
    aliases = Array(spellings.dropFirst())
    summary = gate.summary
    domain = gate.domainText
    shapes = gate.signature.text
    convention = gate.convention
    let parameters = gate.parameters ?? (gate.arity == .exactly(1) ? ["x"] : ["x", "y"])
    let named = gate.signature.named.map { "[, \($0.rawValue)=\(gate.signature.usual($0))]" }.joined()
    switch gate.arity {
    case .exactly: call = "\(name)(\(parameters.joined(separator: ", "))\(named))"
    case .between(let least, _):
      call =
        "\(name)(\(parameters.prefix(least).joined(separator: ", "))"
        + parameters.dropFirst(least).map { "[, \($0)]" }.joined() + named + ")"
    case .atLeast: call = "\(name)(\(parameters.joined(separator: ", ")), ...\(named))"
    }

    let bench = Workbench(Graph(), spellsOut: true)
    let example = gate.signature.example
    let operands = parameters.enumerated().map { place, name in
      bench.input(name, shape: place < example.count ? example[place] : .scalar)
    }
    let row = Gate<Symbol>.table[Int(primitive.rawValue)]
    func formula(_ symbol: Symbol) -> String {
      let id = bench.node(symbol)
      return Formula(bench.graph, style: .language) { _ in nil }.text(id)
    }
    definition = row.shownDefinition.map { formula($0(operands)) }
    if case .array(let rule) = row.derivative {
      let arguments = Array(operands.prefix(example.count))
      derivatives = arguments.indices.map { place in
        (
          parameters[place],
          gate.derivativeText ?? Self.formula(rule, primitive, arguments, place, bench)
        )
      }
      return
    }
    let output = Symbol.apply(primitive, operands)
    switch row.derivative {
    case .none, .array: derivatives = [(parameters[0], "0")]
    case .unary(let rule): derivatives = [(parameters[0], formula(rule(operands[0], output)))]
    case .binary(let first, let second):
      derivatives = [
        (parameters[0], formula(first(operands[0], operands[1], output))),
        (parameters[1], formula(second(operands[0], operands[1], output))),
      ].filter { $0.1 != "nan" }
    case .extremum(let order, _):
      // The rule compares with the output, which has no name here.
      let sign = order.wins.gate.name
      derivatives = [
        ("x", "if(x \(sign) y, 1, if(x == y, 1/2, 0))"), ("y", "if(y \(sign) x, 1, if(x == y, 1/2, 0))"),
      ]
    case .many(let rule):
      derivatives = zip(parameters, rule(operands, output)).map { ($0, formula($1)) }
        .filter { primitive != .choose || $0.0 != "condition" }
    }
  }

  /// A Boolean value indicating whether derivatives are given as contributions to adjoints, because there is no array
  /// of local ones.
  private var isPullback: Bool {
    guard primitive.isArray else { return false }
    if case .array(.gradient) = Gate<Symbol>.table[Int(primitive.rawValue)].derivative { return false }
    return true
  }

  private static func formula(
    _ rule: ArrayRule<Symbol>, _ primitive: Primitive, _ operands: [Symbol], _ place: Int, _ bench: Workbench
  ) -> String {
    guard let (shape, setting) = try? primitive.signature.result(operands.map(\.shape), axis: nil) else { return "" }
    let target = if case .reshape = primitive.signature { Shape([2, 3]) } else { shape }
    let operation = ArrayOperation(primitive, setting, shape: target)
    let output = Symbol.apply(operation, operands)
    let edge = ArrayEdge(operation: operation, operands: operands, output: output, place: place)
    var names: [Graph.NodeID: String] = [:]
    if case .node(let id, _) = output { names[id] = "y" }
    let symbol: Symbol
    if let local = edge.local(.array(rule)) {
      symbol = local
    } else {
      symbol = edge.pull(bench.input("y_bar", shape: target), .array(rule), selects: false)
    }
    let id = bench.node(symbol)
    return Formula(bench.graph, style: .language) { names[$0] }.text(id)
  }

  /// The facts below the summary, each with its title.
  package var facts: [(title: String, text: String)] {
    var facts: [(title: String, text: String)] = []
    if !aliases.isEmpty { facts.append(("also", aliases.joined(separator: ", "))) }
    if let definition { facts.append(("definition", definition)) }
    if let shapes { facts.append(("shapes", shapes)) }
    for (parameter, formula) in derivatives {
      facts.append((isPullback ? "\(parameter)_bar" : "d/d\(parameter)", formula))
    }
    facts.append(("domain", domain))
    if let convention { facts.append(("at kinks", convention)) }
    return facts
  }

  /// The description as lines for people.
  package var lines: [String] {
    [call, "  " + summary] + facts.map { "  " + TextWidth.padded($0.title, to: 12, .left) + $0.text }
  }

  /// The description as JSON.
  package var json: JSON {
    .object([
      ("name", .string(name)), ("aliases", .array(aliases.map(JSON.string))), ("call", .string(call)),
      ("summary", .string(summary)), ("definition", .optional(definition)),
      ("derivatives", .object(derivatives.map { ($0.parameter, .string($0.formula)) })), ("domain", .string(domain)),
      ("convention", .optional(convention)), ("shapes", .optional(shapes)),
    ])
  }
}
