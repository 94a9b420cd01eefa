import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct LoweringTests {
  @Test func inputsInOrderOfAppearance() {
    forEach([
      ("x + y", ["x", "y"]), ("y + x", ["y", "x"]), ("b*a + a*c", ["b", "a", "c"]), ("x₁ + x1 + x2", ["x1", "x2"]),
      ("q = x + y; q*z", ["x", "y", "z"]),
      // A function's body is read where it is written, whenever it is called.
      ("f(a) = a*k; f(x) + k", ["k", "x"]), ("f(a) = a + b; x + f(y)", ["b", "x", "y"]),
      ("pi*x", ["x"]), ("e = 1; e*x", ["x"]), ("sigma*x", ["sigma", "x"]), ("sin(sin)", ["sin"]),
      ("Ω*é*变量", ["Ω", "é", "变量"]),
      ("0*x", ["x"]), ("y = x; 3", ["x"]), ("3", []), ("E*Pi", ["E", "Pi"]),
    ]) { (program, names) throws in
      #expect(try Graph(program: program).namesOfInputs == names)
    }
  }

  @Test func boundNamesShadowConstants() throws {
    #expect(try Graph(program: "e*x", boundNames: ["e"]).namesOfInputs == ["e", "x"])
    #expect(try Graph(program: "pi + tau", boundNames: ["tau", "z"]).namesOfInputs == ["tau"])
  }

  @Test func meaning() {
    forEach(
      [
        ("q = x + y; q*z", ["x": -2, "y": 5, "z": -4], -12),
        ("a = x; a = a*a; a = a*a; a", ["x": 2], 16),
        ("e = 3; e + x", ["x": 1], 4),
        ("π = 3; π", [:], 3),
        // A body reads outer names as they are at the call.
        ("k = 2; f(a) = a*k; k = 5; f(x)", ["x": 3], 15),
        ("f(a) = a + k; k = 1; u = f(x); k = 10; u + f(x)", ["x": 0], 11),
        ("f(x) = x^2; g(x) = f(x) + x; g(g(x))", ["x": 1], 6),
        ("f(x, y) = x - y; f(y, x)", ["x": 1, "y": 5], 4),
        ("f(a) = a + 1; f(a) = a + 2; f(x)", ["x": 0], 2),
        ("f(pi) = pi + 1; f(2)", [:], 3),
        ("f(x) = x + y; y = 3; f(1) + x", ["x": 10], 14),
        ("max = 3; max + max(1, 2)", [:], 5),
        ("g(t) = t*t; h(t) = g(t) + g(t); h(h(x))", ["x": 1], 8),
      ] as [(String, [String: Double], Double)]
    ) { (program, at, value) throws in
      let graph = try Graph(program: program)
      #expect(Point(graph, inputs: graph.namesOfInputs.map { at[$0] ?? .nan }).value == value)
    }
  }

  @Test func equalNodesAreShared() {
    forEach([
      ("x", 1), ("x + x", 2), ("sin(x) + sin(x)", 3), ("(x+y)*(x+y)", 4), ("x*y + y*x", 5), ("x^2 + x²", 4),
      ("2*x + 2*x", 4),
      ("a = x + 1; b = x + 1; a*b", 4), ("f(t) = t^2; f(x) + f(x)", 4), ("max(x, y) + max(x, y)", 4),
      ("max(x, y) + max(y, x)", 5),
      ("ln(x) + log(x)", 3), ("-x + -x", 3), ("0.5*x + .5*x", 4), ("leaky_relu(x) + leaky_relu(x, 0.01)", 4),
      ("pow(x, 2) + x^2", 4), ("√x + sqrt(x)", 3), ("where(x>0, x, 1) + if(x>0, x, 1)", 6),
    ]) { (program, count) throws in
      let graph = try Graph(program: program)
      #expect(graph.count == count)
      #expect(graph.isOrdered)
    }
  }

  /// 2⁶⁰ calls, were each inlined; the second of a kind finds the first.
  @Test func callsAreSharedToo() throws {
    let program =
      "f0(x) = x + 1; " + (1...60).map { "f\($0)(x) = f\($0 - 1)(x) + f\($0 - 1)(x)" }.joined(separator: "; ")
    let graph = try Graph(program: program + "; f60(x)")
    #expect(graph.count < 100)
    #expect(Point(graph, inputs: [0]).value == 0x1p60)
  }

  @Test func labelsAreTheNamesOfLets() throws {
    let graph = try Graph(program: "q = x + y; p = q; r = x; q*z + p")
    #expect(Set(graph.labels.all.map(\.name)) == ["q"])
  }

  @Test func spansAreWhereANodeIsWrittenFirst() throws {
    let text = "1 + sin(x) * sin(x)"
    let graph = try Graph(program: text)
    let sine = try #require(graph.nodes.firstIndex { $0.kind == .unary && $0.primitive == .sin })
    #expect(graph.spans[sine] == Span(4, 10))
    #expect(graph.spans[Int(graph.output)] == Span(0, 19))
  }

  @Test func tooManyNodes() throws {
    var options = Lowering.Options()
    options.limits.graphNodes = 10
    let tree = try Parser.parse(SourceText("x" + (1...20).map { " + \($0)" }.joined()))
    #expect(throws: Problem.self) { try Lowering.lower(tree, options: options) }
  }

  @Test func manyLets() throws {
    let count = 100_000
    let program = "a0 = x\n" + (1...count).map { "a\($0) = a\($0 - 1) + 1\n" }.joined()
    let graph = try Graph(program: program)
    let point = Point(graph, inputs: [1])
    #expect(point.value == Double(count + 1))
    #expect(point.reverse == [1])
  }

  /// A part of an array that was put together of arrays with one element is not one of those arrays.
  @Test(arguments: [
    ("[x, y][1,1]", []), ("[x, y][1]", [1]), ("[[x], [y]][2,1,1]", []), ("[[x], [y]][2,1]", [1]), ("[x, y][2,:]", [1]),
    ("[x[1], y[1]][2]", []),
  ]) func partsOfLists(_ program: String, _ lengths: [Int]) throws {
    let point = try Point(program: program, at: [("x", Tensor(vector: [3])), ("y", Tensor(vector: [4]))])
    #expect(point.value == Tensor(Shape(lengths), [program.contains("[1") && !program.contains("[2") ? 3 : 4]))
  }

  /// A list's derivatives go to what it was put together of, rows and elements alike.
  @Test func listsOfListsOfDifferentParts() throws {
    let point = try Point(
      program: "sum([[x, y], [x[2], 5; 6, y[1]]] * [[[1, 2], [3, 4]], [[50, 60], [70, 80]]])",
      at: [("x", Tensor(vector: [1, 2])), ("y", Tensor(vector: [3, 4]))])
    #expect(point.value == .scalar(1 + 4 + 9 + 16 + 100 + 300 + 420 + 240))
    let expected = [Tensor(vector: [1, 52]), Tensor(vector: [83, 4])]
    #expect(point.vjp(.scalar(1)) == expected)
    #expect(point.jacobian(.forward) == expected)
  }
}
