import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Second derivatives where operations are at a kink: the true ones where the function has them, else those of the
/// conventions with a report of both sides. The true ones are closed forms.
@Suite(.namesCases) struct SecondOrderKinkTests {
  struct Case: CustomTestStringConvertible {
    var program: String
    var inputs: [(String, Tensor)]
    /// The Hessian by the elements of all inputs, row by row.
    var hessian: [Double]
    /// The sides that are reported, as `xy: left right`.
    var sides: [String] = []

    init(_ program: String, _ inputs: [(String, Tensor)], _ hessian: [Double], sides: [String] = []) {
      self.program = program
      self.inputs = inputs
      self.hessian = hessian
      self.sides = sides
    }

    var testDescription: String { "\(program) at \(inputs)" }
  }

  private static let x = [("x", Tensor.scalar(0))]
  private static let xy = [("x", Tensor.scalar(0)), ("y", Tensor.scalar(0))]
  private static let tie = [("x", Tensor.scalar(1)), ("y", Tensor.scalar(1))]
  private static let zeros = [("w", Tensor(repeating: 0, Shape([2])))]

  /// Kinks that cancel to second order.
  static let smooth = [
    Case("abs(x)^2", x, [2]), Case("abs(x^2)", x, [2]), Case("abs(x)*abs(3*x)", x, [6]), Case("abs(x)^3", x, [0]),
    Case("abs(x)*sin(abs(x))", x, [2]), Case("sqrt(1 + abs(x)^2)", x, [1]), Case("abs(x)^2.5", x, [0]),
    Case("x*(relu(x) - relu(-x))", x, [2]), Case("relu(x)^2 + relu(-x)^2", x, [2]), Case("relu(x)^3", x, [0]),
    Case("relu(x^2)", x, [2]), Case("sin(x)*(relu(x) - relu(-x))", x, [2]), Case("relu(x)*relu(-x)", x, [0]),
    Case("max(x, 0)^2 + min(x, 0)^2", x, [2]), Case("max(x^2, 0)", x, [2]), Case("max(x, -x)^2", x, [2]),
    Case("clamp(x, 0, 2)^2 + min(x, 0)^2", x, [2]), Case("leaky_relu(x)*leaky_relu(-x)", x, [-0.02]),
    Case("elu(x) + elu(-x)", x, [1]),
    Case("cos(abs(x))", x, [-1]), Case("cosh(abs(x))", x, [1]), Case("exp(-abs(2*x)^2)", x, [-8]),
    Case("log(1 + abs(x)^2)", x, [2]), Case("tanh(abs(x))^2", x, [2]),
    Case("g(x) = if(x==0, 1, sin(x)/x); cos(abs(x)) - g(x)", x, [-2.0 / 3]),
    Case("min(x, y)*max(x, y)", tie, [0, 1, 1, 0]), Case("max(x, y)^2 + min(x, y)^2", tie, [2, 0, 0, 2]),
    Case("max(x, y)^3 + min(x, y)^3", tie, [6, 0, 0, 6]), Case("abs(x - y)^2", tie, [2, -2, -2, 2]),
    Case("exp(max(x, y) + min(x, y))", xy, [1, 1, 1, 1]), Case("abs(x*y)^2", xy, [0, 0, 0, 0]),
    Case("max(x, y)*min(x, y)*(x + y)", tie, [2, 4, 4, 2]),
    Case("abs(x)^2 + abs(y)", xy, [2, 0, 0, 0]), Case("abs(x)^2*exp(y)", xy, [2, 0, 0, 0]),
    Case("hypot(x, y)^2", xy, [2, 0, 0, 2]), Case("hypot(x, 2*y)^2", xy, [2, 0, 0, 8]),
    Case("hypot(x, y)^4", xy, [0, 0, 0, 0]), Case("cos(hypot(x, y))", xy, [-1, 0, 0, -1]),
    Case("norm(w)^2", zeros, [2, 0, 0, 2]), Case("norm(2*w)^2", zeros, [8, 0, 0, 8]),
    Case("cosh(norm(w))", zeros, [1, 0, 0, 1]), Case("norm([1, 2; 2, 5]@w)^2", zeros, [10, 24, 24, 58]),
    Case("norm(w)*sin(norm(w))", zeros, [2, 0, 0, 2]), Case("sum(abs(w)^2)", zeros, [2, 0, 0, 2]),
    Case("max(w)*min(w)", [("w", Tensor(vector: [1, 1]))], [0, 1, 1, 0]),
  ]

