import Testing

@testable import AutodiffCore

/// The way back in words.
@Suite struct InputExplanationTests {
  private static func explain(
    _ program: String, _ inputs: [Tensor], most: Int = 1000, shapes: [InputShape] = []
  ) throws -> (explanations: [InputExplanation], gradient: [Tensor]) {
    let source = SourceText(program)
    let graph = try Lowering.lower(Parser.parse(source), shapes: shapes) { name in
      // Inputs stand in the order of the alphabet.
      let names = Set(inputs.indices.map { String(UnicodeScalar(UInt8(97 + $0))) }).sorted()
      return names.firstIndex(of: name).map { inputs[$0] }
    }
    let point = Point(graph, inputs: inputs)
    let words = WayBackWords(Exercise(point, source: source), NumberText(digits: 6))
    let explanations = graph.inputs.indices.map { place in
      var known: [Graph.NodeID: String] = [:]
      return InputExplanation(words, input: place, most: most, known: &known)
    }
    return (explanations, point.gradient.map(\.value))
  }

  /// The last step brings the derivative.
  @Test(
    arguments: [
      ("a*b + sin(a)", [2, 3]), ("q = a + b; r = q*c; r^2 + exp(r) + q", [-2, 5, -0.4]),
      ("1/(1 + exp(-(a*b + c*d + a)))", [2, -1, -3, -2]), ("a*a*a", [1.5]),
      ("max(a, b)*c/d - relu(a)", [3, 1, 4, 2]), ("atan2(a, b) + hypot(a, b) + a^b", [1.2, 0.7]),
      ("for i = 1 to 30 { a = a*0.9 + b } a", [1, 2]),
    ] as [(String, [Double])]) func theLastStepIsTheDerivative(_ program: String, _ inputs: [Double]) throws
  {
    let (explanations, gradient) = try Self.explain(program, inputs.map { .scalar($0) })
    #expect(explanations.count == inputs.count)
    for (explanation, derivative) in zip(explanations, gradient) {
      let last = try #require(explanation.steps.last)
      let value = last.value?[0] ?? 0
      #expect(fabs(value - derivative[0]) <= 1e-12 * fabs(derivative[0]))
      #expect(last.to == explanation.input)
    }
  }

