import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Assignments to several names and to parts of arrays, loops over steps and elements, and functions with blocks.
@Suite(.namesCases) struct AssignmentTests {
  /// Returns a program at a point.
  static func point(_ text: String, _ inputs: [(String, Tensor)]) throws -> Point<Tensor> {
    let program = Program(
      try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.0)),
      shapes: inputs.filter { $0.1.scalar == nil }.map { .init(name: $0.0, shape: $0.1.shape) })
    let graph = try program.lower { name in inputs.first { $0.0 == name }?.1 }
    let values = graph.orderedInputNames.map { name in inputs.first { $0.0 == name }?.1 ?? .scalar(.nan) }
    return Point(graph, inputs: values)
  }

  /// Each program has a number x; the value and the slope are worked out by hand.
  @Test func numbers() {
    forEach(
      [
        ("a, b = x, x^2; a, b = b, a; a - 3*b", 2, -2, 1), ("s = x; s += 2; s *= x; s -= 1; s /= 2", 3, 7, 4),
        ("s = 0; for i = 1 to 10 step 3 { s += i*x }; s", 2, 44, 22),
        ("s = 0; for i = 3 to 1 step -1 { s = s*x + i }; s", 2, 17, 14),
        ("s = 0; for i = 1 to 0 step 1 { s += 1 }; s + x", 4, 4, 1),
        ("s = 0; for v in [x, 2*x, 3] { s += v^2 }; s", 1, 14, 10),
        ("s = 0; for r in [[x, 2], [3, x]] { s += r[1]*r[2] }; s", 5, 25, 5),
        ("s = 0; for i = 1 to 9 { if i > 3 { break }; s += i*x }; s", 2, 12, 6),
        ("s = 0; for i = 1 to 3 { for j = 1 to 3 { if j > i { break }; s += x } }; s", 2, 12, 6),
        ("s = x; while s < 100 { s = s^2; if s > 10 { break } }; s", 2, 16, 32),
        ("for v in [1, 2, 3] { y = v*x }; y + v", 2, 9, 3),
        ("f(t) = { u = t^2; u + t }; f(x) + f(2)", 3, 18, 7),
        ("f(t) = {\n  s = 0\n  for i = 1 to 3 { s += i*t }\n  s\n}\nf(x)", 2, 12, 6),
        // A function's names are its own, and those that it has not assigned are the program's.
        ("k = x; f(t) = { y = k*t; k = 5; y + k }; f(2) + 100*k", 3, 311, 102),
        ("i = 7; f(t) = { for i = 1 to 3 { t += i }; t }; f(x) + i", 1, 14, 1),
        ("a = 2; g(t) = { t + a }; f(t) = { a = 50; g(t)*a }; f(x) + a", 3, 252, 50),
        ("for i = 1 to 3 { f(t) = { t*i }; y = f(x) }; y", 2, 6, 3),
        // Functions as arguments, built-in ones and the program's, handed on too.
        ("twice(g, t) = g(g(t)); twice(exp, x)", 0, .e, .e),
        ("sq(t) = t^2; twice(g, t) = g(g(t)); twice(sq, x)", 2, 16, 32),
        ("h(g, t) = twice(g, t) + 1; twice(g, t) = g(g(t)); c(t) = { t*3 }; h(c, x)", 2, 19, 9),
        ("f(g, t) = { s = 0; for i = 1 to 3 { s += g(i*t) }; s }; sq(t) = t^2; f(sq, x)", 1, 14, 28),
        ("f(sin, t) = sin(t); f(cos, x)", 0, 1, 0),
        // Several results: of a list, of a call, of an array.
        ("f(a, b) = { a + b, a*b }; s, p = f(x, 3); s*p", 2, 30, 21), ("f(a) = a, a^2; s, p = f(x); p/s", 4, 4, 1),
        ("f(a) = g(a), 1; g(a) = { a^2 }; u, v = f(x); u + v", 3, 10, 6),
        ("u, v = [x, 2*x]; u*v", 3, 18, 12),
        ("c(h, t) = { h = h*t; h, t + 1 }; h, t = 1, x; for i = 1 to 3 { h, t = c(h, t) }; h", 2, 24, 26),
        // Parts of arrays.
        ("v = [x, 2, 3]; v[2] = x^2; v[1] += 10; sum(v)", 3, 25, 7),
        ("v = zeros(3); for i = 1 to 3 { v[i] = x^i }; v@[1, 10, 100]", 2, 842, 1241),
        ("v = zeros(4); v[1] = x; v[2] = x; for i = 3 to 4 { v[i] = v[i-1]*v[i-2] }; v[4]", 2, 8, 12),
        ("v = [1, 2, 3, 4]; v[2:3] = [x, x^2]; sum(v)", 3, 17, 7), ("v = [x, x, x]; v[1] = 7; sum(v)", 2, 11, 2),
        ("v = [x, x, x]; v[1], v[2] = v[2]*2, v[1]*3; sum(v)", 1, 6, 6),
        ("W = [[1, 2], [3, 4]]; W[1,:] = x; W[:,2] *= 2; sum(W)", 5, 26, 3),
        ("W = zeros(2, 2); for i = 1 to 2 { for j = 1 to 2 { W[i,j] = x^(i+j) } }; det(W)", 2, 0, 0),
        ("W = zeros(2, 3); W[2,2:3] = [x, x^2]; W[2] += 1; W[2,1] = W[2,3]; sum(W)", 2, 13, 9),
        ("f(v) = { v[1] = 0; sum(v) }; w = [x, 5]; f(w) + w[1]", 2, 7, 1),
        ("v = [x, 1]; f(t) = { v[2] = t; sum(v) }; f(3) + v[2]", 2, 6, 1),
        ("v = zeros(3); v[2] = x; v[2] = v[2]^2; max(v)", 3, 9, 6),
      ] as [(String, Double, Double, Double)]
    ) { (text, x, value, slope) throws in
      let point = try Self.point(text, [("x", .scalar(x))])
      #expect(abs(point.value[0] - value) <= 1e-12 * abs(value), "\(point.value)")
      #expect(abs(point.gradient[0].value[0] - slope) <= 1e-11 * max(1, abs(slope)), "\(point.gradient[0].value)")
    }
  }

  @Test func inputsThatAreArrays() throws {
    let x = Tensor(Shape([3]), [1, 2, 3])
    let point = try Self.point("x[2] = x[1]*x[3]; x[1] = 5; y = x; sum(y^2)", [("x", x)])
    #expect(point.value == .scalar(25 + 9 + 9))
    // A part that was replaced receives nothing.
    #expect(point.gradient[0].value == Tensor(Shape([3]), [2 * 3 * 3, 0, 2 * 3 * 1 + 6]))
    let rows = try Self.point(
      "H = zeros(3, 2); H[1] = tanh(x); for t = 2 to 3 { H[t,:] = 2*H[t-1] }; sum(H)",
      [("x", Tensor(Shape([2]), [0, 0]))])
    #expect(rows.gradient[0].value == Tensor(Shape([2]), [7, 7]))
  }

  /// One program fits every size.
  @Test(arguments: [(2, 3), (3, 1), (4, 4)]) func sizes(_ rows: Int, _ columns: Int) throws {
    let matrix = Tensor(Shape([rows, columns]), (1...rows * columns).map { Double($0) })
    let vector = Tensor(Shape([columns]), Array(repeating: 2, count: columns))
    let point = try Self.point(
      "s = 0; for i = 1 to rows(W) { for j = 1 to cols(W) { s += W[i,j]*v[j] } }; s + 100*length(v) + size(W, 1)",
      [("W", matrix), ("v", vector)])
    let sum = matrix.elements.reduce(0, +)
    #expect(point.value == .scalar(2 * sum + 100 * Double(columns) + Double(rows)))
  }

  /// A loop that fills an array takes nodes for each part, not for each time all of them.
  @Test func fillingIsLinear() throws {
    func nodes(_ count: Int) throws -> Int {
      try Self.point(
        "v = zeros(\(count)); v[1] = x; for i = 2 to \(count) { v[i] = v[i-1]*x }; sum(v)", [("x", .scalar(0.5))]
      ).graph.count
    }
    let (few, many) = (try nodes(500), try nodes(1000))
    #expect(many <= 2 * few + 20)
  }

  @Test func words() throws {
    // The words of loops are names elsewhere.
    let point = try Self.point("step = 3; in = 2; for i = 1 to step - 1 { in += i }; step*in*x", [("x", .scalar(3))])
    #expect(point.value == .scalar(45))
  }

  @Test func problems() {
    forEach(
      [
        ("break", .breakOutsideLoop), ("for i = 1 to 2 { f(t) = { break }; x }", .breakOutsideLoop),
        ("for i = 1 to 3 step 0 { x }", .stepOfZero),
        ("for i = 1 to 3 step x { x }", .dependsOnInput("step", names: ["x"])),
        ("for v in x { v }", .loopOverScalar), ("a, b = 1, 2, 3; x", .resultCount(3, names: 2)),
        ("a, b = x; a", .resultCount(1, names: 2)), ("a, b = [1, 2, 3]; a", .resultCount(3, names: 2)),
        ("f(t) = { t, t, 1 }; a, b = f(x); a", .resultCount(3, names: 2)),
        ("a, b += 1; a", .severalUpdated), ("v = [1, 2]; v[3] = x; v", .indexOutOfRange(3, length: 2)),
        ("v = [1, 2]; v[1:2] = [x, 1, 2]; v", .partShape(Shape([2]), given: Shape([3]))),
        ("x[1] = 2; x", .subscriptOfScalar), ("f(t) = { f(t) }; f(x)", .recursion("f")),
        ("f(g, t) = g(t); f(x, 1)", .functionNeeded("x", similar: nil)),
        ("f(g) = g + g(2); f(sin)", .functionAsValue("g")), ("f(t) = { for i = 1 to 0 { t } }; f(x)", .noValueMet),
        ("length(x)", .shape(.needs(.vector, .scalar), operation: "length")),
        ("length(t) = t; length(x)", .builtinRedefined("length")),
        ("size([1, 2], 2)", .shape(.axisOutOfRange("2", Shape([2])), operation: "size")),
        ("rows([1, 2])", .shape(.needs(.matrix, Shape([2])), operation: "rows")),
        ("f(t) = t(2); f(3)", .unknownFunction("t", similar: nil, isVariable: true)),
      ] as [(String, Problem.Fact)]
    ) { (text, fact) throws in
      do {
        _ = try Self.point(text, [("x", 1.0)])
        Issue.record("\(text) has a value")
      } catch {
        #expect((error as? Problem)?.fact == fact)
      }
    }
  }
}

extension Double {
  fileprivate static let e = 2.718281828459045
}
