import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ControlTests {
  /// A program at a point, its value and its gradient.
  private func lowered(_ text: String, _ inputs: [(String, Tensor)]) throws -> (Point<Tensor>, Program) {
    let program = Program(
      try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.0)),
      shapes: inputs.filter { $0.1.scalar == nil }.map { .init(name: $0.0, shape: $0.1.shape) })
    let graph = try program.lower { name in inputs.first { $0.0 == name }?.1 }
    let values = graph.orderedInputNames.map { name in inputs.first { $0.0 == name }?.1 ?? .scalar(.nan) }
    return (Point(graph, inputs: values), program)
  }

  @Test func programs() {
    forEach(
      [
        ("s = 0; for i = 1 to 4 { s = s + i*x }", 2, 20, 10),
        ("l = x; for n = 1 to 3 { l = 4*l*(1-l) }", 0.3, 0.99434496, 1.3090816),
        ("s = x\nfor i = 2 to 1 { s = 0 }\ns", 5, 5, 1),
        ("for i = -1 to 1 { y = x + i }; y", 1, 2, 1),
        ("for i = 1 to 2 { for j = i to 2 { y = x*i*j } }\ny", 3, 12, 4),
        ("y = x\nwhile y < 100 { y = y^2 }\ny", 3, 6561, 17496),
        ("if x > 1 { x^2 } else { x }", 3, 9, 6), ("if x > 1 { x^2 } else { x }", 0.5, 0.5, 1),
        ("if x > 1 { a = 1 } else if x > 0 { a = 2 }\nelse { a = 3 }\na*x", 0.5, 1, 2),
        ("if (x > 0) and (x < 1) { x } else { 7*x }", 2, 14, 7), ("if (x > 0) { x } else { 2*x }", -1, -2, 2),
        ("if not x > 0 {\n  y = x\n}\nelse {\n  y = x^3\n}", 2, 8, 12), ("y = if(x > 0, x, 2*x); y", -1, -2, 2),
        ("f(t) = t^2; y = x; for i = 1 to 2 { y = f(y) }", 3, 81, 108),
        ("s = 0; for i = 1 to 3 { if i == 2 { s = s + x } else { s = s + i } }; s", 5, 9, 1),
        ("k = 0; while k < 3 { k = k + 1; x = 2*x }; x", 1, 8, 8), ("for to = 1 to 2 { y = to*x }", 4, 8, 2),
        ("y = x; for i = 1 to 3 { y = y*x }; i + y", 2, 19, 32), ("{ x }", .nan, .nan, .nan),
      ] as [(String, Double, Double, Double)]
    ) { (text, x, value, slope) throws in
      guard !x.isNaN else {
        #expect(throws: Problem.self) { try lowered(text, [("x", 1.0)]) }
        return
      }
      let (point, program) = try lowered(text, [("x", .scalar(x))])
      let derivative = Derivatives(gradientOf: point, path: program).tensors[0][0]
      #expect(abs(point.value[0] - value) <= 1e-12 * abs(value))
      #expect(abs(derivative - slope) <= 1e-12 * abs(slope))
    }
  }

  @Test func arraysInLoops() throws {
    let (point, _) = try lowered(
      "s = 0; for i = 1 to 3 { s = s + i*w[i]^2 }; s", [("w", Tensor(Shape([3]), [1, 2, 3]))])
    #expect(point.value == .scalar(36))
    #expect(point.gradient[0].value == Tensor(Shape([3]), [2, 8, 18]))
  }

  @Test func problems() {
    forEach(
      [
        ("for i = 1 { x }", .loopHead), ("for 1 to 2 { x }", .loopHead), ("for i of x { x }", .loopHead),
        ("for i = 1 to 2 x", .missingOperator(left: "2", right: "x")),
        ("for i = 1 to n x", .blockExpected(after: "for")),
        ("while x > 0 x", .missingOperator(left: "0", right: "x")),
        ("while x { x }", .conditionExpected(by: "while")), ("if x { x }", .conditionExpected(by: "if")),
        ("else { x }", .elseWithoutIf), ("if x > 0 { x", .unclosedBracket("{")), ("x }", .unopenedBracket("}")),
        ("if x > 0 { x } else x", .blockExpected(after: "else")), ("for i = 1 to 0 { x }", .noValueMet),
        ("for i = 1 to x { x }", .dependsOnInput("bound", names: ["x"])),
        ("for i = 1.5 to 2 { x }", .notWhole("bound", 1.5, least: nil)),
        ("if q > 0 { x }", .pathUnknown(word: "if", names: ["q"])),
        ("while q > 0 and x > 0 { x }", .pathUnknown(word: "while", names: ["q"])),
        ("if x == 1 { f(t) = t }", .noValue), ("for x = 1 to 2 { max(a) = 1 }", .builtinRedefined("max")),
      ] as [(String, Problem.Fact)]
    ) { (text, fact) throws in
      do {
        _ = try lowered(text, [("x", 1.0)])
        Issue.record("\(text) has a value")
      } catch {
        #expect((error as? Problem)?.fact == fact)
      }
    }
  }

  @Test func aLoopThatDoesNotEnd() throws {
    var options = Lowering.Options()
    options.limits.whileIterations = 1000
    let program = Program(
      try Parser.parse(SourceText("while x > 0 { x = x + 1 }")), boundNames: NameTable(["x"]), options: options)
    #expect(
      throws: Problem(.endless(iterations: 1000, operation: ">", operands: [1001, 0]), Span(0, 11)),
      performing: { _ = try program.lower { _ in 1.0 } })
  }

  @Test func aLoopThatIsTooLong() throws {
    var options = Lowering.Options()
    options.limits.iterations = 6
    func lower(_ last: Int) throws -> Graph {
      let text = "for i = 1 to 2 { for j = 1 to \(last) { y = x } }"
      return try Program(try Parser.parse(SourceText(text)), boundNames: NameTable(["x"]), options: options).lower()
    }
    #expect(try lower(2).inputs.count == 1)
    // The inner loop is known to be too long when it begins for the second time.
    #expect(throws: Problem(.limit(.iterations(6)), Span(17, 31)), performing: { try lower(3) })
  }

  /// Another point takes the same graph where it decides alike, else one of its own.
  @Test func paths() throws {
    let (point, program) = try lowered("if x > 0 { a*x } else { b }", [("x", 1.0), ("a", 2.0), ("b", 3.0)])
    let graph = point.graph
    #expect(graph.orderedInputNames == ["x", "a", "b"])
    let same = try program.path(of: graph, at: [5.0, 2.0, 3.0])
    #expect(same.count == graph.count && same.guards == graph.guards)
    let other = try program.path(of: graph, at: [-1.0, 2.0, 3.0])
    #expect(other.orderedInputNames == ["x", "a", "b"])
    #expect(Point<Tensor>(other, inputs: [-1.0, 2.0, 3.0]).gradient.map(\.value) == [0.0, 0.0, 1.0])
  }

  @Test(
    arguments: [
      // At the boundary: what the path gives, and both sides where they differ.
      ("if x > 0 { x } else { -x }", 0, -1, -1, 1), ("if x >= 0 { x } else { -x }", 0, 1, -1, 1),
      ("if x > 0 { 3*x } else { 3*sin(x) }", 0, 3, .nan, .nan), ("if x > 0 { 1 } else { 0*x }", 0, 0, 0, .infinity),
      ("if x < 1 and x > -1 { x } else { x^2 }", 1, 2, 1, 2),
      ("y = x; while y > 1 { y = y/2 }; y", 1, 1, 1, -.infinity),
    ] as [(String, Double, Double, Double, Double)])
  func boundaries(_ text: String, _ x: Double, _ used: Double, _ left: Double, _ right: Double) throws {
    let (point, program) = try lowered(text, [("x", .scalar(x))])
    let derivatives = Derivatives(gradientOf: point, path: program)
    #expect(derivatives.tensors[0][0] == used)
    if left.isNaN {
      #expect(derivatives.kinks.isEmpty)
    } else {
      #expect(derivatives.kinks.map(\.kind) == [.jump])
      #expect(derivatives.kinks.first?.sides.first?.left == left)
      #expect(derivatives.kinks.first?.sides.first?.right == right)
    }
  }

  /// The path on a side is the one that begins there, not one that is met further away: for 0 < |x| < 0.001 the
  /// condition holds.
  @Test(
    arguments: [
      ("if x^2 > 1e6*x^4 { x } else { 0*x }", 0, 1), ("if x^3 > 1e6*x^5 { 2*x } else { 2*sin(x) }", 0, 2),
      ("y = 3*x; if x^2 > 1e6*x^4 { y = x }; y", 0, 1),
    ] as [(String, Double, Double)])
  func sidesAreMetNearby(_ text: String, _ x: Double, _ slope: Double) throws {
    let (point, program) = try lowered(text, [("x", .scalar(x))])
    let derivatives = Derivatives(gradientOf: point, path: program)
    #expect(derivatives.tensors[0][0] == slope, "\(text)")
    #expect(derivatives.kinks.isEmpty, "\(text): \(derivatives.kinks)")
  }

  /// A name that only one path assigns has no value on the other: that side is not known, and never a crash.
  @Test(
    arguments: [
      ("if x >= 1 { q = x^2 }\nq*x", Tensor.scalar(1)),
      ("if norm(x) == 1 { q = x[2] }\nsum([q, 1])", Tensor(Shape([2]), [0, 1])),
    ])
  func namesOfOnePathOnly(_ text: String, _ value: Tensor) throws {
    let (point, program) = try lowered(text, [("x", value)])
    #expect(Derivatives(gradientOf: point, path: program).areFinite)
    #expect(throws: Problem.self) { try program.path(of: point.graph, at: [Tensor.scalar(0) * value]) }
  }
}
