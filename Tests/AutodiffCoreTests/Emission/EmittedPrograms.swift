import Foundation

@testable import AutodiffCore

/// Programs for emitted code to answer, with what the sweep over numbers answers.
struct EmittedPrograms: Sendable {
  struct Case: Sendable {
    var text: String
    var graph: Graph
    var program: GradientProgram
    var inputs: [Double]
    /// The direction, where the function takes one.
    var direction: [Double] = []
    /// The value, then the derivatives.
    var expected: [Double]

    /// The value, then the derivatives, as the graph gives them that the code is written from.
    var ownAnswers: [Double] {
      let values = Evaluation.run(program.graph, inputs: inputs)
      return program.answers.flatMap(\.nodes).map { values[Int($0)] }
    }

    /// The arguments of functions that take rows of numbers: the inputs, and the direction if there is one.
    var arguments: [[Double]] { program.directions.isEmpty ? [inputs] : [inputs, direction] }

    /// The arguments of functions that take the inputs one by one.
    var separateArguments: [(shape: Shape, numbers: [Double])] {
      var rest = (inputs + direction)[...]
      return (program.inputs + program.directions).map { input in
        let shape = program.graph.shape(of: input)
        defer { rest = rest.dropFirst(shape.count) }
        return (shape, Array(rest.prefix(shape.count)))
      }
    }
  }

  private(set) var cases: [Case] = []

  /// The number of random programs: more of them where the environment asks.
  static var count: Int { ProcessInfo.processInfo.environment["AUTODIFF_EMITTED"].flatMap(Int.init) ?? 30 }

  init(seed: UInt64, count: Int = count) throws {
    var scalars = ProgramGenerator(seed: seed)
    var arrays = TensorProgramGenerator(seed: seed)
    // The derivative by s is a number in a matrix's place.
    try add("sum(reshape(s, 1, 1)*A)", [("s", .scalar(1.5)), ("A", Tensor(Shape([2, 1]), [0.5, -2]))])
    for _ in 0..<count {
      let program = scalars.next()
      try add(program.text, zip(program.names, program.values).map { ($0, .scalar($1)) })
    }
    for _ in 0..<count {
      let program = arrays.next()
      try add(program.text, program.inputs)
    }
  }

  init() {}

  /// Returns a part of the programs, evenly taken.
  func part(_ share: Double) -> EmittedPrograms {
    var part = EmittedPrograms()
    part.cases = cases.enumerated().filter { Int(Double($0.offset) * share) < Int(Double($0.offset + 1) * share) }
      .map(\.element)
    return part
  }

  mutating func append(_ others: EmittedPrograms) { cases += others.cases }
  mutating func remove(where isUnwanted: (Case) -> Bool) { cases.removeAll(where: isUnwanted) }

  /// Random sums, differences, products and quotients in brackets, of numbers so far apart that each order of
  /// evaluation rounds to another result.
  init(arithmetic count: Int, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let names = ["a", "b", "c", "d"]
    func expression(_ depth: Int) -> String {
      if depth == 0 || Int.random(in: 0..<6, using: &random) == 0 {
        return names[Int.random(in: 0..<names.count, using: &random)]
      }
      let sign = ["+", "+", "-", "-", "*", "/"][Int.random(in: 0..<6, using: &random)]
      let minus = Int.random(in: 0..<8, using: &random) == 0 ? "-" : ""
      return "\(minus)(\(expression(depth - 1)) \(sign) \(expression(depth - 1)))"
    }
    try add("a + (b - c) + 0*d", [("a", 1), ("b", 1e17), ("c", 1e17), ("d", 1)].map { ($0.0, .scalar($0.1)) })
    for _ in 0..<count {
      let inputs = names.map { name -> (String, Tensor) in
        let size = [1, 3, 1e9, 1e16, 1e17][Int.random(in: 0..<5, using: &random)]
        return (name, .scalar(size * Double.random(in: -1...1, using: &random)))
      }
      try add(expression(5) + " + 0*(a + b + c + d)", inputs)
    }
  }

