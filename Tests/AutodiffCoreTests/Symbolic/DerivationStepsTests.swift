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
    let part = try #require(try WorkedDerivation(graph, wrt: [input], order: 1, ties: .split).parts.first)
    return try Self.lines(part, style, "df/d\(name)")
  }

  private static func lines(
    _ part: WorkedDerivation.Part, _ style: FormulaStyle, _ label: String,
    definitions: [(name: String, text: String)] = []
  ) throws -> [DerivationLine] {
    var told: Set<String> = []
    let goal = DerivationGoal(
      function: "f", label: label, result: "the result", plainResult: "the result", definitions: definitions,
      taken: definitions.map(\.name))
    return try DerivationText(
      part, style: style, number: NumberText(), goal: goal, told: &told
    ).lines
  }

  /// The names of lines that are no steps.
  private static func isEnd(_ rule: String) -> Bool {
    ["put together", "simplify", "rewrite", "read off", "shift"].contains { rule.hasPrefix($0) }
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
      #expect(try lines(text).map(\.rule).filter { !Self.isEnd($0) } == expected)
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
      #expect(try lines(text, by: name, shapes).map(\.rule).filter { !Self.isEnd($0) } == expected)
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

  /// Parts are explained before they are used, also those within others, and those of the derivative's formula.
  @Test func namesAreExplainedBeforeTheyAreUsed() throws {
    let inner = "(x + 2*x + 3*x + 4*x + 5*x + 6*x)"
    let programs = [
      "sin\(inner)*exp(x)", "sin(cos\(inner)*\(inner) + tan\(inner) + 2*x + 3*x + 4*x + 5*x)*x",
      "log(1 + exp(sin(cos\(inner)*\(inner) + x^2 + x^3 + x^4 + x^5) + x + 2*x + 3*x + 4*x)) + \(inner)^2",
    ]
    for program in programs {
      let graph = try Graph(program: program)
      let part = try #require(try WorkedDerivation(graph, wrt: [graph.inputs[0]], order: 1, ties: .split).parts.first)
      var known: Set<String> = []
      for line in try Self.lines(part, .language, "df/dx", definitions: [("v1", "x^2"), ("v2", "v1 + x")]) {
        let used = Self.partNames(in: line.gives).union(Self.partNames(in: line.of))
        if line.rule == "substitute" {
          #expect(Self.partNames(in: line.gives).isSubset(of: known), "\(line) in \(program)")
          known.formUnion(Self.partNames(in: line.of))
        } else {
          #expect(used.isSubset(of: known), "\(line) in \(program)")
        }
      }
      #expect(known.isSuperset(of: ["u1", "v1", "v2"]))
    }
  }

  private static func partNames(in text: String) -> Set<String> {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return Set(
      words.filter { ("uv".contains($0.first ?? " ")) && $0.count > 1 && $0.dropFirst().allSatisfy(\.isNumber) }
        .map(String.init))
  }

  /// Two names never stand for two things: those of parts are no names of the program or of the formulas.
  @Test func partsTakeFreeNames() throws {
    let text = "sin(u1 + 2*x + 3*x + 4*x + 5*x + 6*x + 7*x)*exp(x)"
    let graph = try Graph(program: text)
    let input = try #require(graph.inputs.first { graph.name(ofInput: $0) == "x" })
    let part = try #require(try WorkedDerivation(graph, wrt: [input], order: 1, ties: .split).parts.first)
    let lines = try Self.lines(part, .language, "df/dx", definitions: [("v1", "x^2")])
    #expect(lines.filter { $0.rule == "substitute" }.map(\.of) == ["w1", "v1"])
  }

  /// A differential never reads as an input of the program, nor a letter of a rule as one.
  @Test func differentialsHaveNamesOfTheirOwn() throws {
    let shapes = [("x", Shape([2])), ("dx", Shape([2]))]
    let arrays = try lines("sum((dx*x)^2)", by: "x", shapes)
    #expect(arrays.contains { $0.of == "d[dx*x]" && $0.gives == "dx*d[x]" })
    #expect(arrays.last?.general == "df = sum(df/dx*d[x])")
    #expect(
      try lines("sum((dx*x)^2)", by: "x", shapes, style: .latex).last?.general?.includes("\\left[x\\right]") == true)
    forEach([
      ("du*x*sin(x)", "d(v*w) = v*dw + w*dv"), ("u*x*sin(x)", "d(v*w) = v*dw + w*dv"),
      ("p*dv*x*sin(x)", "d(u*w) = u*dw + w*du"), ("x*sin(x)", "d(u*v) = u*dv + v*du"), ("c*x", "d(k*u) = k*du"),
      ("x^n", "d(u^m) = m*u^(m - 1)*du"),
    ]) { (text, expected) throws in
      let told = try lines(text).compactMap(\.general)
      #expect(told.contains(expected), "\(told)")
    }
  }

  /// Signs are those of a person who puts formulas into each other.
  @Test func signs() {
    forEach([
      ("sin(x) + cos(x)", "cos(x) - sin(x)"), ("x^2 - cos(x)", "2*x - (-sin(x))"),
      ("x*cos(x)", "x*(-sin(x)) + cos(x)"), ("x*exp(-x^2)", "x*(exp(-x^2)*(-2*x)) + exp(-x^2)"),
      ("sin(x)/cos(x)", "(cos(x)*cos(x) - sin(x)*(-sin(x)))/cos(x)^2"),
    ]) { (text, expected) throws in
      #expect(try lines(text).first { $0.rule == "put together" }?.gives == expected)
    }
  }

  /// A form that is called simpler is not longer to a reader.
  @Test func simplerIsShorter() {
    forEach([
      ("sin(x)/x", "cos(x)/x - sin(x)/x/x", "rewrite"), ("x*exp(-x^2)", "exp(-x^2)*(1 - 2*x^2)", "simplify"),
      ("x^2*sin(x)", "x^2*cos(x) + 2*x*sin(x)", "simplify"),
    ]) { (text, result, expected) throws in
      for style in [FormulaStyle.language, .latex] {
        let graph = try Graph(program: text)
        let part = try #require(try WorkedDerivation(graph, wrt: [graph.inputs[0]], order: 1, ties: .split).parts.first)
        var told: Set<String> = []
        let goal = DerivationGoal(
          function: "f", label: "df/dx", result: style == .latex ? "r" : result, plainResult: result, definitions: [])
        let lines = try DerivationText(
          part, style: style, number: NumberText(), goal: goal, told: &told
        ).lines
        #expect(lines.last?.rule == expected)
      }
    }
  }

  // MARK: - Every primitive

  /// The programs of one operation that has no call with arrays or numbers alone.
  private static let spelled: [String: (text: String, shapes: [(String, Shape)])] = [
    "linspace": ("linspace(x, y, 3)", []), "reshape": ("reshape(x, 6)", [("x", Shape([2, 3]))]),
    "roll": ("roll(x, 1)", [("x", Shape([3]))]), "pad": ("pad(x, 1)", [("x", Shape([3]))]),
    "maxpool": ("maxpool(x, 2)", [("x", Shape([4]))]), "meanpool": ("meanpool(x, 2)", [("x", Shape([4]))]),
    "if": ("if(c > 0, x, y)", []), "besselj": ("besselj(2, x)", []), "polygamma": ("polygamma(1, x)", []),
    "gammainc_a": ("gammainc_a(1, x, y)", []), "stop": ("x*stop(y)", []),
    "concat": ("concat(x, y)", [("x", Shape([2])), ("y", Shape([3]))]),
  ]

  private static let operators: [(text: String, shapes: [(String, Shape)])] = [
    ("x + y", []), ("x - y", []), ("x*y", []), ("x/y", []), ("-x", []), ("x^y", []), ("[x, y]", []),
    ("x @ y", [("x", Shape([2, 3])), ("y", Shape([3]))]), ("x'", [("x", Shape([2, 3]))]),
    ("x[2]", [("x", Shape([3]))]), ("x[[1, 1]]", [("x", Shape([3]))]), ("max(x)", [("x", Shape([3]))]),
    ("min(x)", [("x", Shape([3]))]), ("norm(x, 3)", [("x", Shape([3]))]), ("max(x, y)", []),
    ("x @ y", [("x", Shape([2, 2, 3])), ("y", Shape([2, 3, 2]))]),
  ]

  /// The step of every primitive says its rule in general, as a formula or in the words of its row, in both styles.
  @Test func everyPrimitiveSaysItsRule() throws {
    var programs = Self.operators
    for primitive in Primitive.callable where !primitive.isCondition {
      let name = primitive.gate.spellings[0]
      if let own = Self.spelled[name] {
        programs.append(own)
        continue
      }
      switch primitive.signature {
      case .made, .square, .drawn: continue
      default: break
      }
      let example = primitive.signature.example
      let least =
        switch primitive.gate.arity {
        case .exactly(let count), .between(let count, _), .atLeast(let count): count
        }
      let names = ["x", "y", "z"].prefix(max(least, example.count))
      programs.append(
        ("\(name)(\(names.joined(separator: ", ")))", zip(names, example).filter { !$1.isScalar }.map { ($0, $1) }))
    }
    #expect(programs.count > 90)
    for (text, shapes) in programs {
      let words = text.split { !($0.isLetter || $0 == "_") }.map(String.init)
      for name in ["x", "y", "z"] where words.contains(name) && !text.includes("stop(\(name))") {
        for style in [FormulaStyle.language, .latex] {
          let lines = try lines(text, by: name, shapes, style: style)
          let step = try #require(lines.first { $0.rule != "substitute" })
          let general = try #require(step.general, "\(text) by \(name) says no rule: \(step)")
          #expect(general.includes(" = "), "\(text)")
          #expect(general.hasPrefix(style == .latex ? "\\mathrm{d}\\left(" : "d("), "\(text)")
          if style == .language { #expect(general.count <= 280, "\(text): \(general)") }
        }
      }
    }
  }

  /// The equations by which a gradient is read off, for any g.
  @Test func shifts() {
    let shapes = [("A", Shape([3, 2])), ("S", Shape([2, 2])), ("x", Shape([2])), ("y", Shape([2]))]
    forEach([
      ("sum((A@x)^2)", "x", ["sum(g*(A @ dx)) = sum((A' @ g)*dx)"]),
      ("trace(inv(S))", "S", ["trace(d[inv(S)]) = sum(eye(2)*d[inv(S)])"]),
      ("sum(tanh(x)*y)", "x", []),
    ]) { (text, name, expected) throws in
      let lines = try lines(text, by: name, shapes).filter { $0.rule.hasPrefix("shift") }
      #expect(lines.map { "\($0.of) = \($0.gives)" }.prefix(expected.count) == expected[...])
      #expect(lines.isEmpty == expected.isEmpty)
    }
  }

  /// Of very many derivatives only the first are derived in steps, so that the work grows no faster than they do.
  @Test func manyDerivatives() throws {
    let graph = try Graph(program: (1...200).map { "x\($0)" }.joined(separator: "*"))
    let worked = try WorkedDerivation(graph, wrt: graph.inputs, order: 1, ties: .split)
    let count = worked.parts.reduce(0) { $0 + $1.steps.steps.count }
    #expect((WorkedDerivation.most..<WorkedDerivation.most + DerivationSteps.most).contains(count))
    #expect(worked.parts.count + worked.leftOut.count == 200)
    #expect(worked.leftOut.last == ["x200"])
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
      try writer.write(steps.steps.flatMap { [$0.gives] + $0.shifts.flatMap { [$0.of, $0.gives] } })
      let numbers = steps.letters.map { letter -> Tensor in
        switch letter.meaning {
        case .value(let node): values[Int(node)].unbroadcast(to: letter.shape)
        case .change(let node): tangents[Int(node)].unbroadcast(to: letter.shape)
        case .name, .changeOf: Tensor.scalar(0.5).unbroadcast(to: letter.shape)
        }
      }
      let results = Evaluation.run(writer.graph, inputs: numbers)
      for (of, gives) in steps.steps.flatMap(\.shifts) {
        let sides = [of, gives].map { results[Int(writer.node(of: $0))].scalar ?? .nan }
        let isEqual = fabs(sides[0] - sides[1]) <= 1e-7 * max(1e-3, fabs(sides[0]))
        #expect(isEqual || !sides[0].isFinite || !sides[1].isFinite, "\(sides) in \(title) by \(place)")
      }
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
          #expect(try Self.lines(part, style, "df").last?.gives == "the result")
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