  /// Every function of numbers has a sentence, whatever its rule.
  @Test func everyFunctionHasASentence() throws {
    var count = 0
    for primitive in Primitive.allCases {
      let gate = primitive.gate
      guard !primitive.isArray, !gate.isHidden, !primitive.isCondition, case .function = gate.notation else { continue }
      let samples = gate.domain.samples.map { 0.37 * $0.lowerBound + 0.63 * $0.upperBound }
      let names = ["a", "b", "c"].prefix(samples.count)
      let program = "\(gate.name)(\(names.joined(separator: ", ")))*3"
      guard let (explanations, gradient) = try? Self.explain(program, samples.map { .scalar($0) }) else { continue }
      count += 1
      for (explanation, derivative) in zip(explanations, gradient) {
        if primitive == .stop {
          let texts = explanation.lines.compactMap { if case .meeting(let text) = $0 { text } else { nil } }
          #expect(texts.first == "No way leads back to `a`: indices and what stands in stop send nothing back.")
          continue
        }
        let step = try #require(explanation.steps.last, "\(program)")
        #expect(step.text.hasPrefix("`") || step.text.hasPrefix("The ") || step.text.hasPrefix("By "), "\(step.text)")
        #expect(step.text.hasSuffix("."), "\(step.text)")
        let isSilent = step.value == nil
        #expect(
          isSilent ? derivative[0] == 0 : step.value?[0] == derivative[0] || derivative[0].isNaN,
          "\(program): \(step.text)")
      }
    }
    #expect(count > 40)
  }

  /// The sentence for the last step to the first input.
  @Test(arguments: [
    ("a + b", "`a + b` is a sum and distributes: each term gets all that comes back, so `a` gets 1."),
    (
      "a - b",
      "`a - b` is a difference and distributes: what stands first gets all that comes back, so `a` gets 1."
    ),
    ("-a", "`-a` changes the sign, and so it does on the way back: `a` gets -1."),
    (
      "a*b",
      "`a*b` is a product and switches: `a` gets what comes back times the other factor, `b` = 3. "
        + "So `a` gets 1 · 3 = 3."
    ),
    (
      "a/b",
      "`a/b` is a fraction: what stands above gets what comes back divided by what stands below, `b` = 3. "
        + "So `a` gets 1 / 3 = 0.333333."
    ),
    ("max(a, b)", "`max(a, b)` routes: `a` = 2 is not the larger one and gets nothing."),
    ("min(a, b)", "`min(a, b)` routes: `a` = 2 is the smaller one and gets all that comes back, 1."),
    ("relu(a)", "`relu(a)` routes: it lets `a` = 2 through, so `a` gets all that comes back, 1."),
    ("relu(-a)*b", "`relu(-a)` routes: it does not let `-a` = -2 through, so `-a` gets nothing."),
    ("if(a > 1, a, b)", "`if(a > 1, a, b)` routes: `a > 1` is true, so `a` is taken and gets all that comes back, 1."),
    ("floor(a + 0.5)", "`floor(a + 0.5)` does not change when `a + 0.5` changes a little, so `a + 0.5` gets nothing."),
    ("exp(a)", "`exp(a)` is its own derivative, 7.38906. So `a` gets 1 · 7.38906 = 7.38906."),
    ("a^3", "By the power rule, the derivative of `a^3` by `a` is `3*a^2` = 12. So `a` gets 1 · 12 = 12."),
    ("cos(a)", "The derivative of `cos(a)` by `a` is `-sin(a)` = -0.909297. So `a` gets 1 · (-0.909297) = -0.909297."),
    ("a*a", "Added up, `a` gets 2 + 2 = 4."),
  ]) func sentences(_ program: String, _ sentence: String) throws {
    let inputs: [Tensor] = program.contains("b") ? [.scalar(2), .scalar(3)] : [.scalar(2)]
    let (explanations, _) = try Self.explain(program, inputs)
    #expect(explanations[0].steps.last?.text == sentence)
  }

  @Test(arguments: [
    ("sum(a)", "`sum(a)` adds up and distributes: each element of `a` gets all that comes back, so `a` gets [1, 1]."),
    (
      "mean(a)",
      "`mean(a)` adds up and distributes: each element of `a` gets 0.5 of what comes back, so `a` gets [0.5, 0.5]."
    ),
    ("max(a)", "`max(a)` routes: only the elements of `a` that it takes get what comes back. So `a` gets [0, 1]."),
    (
      "a[2]",
      "`a[2]` only moves numbers: what comes back goes to the places that these came from, with 0 in all others. "
        + "So `a` gets [0, 1]."
    ),
    (
      "prod(a)",
      "`prod(a)` is worked out from all elements of `a`: each gets what comes back times the product of the others. "
        + "So `a` gets [3, 2]."
    ),
  ]) func sentencesOfArrays(_ program: String, _ sentence: String) throws {
    let vector = Tensor(Shape([2]), [2, 3])
    let (explanations, _) = try Self.explain(program, [vector], shapes: [InputShape(name: "a", shape: vector.shape)])
    #expect(explanations[0].steps.last?.text == sentence)
  }

  @Test func longOnesAreCutWithACount() throws {
    let (explanations, _) = try Self.explain("for i = 1 to 100 { a = a*1.01 } a", [.scalar(1)], most: 10)
    #expect(explanations[0].steps.count == 10)
    #expect(explanations[0].leftOut == 90)
    let last = try #require(explanations[0].steps.last?.value)
    #expect(fabs(last[0] - 2.704813829421526) < 1e-12)
  }

  /// A step that was told for an earlier input is taken up, not told again.
  @Test func earlierWaysAreTakenUp() throws {
    let source = SourceText("sin(x*y)")
    let graph = try Lowering.lower(Parser.parse(source))
    let words = WayBackWords(
      Exercise(Point(graph, inputs: [.scalar(2), .scalar(3)]), source: source), NumberText(digits: 3))
    var known: [Graph.NodeID: String] = [:]
    let first = InputExplanation(words, input: 0, most: 40, known: &known)
    let second = InputExplanation(words, input: 1, most: 40, known: &known)
    #expect(first.steps.count == 2)
    #expect(second.steps.map(\.text).first == "As for `x`, `x*y` gets 0.96.")
    #expect(second.steps.count == 2)
  }

  /// A function of itself, many times over, shares so much that written out it would never end.
  @Test func sharedPartsAreNotWrittenOut() throws {
    let calls = String(repeating: "f(", count: 40) + "a" + String(repeating: ")", count: 40)
    let (explanations, gradient) = try Self.explain("f(x) = x*x + x; sin(\(calls))", [.scalar(0.001)])
    let last = try #require(explanations[0].steps.last?.value)
    #expect(fabs(last[0] - gradient[0][0]) <= 1e-12 * fabs(gradient[0][0]))
  }

  @Test(arguments: [
    ("x*x + sin(x)", 3, 2), ("y", 0, 0), ("if(x > 1, x, 2)", 2, 2), ("x", 0, 0), ("x^2 + x^2", 1, 1),
  ]) func uses(_ program: String, _ count: Int, _ places: Int) throws {
    let source = SourceText(program)
    var graph = try Lowering.lower(Parser.parse(source))
    if !graph.inputNames.contains("x") { _ = try graph.input("x", span: .none) }
    let exercise = Exercise(Point(graph, inputs: graph.inputs.map { _ in .scalar(2) }), source: source)
    let place = try #require(graph.orderedInputNames.firstIndex(of: "x"))
    let uses = exercise.uses(of: place)
    #expect(uses.count == count && uses.spans.count == places)
  }
}