  /// Every function of numbers, at a point within its domain.
  static func everyFunction(_ kind: EmittedDerivative = .gradient) throws -> EmittedPrograms {
    var programs = EmittedPrograms()
    for primitive in Primitive.callable where !primitive.isArray && primitive != .choose {
      guard let name = primitive.callName else { continue }
      let inputs = primitive.gate.domain.samples.enumerated().map { place, range -> (String, Tensor) in
        ("x\(place + 1)", .scalar(range.lowerBound + 0.7 * (range.upperBound - range.lowerBound)))
      }
      let isOrder = primitive.gate.parameters?.first == "n"
      let arguments = inputs.enumerated().map { $0 == 0 && isOrder ? "1" : $1.0 }.joined(separator: ", ")
      try programs.add("\(name)(\(arguments))", isOrder ? Array(inputs.dropFirst()) : inputs, kind)
    }
    return programs
  }

  /// Random programs with derivatives of each kind other than the gradient.
  init(derivatives seed: UInt64, count: Int) throws {
    var scalars = ProgramGenerator(seed: seed)
    var arrays = TensorProgramGenerator(seed: seed)
    for kind in EmittedDerivative.allCases where kind != .gradient {
      try add("[x*y, x - y, [0.5, 2]@[y, sin(x)], 3]", [("x", .scalar(0.5)), ("y", .scalar(2))], kind)
      try add(
        "A@v*s",
        [
          ("A", Tensor(Shape([2, 3]), [1, 2, 3, 4, 5, 6])), ("v", Tensor(Shape([3]), [1, -1, 0.5])), ("s", .scalar(2)),
        ], kind)
      try add(
        "value = v*w; product = value@v; product*tangent",
        [("v", Tensor(Shape([2]), [1, 3])), ("w", .scalar(2)), ("tangent", .scalar(3))], kind)
      for _ in 0..<count {
        let program = scalars.next()
        try add(program.text, zip(program.names, program.values).map { ($0, .scalar($1)) }, kind)
        let other = arrays.next()
        if other.inputs.reduce(0, { $0 + $1.value.count }) <= 12 { try add(other.text, other.inputs, kind) }
      }
    }
  }