  /// Values that 0/0 hides at the point itself.
  static let removable = [
    Case("if(x == 0, 1, sin(pi*x)/(pi*x))", x, [-.pi * .pi / 3]),
    Case("if x == 0 { 1 } else { sin(pi*x)/(pi*x) }", x, [-.pi * .pi / 3]),
    Case("s(u) = if(u == 0, 1, sin(pi*u)/(pi*u)); s(x) + s(2*x)", x, [-5 * .pi * .pi / 3]),
    Case(
      "s = 0; for k = 1 to 2 { if k*x == 0 { s = s + 1 } else { s = s + sin(pi*k*x)/(pi*k*x) } }; s", x,
      [-5 * .pi * .pi / 3]),
    Case("if(x == 0, 1, expm1(x)/x)", x, [1.0 / 3]), Case("if(x == 0, 0.5, (1 - cos(x))/x^2)", x, [-1.0 / 12]),
    Case("if(x == 0, 1, log1p(x)/x)", x, [2.0 / 3]), Case("if(x == 0, 1, tanh(x)/x)^2", x, [-4.0 / 3]),
    Case("if(x == 0, 1, x/expm1(x))", x, [1.0 / 6]), Case("if(x == 1, 1, log(x)/(x - 1))", [("x", 1.0)], [2.0 / 3]),
    Case("if(x == 0, 0, x^2/x)*x", x, [2]), Case("if(x == 0, 1/6, (x - sin(x))/x^3)", x, [-1.0 / 60]),
    Case("if(x == y, exp(x), (exp(x) - exp(y))/(x - y))", xy, [1.0 / 3, 1.0 / 6, 1.0 / 6, 1.0 / 3]),
    Case("(x^2 + y^2)^1.5", xy, [0, 0, 0, 0]), Case("(x^2 + y^2)^2.5", xy, [0, 0, 0, 0]),
    Case("(x^2)^1.25 + x^2", x, [2]), Case("(x^2 + y^2)^1.5 + x*y", xy, [0, 1, 1, 0]),
    Case("norm(w)^3", zeros, [0, 0, 0, 0]), Case("abs(x)^1.5", x, [.infinity]), Case("-abs(x)^1.25", x, [-.infinity]),
  ]

  /// Functions without a second derivative.
  static let rough = [
    Case("relu(x)^2", x, [0], sides: ["xx: 0 2"]), Case("x*abs(x)", x, [0], sides: ["xx: -2 2"]),
    Case("max(x, 0)^2", x, [0.5], sides: ["xx: 0 2"]), Case("elu(x)", x, [0], sides: ["xx: 1 0"]),
    Case("relu(x)^1.5", x, [0], sides: ["xx: 0 inf"]),
    Case("if(x > 0, x^2, 3*x^2)", x, [6], sides: ["xx: 6 2"]),
    Case("if x > 0 { x^2 } else { 3*x^2 }", x, [6], sides: ["xx: 6 2"]),
    Case("abs(x)*y", [("x", 0.0), ("y", 1.0)], [0, 0, 0, 0], sides: ["yx: -1 1"]),
    Case("relu(x)*relu(y)", xy, [0, 0, 0, 0], sides: ["xy: 0 nan"]),
    Case("x*step(y)", xy, [0, 0, 0, 0], sides: ["xy: 0 inf"]),
    Case("abs(x)", x, [0]), Case("hypot(x, y)", xy, [0, 0, 0, 0]), Case("norm(w)", zeros, [0, 0, 0, 0]),
    Case("norm([x, y])", xy, [0, 0, 0, 0]), Case("abs(x) + x^2", x, [2]),
    Case("abs(x) + relu(x)^2", x, [0], sides: ["xx: 0 2"]),
    Case("abs(x)*relu(y)^2", [("x", 1.0), ("y", 0.0)], [0, 0, 0, 0], sides: ["yy: 0 2"]),
    Case(
      "if(x^2 + y^2 == 0, 0, x*y*(x^2 - y^2)/(x^2 + y^2))", xy, [0, 0, 0, 0], sides: ["xy: -1 -1", "yx: 1 1"]),
  ]

  @Test func hessians() { forEach(Self.smooth + Self.removable + Self.rough, expectHessian) }

  private func expectHessian(_ test: Case) throws {
    let (point, program) = try Self.lowered(test)
    let gradient = Derivatives(gradientOf: point, path: program)
    let hessian = Hessian(point, gradient: gradient.tensors, path: program)
    let n = point.wrt.reduce(0) { $0 + point.graph.shape(of: $1).count }
    let rows = hessian.blocks.flatMap { row in row.flatMap(\.elements) }
    #expect(hessian.isExamined)
    #expect(rows.count == n * n && zip(rows, test.hessian).allSatisfy(Self.isClose), "\(rows)")
    let sides = hessian.kinks.flatMap(\.secondSides).map { side in
      "\(side.first)\(side.second): \(NumberText()(side.left)) \(NumberText()(side.right))"
    }
    #expect(Set(sides) == Set(test.sides))
  }

