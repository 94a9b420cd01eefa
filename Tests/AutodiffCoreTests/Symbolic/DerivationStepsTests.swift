import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Derivations in steps: each step is true, and the last one is the derivative.
@Suite(.namesCases) struct DerivationStepsTests {
  private func lines(
    _ text: String, by name: String = "x", _ shapes: [(String, Shape)] = [], style: FormulaStyle = .language
  ) throws -> [DerivationLine] {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.0)),
      shapes: shapes.map { .init(name: $0.0, shape: $0.1) })
    let input = try #require(graph.inputs.first { graph.name(ofInput: $0) == name })
    var told: Set<String> = []
    let part = try #require(try WorkedDerivation(graph, wrt: [input], order: 1, ties: .split).parts.first)
    return try DerivationText(
      part, style: style, number: NumberText(), function: "f", label: "df/d\(name)", result: "the result", told: &told
    ).lines
  }

  // MARK: - Rules

  @Test func rules() {
    forEach([
      ("x^2*sin(3*x)", ["product rule", "power rule", "chain rule, derivative of sin", "constant factor"]),
      ("sin(x)/x", ["quotient rule", "derivative of sin"]),
      ("1/(x + 1)", ["reciprocal rule", "sum rule"]),
      ("3*x*y/2 - 1", ["sum rule", "constant factor"]),
      ("2^x", ["derivative of a^u"]),
      ("x^x", ["power rule with a moving exponent"]),
      ("exp(-x)", ["chain rule, derivative of e^u", "constant factor"]),
      ("(x^2 + 1)^3", ["chain rule, power rule", "sum rule", "power rule"]),
      (
        "if(x > 0, x^2, y)",
        ["one case at a time, the side not chosen gets nothing", "power rule"]
      ),
      ("abs(x)", ["derivative of abs, 0 at 0"]), ("x", ["derivative of the variable itself"]),
      ("y*0 + 0*x", ["sum rule", "constant factor"]),
    ]) { (text, expected) throws in
      let names = try lines(text).map(\.rule).filter { $0 != "put together" && $0 != "simplify" }
      #expect(names.filter { !$0.hasPrefix("rewrite") } == expected)
    }
  }

  @Test func rulesOfArrays() {
    let shapes = [
      ("A", Shape([3, 2])), ("X", Shape([2, 3])), ("S", Shape([2, 2])), ("x", Shape([2])), ("b", Shape([3])),
    ]
    forEach([
      (
        "sum((A@x - b)^2)", "x",
        ["derivative of a sum of elements", "chain rule, power rule", "sum rule", "constant factor"]
      ),
      ("trace(A@X)", "X", ["derivative of a trace", "constant factor"]),
      ("x'@S@x", "x", ["product rule for matrices", "constant factor"]),
      ("sum(inv(S))", "S", ["derivative of a sum of elements", "derivative of an inverse"]),
      ("log(det(S))", "S", ["chain rule, derivative of log", "derivative of a determinant"]),
      ("mean(softmax(x))", "x", ["derivative of a mean", "derivative of softmax"]),
      ("x[1]*x[2]", "x", ["product rule", "derivative of a part", "derivative of a part"]),
      ("S'@x", "S", ["constant factor", "derivative of a transpose"]),
      ("cumsum(x)", "x", ["cumsum is linear"]),
    ]) { (text, name, expected) throws in
      let rules = try lines(text, by: name, shapes).map(\.rule).filter { !$0.hasPrefix("read off") }
      #expect(rules.filter { $0 != "put together" } == expected)
    }
  }

  @Test func equations() {
    forEach([
      (
        "x^2*sin(3*x)",
        [
          "d/dx[x^2*sin(3*x)] = x^2*d/dx[sin(3*x)] + sin(3*x)*d/dx[x^2]", "d/dx[x^2] = 2*x",
          "d/dx[sin(3*x)] = cos(3*x)*d/dx[3*x]", "d/dx[3*x] = 3", "df/dx = x^2*(cos(3*x)*3) + sin(3*x)*(2*x)",
        ]
      ),
      ("y = x^2; sin(y)", ["d/dx[sin(y)] = cos(y)*d/dx[y]", "d/dx[y] = 2*x", "df/dx = cos(y)*(2*x)"]),
      ("if(x > 0, x^2, 1)", ["d/dx[if(x > 0, x^2, 1)] = if(x > 0, d/dx[x^2], 0)", "d/dx[x^2] = 2*x"]),
      ("floor(x)*x", ["d/dx[floor(x)*x] = floor(x) + x*d/dx[floor(x)]", "d/dx[floor(x)] = 0"]),
      ("x^(1/3)", ["d/dx[x^(1/3)] = 1/(3*x^(2/3))"]),
    ]) { (text, expected) throws in
      #expect(try lines(text).map { "\($0.of) = \($0.gives)" }.prefix(expected.count) == expected[...])
    }
  }

  @Test func general() throws {
    let told = try lines("x^2*sin(3*x) + exp(x)/x").compactMap(\.general)
    #expect(
      told == [
        "d(u + v) = du + dv", "d(u*v) = u*dv + v*du", "d(u^n) = n*u^(n - 1)*du", "d(sin(u)) = cos(u)*du",
        "d(c*u) = c*du", "d(u/v) = (v*du - u*dv)/v^2", "d(exp(u)) = exp(u)*du",
      ])
  }

  /// Long parts get names, each explained before it is used.
  @Test func longParts() throws {
    let text = "sin(x + 2*x + 3*x + 4*x + 5*x + 6*x + 7*x)*exp(x)"
    let lines = try lines(text)
    let place = try #require(lines.firstIndex { $0.rule == "substitute" })
    #expect(lines[place].of == "u1")
    #expect(lines[place].gives.hasPrefix("x + 2*x"))
    #expect(!lines[..<place].contains { $0.gives.includes("u1") })
    #expect(lines.contains { $0.of == "d/dx[u1]" })
  }

  /// A long derivation is cut, and ends with the derivative nevertheless.
  @Test func cut() throws {
    let text = (1...200).map { "sin(\($0)*x)" }.joined(separator: "*")
    let graph = try Graph(program: text)
    let steps = DerivationSteps(graph, by: graph.inputs[0], ties: .split)
    #expect(steps.steps.count == DerivationSteps.most)
    #expect(steps.leftOut > 300)
    #expect(try lines(text).last?.gives == "the result")
  }

  // MARK: - Truth

  /// Each step, evaluated with the numbers of a sweep over the whole program in place of its letters, gives the number
  /// that the sweep has for the step's node.
  private func expectTrue(_ graph: Graph, _ inputs: [Tensor], _ title: String) throws {
    let values = Evaluation.run(graph, inputs: inputs)
    var random = SplitMix64(seed: 7)
    for (place, input) in graph.inputs.enumerated() {
      let shape = graph.shape(of: input)
      let direction =
        shape.isScalar
        ? Tensor.scalar(1) : Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -1...1, using: &random) })
      let tangents = Pushforward.run(graph, values: values, direction: [(input, direction)])
      let steps = DerivationSteps(graph, by: input, ties: .split)
      var writer = try TermWriter(steps.algebra, inputs: steps.letters.map { ($0.name, $0.shape) }, named: [])
      try writer.write(steps.steps.map(\.gives))
      let numbers = steps.letters.map { letter -> Tensor in
        switch letter.meaning {
        case .value(let node): values[Int(node)].unbroadcast(to: letter.shape)
        case .change(let node): tangents[Int(node)].unbroadcast(to: letter.shape)
        case .name, .changeOf: Tensor.scalar(0.5).unbroadcast(to: letter.shape)
        }
      }
      let results = Evaluation.run(writer.graph, inputs: numbers)
      for step in steps.steps {
        let own = graph.shape(of: step.node)
        let expected = tangents[Int(step.node)].unbroadcast(to: own).elements
        let actual = results[Int(writer.node(of: step.gives))].unbroadcast(to: own).elements
        let scale = expected.reduce(1e-3) { max($0, abs($1)) }
        #expect(
          // A textbook's sinc'(u) is 0/0 at 0.
          zip(expected, actual).allSatisfy { abs($0 - $1) <= 1e-7 * scale || $0.isNaN || $0 == 0 && $1.isNaN },
          "\(step.rule) in \(title) by \(place): \(actual) for \(expected)")
      }
      if let part = try WorkedDerivation(graph, wrt: [input], order: 1, ties: .split).parts.first {
        for style in [FormulaStyle.language, .latex] {
          var told: Set<String> = []
          let text = try DerivationText(
            part, style: style, number: NumberText(), function: "f", label: "df", result: "result", told: &told)
          #expect(text.lines.last?.gives == "result")
        }
      }
    }
  }

  @Test func stepsOfRandomProgramsAreTrue() throws {
    var generator = ProgramGenerator(seed: 11)
    for _ in 0..<80 {
      let program = generator.next()
      let graph = try Graph(program: program.text, boundNames: program.names)
      let values = Dictionary(uniqueKeysWithValues: zip(program.names, program.values))
      try expectTrue(graph, graph.orderedInputNames.map { .scalar(values[$0] ?? .nan) }, program.text)
    }
  }

  @Test func stepsOfRandomProgramsOnArraysAreTrue() throws {
    var generator = TensorProgramGenerator(seed: 12)
    var met: Set<Primitive> = []
    for _ in 0..<120 {
      let program = generator.next()
      let point = try Point(program: program.text, at: program.inputs)
      met.formUnion(point.graph.nodes.map(\.primitive))
      let values = Dictionary(uniqueKeysWithValues: program.inputs.map { ($0.name, $0.value) })
      let inputs = point.graph.orderedInputNames.map { values[$0] ?? .scalar(.nan) }
      try expectTrue(point.graph, inputs, program.description)
    }
    #expect(met.count(where: \.isArray) > 40)
  }
}