  /// Adds a program; one with several outputs ends in their sum where the derivative is that of one.
  mutating func add(
    _ text: String, _ inputs: [(name: String, value: Tensor)], _ kind: EmittedDerivative = .gradient
  ) throws {
    func lower(_ text: String) throws -> Graph {
      try Lowering.lower(
        try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.name)),
        shapes: inputs.map { .init(name: $0.name, shape: $0.value.shape) })
    }
    var text = text
    var graph = try lower(text)
    if kind.isOfScalars, !graph.shape(of: graph.output).isScalar {
      let statements = text.components(separatedBy: "; ")
      text = (statements.dropLast() + ["sum(\(statements.last ?? "0"))"]).joined(separator: "; ")
      graph = try lower(text)
    }
    let values = graph.orderedInputNames.map { name in inputs.first { $0.name == name }?.value ?? .scalar(.nan) }
    let point = Point<Tensor>(graph, inputs: values)
    let elements = values.flatMap(\.elements)
    let direction = elements.indices.map { 0.75 - 0.5 * Double($0 % 4) }
    cases.append(
      Case(
        text: kind == .gradient ? text : "\(kind) of \(text)",
        graph: graph, program: try GradientProgram(graph, wrt: graph.inputs, kind), inputs: elements,
        direction: kind.form.takesDirection ? direction : [],
        expected: Self.expected(point, kind, direction)))
  }

  /// The answers of the sweeps over numbers.
  private static func expected(_ point: Point<Tensor>, _ kind: EmittedDerivative, _ direction: [Double]) -> [Double] {
    let graph = point.graph
    let value = point.values[Int(graph.output)]
    func gradient(_ seed: Tensor) -> [Double] {
      let adjoints = point.pullback(seed: seed)
      return graph.inputs.flatMap { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).elements }
    }
    func product(_ direction: [Double]) -> [Double] {
      var rest = direction[...]
      let tangents = graph.inputs.map { input -> (Graph.NodeID, Tensor) in
        let shape = graph.shape(of: input)
        defer { rest = rest.dropFirst(shape.count) }
        return (input, Tensor(shape, Array(rest.prefix(shape.count))))
      }
      return point.hessianProduct(tangents, gates: Dual<Tensor>.gates(point.ties)).flatMap(\.elements)
    }
    let count = direction.count
    switch kind {
    case .gradient: return value.elements + gradient(1.0)
    case .jacobian:
      let rows = (0..<value.count).flatMap { gradient(value.shape.isScalar ? 1.0 : .basis(value.shape, $0)) }
      return value.elements + rows
    case .hessian:
      let rows = (0..<count).flatMap { place in product((0..<count).map { $0 == place ? 1 : 0 }) }
      return value.elements + gradient(1.0) + rows
    case .hvp: return product(direction)
    case .jvp:
      let rows = (0..<value.count).map { gradient(value.shape.isScalar ? 1.0 : .basis(value.shape, $0)) }
      return value.elements + rows.map { zip($0, direction).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// Programs that reach each routine that is written out, near the edges that it takes care of.
  static var everyRoutine: EmittedPrograms { get throws { try routines.get() } }

  // They are made once: that takes longer than to compile them.
  private static let routines = Result { try makeRoutines() }

  private static func makeRoutines() throws -> EmittedPrograms {
    var programs = EmittedPrograms()
    func vector(_ numbers: Double...) -> Tensor { .array(Shape([numbers.count]), numbers) }
    func matrix(_ numbers: Double...) -> Tensor {
      let n = Int(Double(numbers.count).squareRoot())
      return .array(Shape([n, n]), numbers)
    }
    let long = Tensor.array(Shape([150]), (0..<150).map { sin(Double($0)) })
    let regular = matrix(2, -1, 0.5, 1, 3, -2, 0.25, 1, -1.5)
    let (rankTwo, rankOne) = (matrix(1, 2, 3, 4, 5, 6, 7, 8, 9), matrix(1, 2, 3, 2, 4, 6, 3, 6, 9))
    let cases: [(String, [(String, Tensor)])] = [
      ("v[i]^2 + sum(v[w]*[1, 2, 4])", [("v", vector(2, 3, 5)), ("i", .scalar(2)), ("w", vector(3, 1, 3))]),
      ("v[w] = v; v[i] += 2; sum(v^2)", [("v", vector(2, 3, 5)), ("i", .scalar(2)), ("w", vector(3, 1, 3))]),
      ("v[argmax(v)]^2", [("v", vector(2, -1, 3, 0.5))]),
      ("sum(sort(v)*[1, 2, 4, 8]) + median(v)^2", [("v", vector(3, -1, 2, 3))]),
      ("sum(cummax(v)*[1, 2, 4, 8]) + argmax(v)*v[1] + argmin(v)*v[2]", [("v", vector(2, -1, 3, 3))]),
      ("sum(sort(A, axis=1)*sort(A, axis=2)) + sum(cummax(A, axis=1)) + sum(median(A, axis=2)^2)", [("A", regular)]),
      ("sum(flip(A)*roll(A, 1, axis=2)) + sum(flip(A, axis=2)*A*roll(A, -1)) + pad(A, 1)[2,2]^2", [("A", regular)]),
      ("prod(v)", [("v", vector(-1e200, 1e200, 1e-300, -3))]), ("prod(v)", [("v", vector(-2, 3, 0.5))]),
      ("norm(v)", [("v", vector(3e200, -4e200))]), ("norm(v)", [("v", vector(0, 0))]),
      ("norm(v*1e-300)", [("v", vector(3e-20, 4e-20))]), ("mean(v)", [("v", vector(1.5e308, 1.5e308, -1e308))]),
      ("variance(v)", [("v", vector(1e8, 1e8 + 1, 1e8 + 2))]), ("variance(v)", [("v", vector(0.5, -2, 3))]),
      ("logsumexp(v)", [("v", vector(1000, 1000.5, 999))]), ("max(v)*min(v)", [("v", vector(2, -3, 5))]),
      ("sum(softmax(v, axis=1)*[1, 2, 4])", [("v", vector(1000, 1001, -5))]),
      ("log_softmax(v, axis=1)[2]", [("v", vector(1000, 1001, -5))]),
      ("sum(cumsum(v, axis=1)^2)", [("v", vector(1e6, 1, -1e6, 3))]), ("sum(v)", [("v", long)]),
      ("dot(v, w)", [("v", long), ("w", long)]), ("trace(A)", [("A", regular)]), ("det(A)", [("A", regular)]),
      ("det(A)", [("A", rankTwo)]), ("det(A)", [("A", rankOne)]), ("det(A)", [("A", matrix(-3))]),
      ("det(A)", [("A", matrix(1, 2, 3, 4))]), ("logdet(A)", [("A", matrix(2, 1, 1, 3))]),
      ("logdet(A)", [("A", matrix(1, 2, 3, 1))]), ("floor(logdet(A))", [("A", matrix(1, 2, 3, 1))]),
      ("sum(inv(A))", [("A", regular)]),
      ("sum(inv(A))", [("A", matrix(1, 2, 2, 4))]),
      ("sum(A[i]^2) + v[3]*v[i[2]]", [("A", regular), ("i", vector(3, 1, 3)), ("v", vector(2, -4, 3))]),
      (
        "v[i] += 2; A[j] = v; sum(A^2)",
        [("A", regular), ("i", vector(2, 2)), ("v", vector(2, -4, 3)), ("j", .scalar(3))]
      ),
      ("sum(A[i]) + v[j]", [("A", regular), ("i", vector(1, 2.5)), ("v", vector(2, -4, 3)), ("j", .scalar(4))]),
      ("sum(chol(A @ A')*A)", [("A", regular)]), ("sum(chol(A))", [("A", matrix(1, 2, 2, 1))]),
      ("sum(eigvals(A)*[1, 2, 4])", [("A", regular)]), ("sum(eigenvectors(A)*A)", [("A", regular)]),
      ("sum(eigvals(A)*[1, 2])", [("A", matrix(2, 0, 0, 1))]),
      ("sum(cumprod(v)*[1, 2, 4])", [("v", vector(2, 0, 3))]),
      ("sum(expm(A)*A)", [("A", regular)]), ("sum(expm(A*10))", [("A", regular)]),
      ("sum(pinv(A)*A)", [("A", regular)]),
      ("norm(v, 3)*norm(v, 1)*norm(v, inf)", [("v", vector(2, -4, 3))]),
      ("sum(solve(A, b))", [("A", regular), ("b", vector(1, -2, 3))]),
      ("sum(solve(A, B))", [("A", regular), ("B", rankTwo)]), ("digamma(x)", [("x", .scalar(-2.5))]),
      ("digamma(x)", [("x", .scalar(1.46))]), ("digamma(x)", [("x", .scalar(30))]),
      ("polygamma(2, x)", [("x", .scalar(-0.3))]), ("polygamma(3, x)", [("x", .scalar(40.5))]),
      ("polygamma(150, x)", [("x", .scalar(-1.25))]), ("polygamma(1, x)", [("x", .scalar(-2))]),
      ("mod(x, y)", [("x", .scalar(-5)), ("y", .scalar(3))]),
      ("mod(x, y)", [("x", .scalar(5.5)), ("y", .scalar(-3))]),
    ]
    for (text, inputs) in cases { try programs.add(text, inputs) }
    for (text, values) in specialCases {
      try programs.add(text, zip(["x", "y"], values).map { ($0, .scalar($1)) })
    }
    // Factors of second derivatives.
    for (text, values) in [("beta(x, y)", [0.5, 3]), ("gammainc(x, y)", [4, 3])] {
      for gradient in try Graph(program: text).gradientGraphs() {
        let answers = Evaluation.run(gradient, inputs: values)
        let adjoints = Pullback.run(gradient, values: answers, active: gradient.active(gradient.inputs))
        programs.cases.append(
          Case(
            text: "derivative of \(text)", graph: gradient,
            program: try GradientProgram(gradient, wrt: gradient.inputs),
            inputs: values,
            expected: [answers[Int(gradient.output)]] + gradient.inputs.map { adjoints[Int($0)] }))
      }
    }
    return programs
  }

  /// Special functions in each of the ranges that their routines tell apart.
  private static let specialCases: [(String, [Double])] = [
    ("erfinv(x)", [1e-12]), ("erfinv(x)", [0.3]), ("erfinv(x)", [-0.9999]), ("erfinv(x)", [1]), ("erfinv(x)", [1.5]),
    ("normcdf(x)", [-30]), ("Φ(x)", [0.5]),
    ("beta(x, y)", [1e-20, 2]), ("beta(x, y)", [0.5, 3]), ("beta(x, y)", [3, 300]), ("beta(x, y)", [200, 30]),
    ("lbeta(x, y)", [0.5, 3]), ("lbeta(x, y)", [3, 3e5]), ("lbeta(x, y)", [2e10, 30]), ("lbeta(x, y)", [0, 3]),
    ("lbeta(x, y)", [-1, 3]),
    ("gammainc(x, y)", [0.5, 0.3]), ("gammainc(x, y)", [0.5, 3]), ("gammainc(x, y)", [4, 3]),
    ("gammainc(x, y)", [40, 70]), ("gammainc(x, y)", [2000, 1950]), ("gammainc(x, y)", [1e8, 100_005_000]),
    ("gammainc(x, y)", [1, 0]), ("gammainc(x, y)", [3, 200]), ("gammainc(x, y)", [3, -1]),
    ("gammainc_a(2, x, y)", [0.5, 0.3]), ("gammainc_a(2, x, y)", [0.5, 3]), ("gammainc_a(2, x, y)", [6, 3]),
    ("gammainc_a(1, x, y)", [6, 9]), ("gammainc_a(1, x, y)", [30, 0.5]),
    ("besselj(0, x)", [1e-8]), ("besselj(1, x)", [0]), ("besselj(3, x)", [1.5]), ("besselj(2, x)", [-12]),
    ("besselj(-3, x)", [25]), ("besselj(4, x)", [200]), ("besselj(60, x)", [45]), ("besselj(1.5, x)", [2]),
    ("lambertw(x)", [1e-20]), ("lambertw(x)", [-0.3678]), ("lambertw(x)", [-0.36]), ("lambertw(x)", [-0.25]),
    ("lambertw(x)", [0.5]), ("lambertw(x)", [300]), ("lambertw(x)", [1e12]), ("lambertw(x)", [-0.5]),
    ("xlogy(x, y)", [0, 0.5]), ("xlogy(x, y)", [0.5, 2]), ("logit(x)", [0.1]), ("logit(x)", [0.4]), ("logit(x)", [0.8]),
    ("sinc(x)", [0]), ("sinc(x)", [1e-5]), ("sinc(x)", [2]), ("sinc(x)", [30]),
  ]

  /// The error of one of the answers, in units of the largest.
  static func error(_ value: Double, _ expected: Double, scale: Double) -> Double {
    if value.isSame(as: expected) { return 0 }
    guard value.isFinite, expected.isFinite else { return .infinity }
    return abs(value - expected) / max(abs(expected), scale)
  }
}