  /// A product is that of the Hessian.
  @Test func products() {
    forEach(Self.smooth + Self.removable + Self.rough) { test in
      let (point, program) = try Self.lowered(test)
      let gradient = Derivatives(gradientOf: point, path: program).tensors
      let n = point.wrt.reduce(0) { $0 + point.graph.shape(of: $1).count }
      let weights = (0..<n).map { [0.75, -1.5][$0 % 2] }
      var rest = weights[...]
      let direction = point.wrt.map { input in
        let shape = point.graph.shape(of: input)
        defer { rest = rest.dropFirst(shape.count) }
        return (
          input: input,
          tangent: shape.isScalar ? .scalar(rest[rest.startIndex]) : Tensor(shape, Array(rest.prefix(shape.count)))
        )
      }
      let product = HessianProduct(point, direction, gradient: gradient, path: program)
      let expected = (0..<n).map { row in (0..<n).reduce(0) { $0 + test.hessian[row * n + $1] * weights[$1] } }
      #expect(product.isExamined)
      #expect(zip(product.values.flatMap(\.elements), expected).allSatisfy(Self.isClose), "\(product.values)")
      #expect(product.kinks.isEmpty == test.sides.isEmpty)
    }
  }

  /// An undefined derivative spreads to entries whose inputs meet it, and to no others.
  @Test func undefined() {
    let nan = Double.nan
    forEach([
      Case("sqrt(y) + x^2", [("x", 1.0), ("y", -1.0)], [2, 0, 0, nan]),
      Case("log(y) + x^3", [("x", 2.0), ("y", -1.0)], [12, 0, 0, nan]),
      Case("x*sqrt(y) + z^2", [("x", 1.0), ("y", -1.0), ("z", 1.0)], [nan, nan, 0, nan, nan, 0, 0, 0, 2]),
      Case("asin(y) - exp(x + z)", [("x", 0.0), ("y", 2.0), ("z", 0.0)], [-1, 0, -1, 0, nan, 0, -1, 0, -1]),
      Case("sum(sqrt(w))", [("w", Tensor(vector: [-1, 4]))], [nan, 0, 0, -0.03125]),
    ]) { test in
      let (point, program) = try Self.lowered(test)
      let hessian = Hessian(point, gradient: Derivatives(gradientOf: point).tensors, path: program)
      let rows = hessian.blocks.flatMap { row in row.flatMap(\.elements) }
      // By pairs of inputs, which are scalars or one array here.
      #expect(zip(rows, test.hessian).allSatisfy(Self.isClose), "\(rows)")
    }
  }

  /// Where there is too much to look at, the whole answer keeps the conventions and says so.
  @Test func limits() throws {
    let test = Case(
      "sum(abs(A@w)^2)", [("A", Tensor(repeating: 1, Shape([200, 200]))), ("w", Tensor(repeating: 0, Shape([200])))], []
    )
    var (point, program) = try Self.lowered(test)
    point = Point(graph: point.graph, values: point.values, wrt: [point.wrt[1]], ties: .split)
    let gradient = point.vjp(.scalar(1))
    let product = HessianProduct(
      point, [(point.wrt[0], .basis(Shape([200]), 0))], gradient: gradient, path: program)
    #expect(!product.isExamined && product.kinks.isEmpty)
    #expect(product.values[0].elements.allSatisfy { $0 == 0 })
  }

  private static func isClose(_ found: Double, _ expected: Double) -> Bool {
    found.isNaN && expected.isNaN || found == expected || abs(found - expected) <= 1e-13 * abs(expected) + 1e-15
  }

  private static func lowered(_ test: Case) throws -> (Point<Tensor>, Program) {
    let inputs = test.inputs
    let program = Program(
      try Parser.parse(SourceText(test.program)), boundNames: NameTable(inputs.map(\.0)),
      shapes: inputs.filter { $0.1.scalar == nil }.map { .init(name: $0.0, shape: $0.1.shape) })
    var graph = try program.lower { name in inputs.first { $0.0 == name }?.1 }
    graph.orderInputs(as: inputs.map(\.0))
    let values = graph.orderedInputNames.map { name in inputs.first { $0.0 == name }?.1 ?? .scalar(.nan) }
    return (Point(graph, inputs: values), program)
  }
}
