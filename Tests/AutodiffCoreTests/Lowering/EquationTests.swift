import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Equations that are solved inside programs, and their implicit derivatives.
@Suite(.namesCases) struct EquationTests {
  /// A program of numbers with its value, gradient and Hessian.
  ///
  /// Source: mpmath with 50 digits; roots by `findroot` or in closed form, derivatives by `diff`.
  struct Case {
    var text: String
    var inputs: [(String, Double)]
    var value: Double
    var gradient: [Double]
    var hessian: [Double]

    init(_ text: String, _ inputs: [(String, Double)], _ value: Double, _ gradient: [Double], _ hessian: [Double]) {
      (self.text, self.inputs, self.value) = (text, inputs, value)
      (self.gradient, self.hessian) = (gradient, hessian)
    }
  }

  @Test func valuesAndDerivatives() throws {
    for program in Self.cases {
      let point = try AssignmentTests.point(program.text, program.inputs.map { ($0, .scalar($1)) })
      // The inputs stand in the order of the text.
      let order = program.inputs.map { name, _ in point.graph.orderedInputNames.firstIndex(of: name) ?? 0 }
      #expect(Self.isNear([point.value.scalar ?? .nan], [program.value]), "\(program.text): \(point.value)")
      for mode in [JacobianMode.reverse, .forward] {
        let own = point.jacobian(mode).map { $0.scalar ?? .nan }
        #expect(Self.isNear(order.map { own[$0] }, program.gradient), "\(program.text), \(mode): \(own)")
      }
      let hessian = Hessian(point, gradient: point.gradient.map(\.value)).blocks
      let second = order.flatMap { row in order.map { hessian[row][$0].scalar ?? .nan } }
      #expect(Self.isNear(second, program.hessian), "\(program.text): \(second)")
      #expect(!point.graph.nodes.contains { $0.primitive == .broadcast && $0.shape == 0 }, "an alias is left")
    }
  }

  /// Returns a Boolean value indicating whether numbers agree to thirteen digits of each, or fourteen of the largest.
  private static func isNear(_ own: [Double], _ expected: [Double]) -> Bool {
    let size = expected.reduce(0) { max($0, $1.magnitude) }
    return own.count == expected.count
      && zip(own, expected).allSatisfy { ($0 - $1).magnitude <= 1e-13 * $1.magnitude + 1e-14 * size }
  }

  /// Roots far from the start, near 0, beside another root, and beyond places at which whole steps leave the range.
  ///
  /// Source: the closed forms, by mpmath with 50 digits.
  @Test func searchesGoFar() {
    forEach([
      ("root(u^2 - a, u, 1e10)", 2, 1.4142135623730951), ("root(u^2 - a, u, 1e150)", 2, 1.4142135623730951),
      ("root(u^3 - a, u, 1e6)", 8, 2), ("root(u^2 - a, u, 1)", 1e-20, 1e-10), ("root(u^2 - a, u, 1)", 1e-300, 1e-150),
      ("root(u^3 - a, u, 1)", 1e-17, 2.154434690031884e-06), ("root((u - 1)*(u - 1 - a), u, 2)", 5e-6, 1.000005),
      ("root(exp(u) - a, u, 100)", 2, 0.6931471805599453), ("root(exp(u) - a, u, -100)", 2, 0.6931471805599453),
      ("root(exp(-u) - a, u, 0)", 1e-100, 230.25850929940458), ("root(u^2 - a, u, 1)", 1e200, 1e100),
      ("root(u^20 - a, u, 0.1)", 2, 1.0352649238413776), ("root(u^2 - a, u, 1e-150)", 2, 1.4142135623730951),
      ("root(sin(u) - a, u, 1)", 0, 0), ("root(3*u - a, u, 1e5)", 1, 1.0 / 3),
      ("root([u[1]^2 - a, u[2]^2 - 3], u, [1, 1e9])[2]", 2, 1.7320508075688772),
    ]) { (text: String, a: Double, root: Double) throws in
      let point = try AssignmentTests.point(text, [("a", .scalar(a))])
      let own = try #require(point.value.scalar)
      #expect((own - root).magnitude <= 1e-14 * root.magnitude + 1e-300, "\(text): \(own)")
    }
  }

  /// A place at which a search cannot go on is no root, and a multiple root is none with a derivative.
  @Test func placesThatAreNoRoots() {
    forEach([
      ("root(sqrt(u) - 1, u, 0)", "stuck"), ("root(cbrt(u) - x, u, 0)", "stuck"),
      ("root(asin(u) - x/4, u, 1)", "stuck"),
      ("root(u^2 - x, u, 0)", "stuck"), ("root([sqrt(u[1]) - x, u[2] - 1], u, [0, 0])", "stuck"),
      ("root(u^3 - 3*u + 1, u, 1)", "stuck"), ("root(u^2, u, 1)", "singular"), ("root(u^3, u, 1)", "singular"),
      ("root((u - 1)^2, u, 3)", "singular"), ("root(u^2 - 2*u + 1, u, 3)", "singular"),
      ("root((u - 1)^3, u, 3)", "singular"), ("root(u^4 - 4*u^3 + 6*u^2 - 4*u + 1, u, 3)", "notFound"),
      ("root(exp(u), u, 0)", "notFound"), ("root(tan(u) - tan(u) + 1/(u - 3), u, 2)", "notFound"),
      ("root(floor(u) - 1/2, u, 3)", "stuck"), ("root(1/(u - 1)^3, u, 2)", "notFound"),
    ]) { (text: String, fault: String) in
      let problem = Self.problem(text)
      guard case .root(let own) = problem?.fact else {
        Issue.record("\(text): \(String(describing: problem))")
        return
      }
      #expect("\(own)".hasPrefix(fault), "\(text): \(own)")
    }
  }

  /// Source: mpmath's `taylor` of `findroot(lambda u: u**3 + u - a, 1)` at a = 2.
  @Test func powerSeries() throws {
    var options = Lowering.Options()
    options.orders = 5
    let program = Program(
      try Parser.parse(SourceText("root(u^3 + u - a, u, 1)")), boundNames: NameTable(["a"]), options: options)
    let graph = try program.lower { _ in .scalar(2) }
    let point = Point<Tensor>(graph, inputs: [.scalar(2)])
    let series = try TaylorExpansion(point, along: [(input: graph.inputs[0], tangent: 1.0)], order: 5)
    let expected = [1.0, 0.25, -0.046875, 0.013671875, -0.00457763671875, 0.00162506103515625]
    #expect(Self.isNear(series.coefficients.map { $0.scalar ?? .nan }, expected))
  }

  @Test func derivativesOfDerivativesStayRight() throws {
    // The fourth derivative of the square root, half of them taken by the program.
    let point = try AssignmentTests.point("y = root(u^2 - a, u, 1); diff(diff(y, a), a)", [("a", .scalar(4))])
    #expect(Self.isNear([point.value.scalar ?? .nan], [-0.03125]))
    let hessian = Hessian(point, gradient: point.gradient.map(\.value)).blocks
    #expect(Self.isNear([hessian[0][0].scalar ?? .nan], [-15.0 / 16 / 128]))
  }

  @Test func otherPointsAreSolvedAnew() throws {
    let program = Program(try Parser.parse(SourceText("b + root(u^2 - a, u, 1)")), boundNames: NameTable(["a", "b"]))
    let graph = try program.lower { _ in .scalar(4) }
    #expect(graph.pins.count == 1)
    let same = try program.path(of: graph, at: [.scalar(7), .scalar(4)])
    #expect(same.constants == graph.constants)
    let other = try program.path(of: graph, at: [.scalar(0), .scalar(9)])
    #expect(Point<Tensor>(other, inputs: [.scalar(0), .scalar(9)]).value == .scalar(3))
  }

  @Test func aRootOfNumbersIsANumber() throws {
    let program = Program(try Parser.parse(SourceText("x*root(u^2 - 9, u, 1)")))
    #expect(try program.lower().constants == [3])
    let vector = try AssignmentTests.point("x*root(u^2 - [4, 9], u, [1, 1])", [("x", .scalar(1))])
    #expect(vector.value == Tensor(Shape([2]), [2, 3]))
  }

  /// Starts from which plain Newton steps do not converge.
  @Test func farStarts() throws {
    for (text, value) in [
      ("root(atan(u) - 0.2, u, 20)", 0.2027100355086725), ("root(exp(u) - 3, u, 30)", 1.0986122886681098),
      ("root(u^3 - 2*u + 2, u, 0)", -1.7692923542386314),
      ("root(log(u), u, 5)", 1), ("root(tanh(u - 3), u, -5)", 3),
    ] {
      let own = try AssignmentTests.point(text + " + 0*x", [("x", .scalar(1))]).value.scalar ?? .nan
      #expect(Self.isNear([own], [value]), "\(text): \(own)")
    }
  }

  @Test func errors() {
    forEach(
      [
        ("root(u^2 - x, 3, 1)", .nameNeeded), ("root(u^2 - x, u + 1, 1)", .nameNeeded),
        ("u = 1; root(u^2 - x, u, 1)", .taken("u")), ("f(u) = root(u^2 - x, u, 1); f(x)", .taken("u")),
        ("f(u) = { root(u^2 - x, u, 1) }; f(x)", .taken("u")),
        ("x + root(x^2 - 2, x, 1)", .taken("x")),
        ("root(u - x, u, [1, 2; 3, 4])", .start("u", Shape([2, 2]))),
        ("root([u, u - x], u, 1)", .shape("u", .scalar, given: Shape([2]))),
        ("root(x^2, u, 1)", .constant("u")), ("root(u^2 + x, u, 1)", .notFound("u", at: [], residual: 0)),
        ("root(1/(u - x), u, 1)", .notFound("u", at: [], residual: 0)),
        ("root((u - x)^2, u, 1)", .singular("u", at: [])),
        ("root(u + relu(u) + x - 2, u, 1)", .kink("u", at: [])),
        ("root([u[1] + u[2] - x, 2*u[1] + 2*u[2] - 2*x], u, [1, 1])", .singular("u", at: [])),
      ]
    ) { (text: String, fault: RootFault) in
      let problem = Self.problem(text)
      guard case .root(let own) = problem?.fact else {
        Issue.record("\(text): \(String(describing: problem))")
        return
      }
      switch (own, fault) {
      // The place at which a search ends is a matter of its steps.
      case (.notFound(let name, _, let residual), .notFound(let other, _, _)):
        #expect(name == other && residual != 0)
      case (.singular(let name, _), .singular(let other, _)), (.kink(let name, _), .kink(let other, _)):
        #expect(name == other)
      default: #expect(own == fault)
      }
    }
    #expect(
      Self.problem("root(u, u)")?.fact == .wrongArgumentCount(function: "root", accepts: .exactly(3), given: 2))
    #expect(Self.problem("root(u, v, w) = u; root(x, x, x)")?.fact == .builtinRedefined("root"))
    #expect(Self.problem("root(u - y, u, 1)")?.fact == .pathUnknown(word: "root", names: ["y"]))
    #expect(Self.problem("root(u - x, u, y)")?.fact == .pathUnknown(word: "root", names: ["y"]))
  }

  @Test func nestedCallsEnd() {
    var text = "u0 - x"
    for level in 1...21 { text = "root(u\(level) - \(text), u\(level - 1), 1)" }
    #expect(Self.problem(text.replacing("u21", with: "x"))?.fact == .root(.nested(20)))
    #expect(Self.problem("root(root(root(cos(a + b + c) - c, c, 1) - b/2, b, 1) - a/3 - x, a, 1)") == nil)
  }

  private static func problem(_ text: String) -> Problem? {
    do throws(Problem) {
      let program = Program(try Parser.parse(SourceText(text)), boundNames: NameTable(["x"]))
      _ = try program.lower { $0 == "x" ? .scalar(2) : nil }
      return nil
    } catch {
      return error
    }
  }
}

extension EquationTests {
  fileprivate static var cases: [Case] {
    [
      Case(
        "root(E - k*sin(E) - M, E, M)",
        [("k", 0.3), ("M", 1.0)], 1.2880913132118377,
        [1.0480083050499363, 1.0913293011504175],
        [0.29277745367929691, -0.027354625547006593, -0.027354625547006593, -0.37445325532540395]),
      Case(
        "root(E - k*sin(E) - M, E, pi)",
        [("k", 0.9), ("M", 0.1)], 0.6308435275631535,
        [2.1587737816538381, 3.660017128601632],
        [3.7063455099732618, -4.5336603952717063, -4.5336603952717063, -26.02650666614104]),
      Case(
        "root(cos(a*u) - u, u, 1)",
        [("a", 1.25)], 0.66964861649757809,
        [-0.25790648364129382],
        [0.15678077110816919]),
      Case(
        "root(u^2 - a, u, 1)",
        [("a", 2.0)], 1.414213562373095,
        [0.35355339059327376],
        [-0.088388347648318441]),
      Case(
        "root(u^5 - a*u - b, u, 2)",
        [("a", 1.5), ("b", 0.75)], 1.2068630380520202,
        [0.1325170388798094, 0.10980288127284368],
        [-0.038687792791658398, -0.044113162637194084, -0.044113162637194084, -0.046542013138189393]),
      Case(
        "root(u*exp(u) - a, u, 1)",
        [("a", 3.0)], 1.04990889496404,
        [0.1707244807388473],
        [-0.043365455011462527]),
      Case(
        "root(x^3 + y^3 - 3*x*y, y, 1.5)",
        [("x", 0.5)], 1.1807343830929133,
        [1.0409342588853219],
        [-1.6517520059000645]),
      Case(
        "root(x^2/4 + u^2 - 1, u, -1)*x",
        [("x", 0.5)], -0.48412291827592711,
        [-0.90369611411506394],
        [0.39590496427898039]),
      Case(
        "root(log(u) + u - a, u, 1)",
        [("a", 2.5)], 1.8726470404165944,
        [0.65188901179624946],
        [0.078996731900153386]),
      Case(
        "root(tan(u) - a*u, u, 4.5)",
        [("a", 1.0)], 4.4934094579090642,
        [0.22254815844566587],
        [-0.44509631689133174]),
      Case(
        "root((p + a/v^2)*(v - b) - t, v, t/p)",
        [("p", 1.5), ("a", 0.4), ("b", 0.1), ("t", 3.0)], 1.9716065766605421,
        [-1.3297029902700376, -0.34206932377203495, 1.1387982076429968, 0.71046073830462347],
        [
          1.7782323093525966, -0.0039463988929167525, 0.095210430459863364, -0.44535563806723018,
          -0.0039463988929167525, -0.11971174327307165, 0.41965098969853531, 0.13195787314021291, 0.095210430459863364,
          0.41965098969853531, -0.25044750189619086, -0.10355868052306973, -0.44535563806723018, 0.13195787314021291,
          -0.10355868052306973, -0.031736810153287788,
        ]),
      Case(
        "root(1/sqrt(f) + 2*log10(r/3.75 + 2.5/(q*sqrt(f))), f, 0.02)",
        [("r", 0.001), ("q", 100000.0)], 0.022121147129245669,
        [3.3389739702180063, -2.1046529270300227e-8],
        [-1101.8378620957034, 8.5335916092210695e-6, 8.5335916092210695e-6, 3.5712880471343683e-13]),
      Case(
        "root(-100 + c/(1 + r) + 40/(1 + r)^2 + d/(1 + r)^3, r, 0.1)",
        [("c", 30.0), ("d", 60.0)], 0.12714748441856642,
        [0.0046450344510433395, 0.0036561789773941878],
        [2.7952594132417308e-5, -8.1326919347028517e-6, -8.1326919347028517e-6, -3.0120792812101179e-5]),
      Case(
        "root(s*normcdf((log(s) + v^2/2)/v) - normcdf((log(s) - v^2/2)/v) - c, v, 0.5)",
        [("s", 1.125), ("c", 0.1875)], 0.27076716195829649,
        [-1.8765872638672551, 2.6216995226843741],
        [-8.8323086463200333, 5.6838248307010823, 5.6838248307010823, -4.3380735480390372]),
      Case(
        "root(erf(u) - a, u, 0)",
        [("a", 0.25)], 0.2253120550121781,
        [0.93237823460597253],
        [0.39174068461606698]),
      Case(
        "root(gamma(u) - a, u, 3)",
        [("a", 5.0)], 3.8523554580317278,
        [0.1648375828913445],
        [-0.039599615445226635]),
      Case(
        "root(u - a*(1 - exp(-u)), u, 4)",
        [("a", 5.0)], 4.9651142317442763,
        [1.0289174210540228],
        [-0.023390726828890531]),
      Case(
        "root(h*sinh(w/(2*h)) - l/2, h, 1)",
        [("w", 2.0), ("l", 3.0)], 0.61647293947208079,
        [0.7171559451159272, -0.2726129835865912],
        [0.94686335663908819, -0.63124223775939212, -0.63124223775939212, 0.42082815850626142]),
      Case(
        "root(x + k*x/(1 + x) - s, x, s)",
        [("k", 2.0), ("s", 3.0)], 1.7320508075688773,
        [-0.5, 0.78867513459481288],
        [0.14433756729740644, -0.14433756729740644, -0.14433756729740644, 0.096225044864937627]),
      Case(
        "root(r*u*(1 - u) - u, u, 0.5)*r^2",
        [("r", 3.25)], 7.3125,
        [5.5],
        [2.0]),
      Case(
        "root(u - root(v^3 + v - u*a, v, 1) - b, u, 1)",
        [("a", 2.0), ("b", 0.5)], 1.824717957244746,
        [0.42787221263443572, 1.4689735319758746],
        [-0.14054880617148527, -0.029531217297496529, -0.029531217297496529, -0.40991109738088152]),
      Case(
        "root(diff((u - a)^4 + b*u^2, u), u, 1)",
        [("a", 3.0), ("b", 1.0)], 2.0,
        [0.85714285714285714, -0.28571428571428571],
        [0.034985422740524781, -0.052478134110787172, -0.052478134110787172, 0.22157434402332362]),
      Case(
        "u = root([v[1]^2 + v[2]^2 - a, v[1] - b*v[2]], v, [1, 1]); u[1]*u[2]^2",
        [("a", 2.0), ("b", 0.5)], 1.0119288512538814,
        [0.75894663844041104, 0.80954308100310511],
        [0.18973665961010276, 0.60715731075232883, 0.60715731075232883, -4.8572584860186307]),
      Case(
        "u = root([v[1]*v[2] - a, v[1] + v[2] - b], v, [1, 3]); u[1] - 2*u[2]",
        [("a", 2.0), ("b", 3.5)], -4.8423292192132454,
        [1.4552137502179978, -3.0466240628814962],
        [0.68480647069082251, -1.1984113237089394, -1.1984113237089394, 1.369612941381645]),
      Case(
        "u = root([z[3] - log(k) - z[1] - z[2], exp(z[1]) + exp(z[3]) - t, exp(z[2]) + exp(z[3]) - 1], z, "
          + "[0, 0, 0]); exp(u[3])",
        [("k", 5.0), ("t", 1.25)], 0.72437539013748036,
        [0.028938864605014389, 0.27528072375248495],
        [-0.0075904991033410387, -0.0019925233693323585, -0.0019925233693323585, -0.39850467386647169]),
      Case(
        "u = root([z[1] + z[2] - log(1/1024), z[1] + z[4] - z[3] - log(k), exp(z[3]) + exp(z[4]) - c, "
          + "exp(z[1]) - exp(z[2]) - exp(z[4])], z, [-2, -4, -1, -2]); -u[1]",
        [("k", 0.0625), ("c", 0.5)], 1.8834452374005965,
        [-6.3105379129603679, -1.1130271480479963],
        [107.67355534766678, -1.9588278865995578, -1.9588278865995578, 2.2414185881238934]),
      Case(
        "X = [1, 2; 3, 4; 5, 7]; w = root(diff(sum((X@u - [1, 2, 2])^2) + l*sum(u^2), u), u, [0, 0]); "
          + "sum((X@w - [1, 3, 2])^2)",
        [("l", 0.5)], 2.8686365254538982,
        [0.0041225978492312446],
        [0.081945665923281483]),
      Case(
        "x = a*[1, -2, 3]; w = root(diff(sum(softplus(u[1] + u[2]*x) - [1, 0, 0]*(u[1] + u[2]*x)) + "
          + "l/2*sum(u^2), u), u, [0, 0]); w[1]^2 + 3*w[2]",
        [("l", 0.25), ("a", 1.5)], 0.45918922469852652,
        [-0.91503326196931527, -0.095373239721821883],
        [3.1315551692631664, 0.16005645858411375, 0.16005645858411375, 0.1117181750778362]),
      Case(
        "u = root([v[1]*(r - v[1] - c*v[2]), v[2]*(1 - v[2] - d*v[1])], v, [1, 1]); u[1]*u[2]",
        [("r", 1.25), ("c", 0.5), ("d", 0.25)], 0.67346938775510204,
        [0.65306122448979592, -0.51311953352769679, -0.45481049562682216],
        [
          -0.65306122448979592, 0.69970845481049563, -1.8658892128279883, 0.69970845481049563, -0.6963765097875885,
          2.1057892544773011, -1.8658892128279883, 2.1057892544773011, -1.4793835901707622,
        ]),
      Case(
        "u = root([2*v[1] - v[4]*a, 4*v[2] - v[4]*b, 2*v[3] - v[4], a*v[1] + b*v[2] + v[3] - 1], v, [0, 0, "
          + "0, 0]); u[1]*u[2] + u[3]",
        [("a", 0.75), ("b", 2.0)], 0.33979686057248384,
        [-0.089161037404221542, -0.19439179666618069],
        [-0.1942553813702746, 0.14256307857492624, 0.14256307857492624, 0.1103690687410886]),
      Case(
        "s = 0; for k = 1 to 4 { s += root(u^3 + u - a*k, u, 1) }; s",
        [("a", 1.5)], 5.1591891972895466,
        [1.5334933162998276],
        [-0.75204711335308359]),
      Case(
        "f(q, w) = { z = q^2; root(exp(u) - z*w, u, 0) }; f(a, b)*f(b, a)",
        [("a", 1.5), ("b", 2.0)], 2.6949449181257715,
        [3.3917308901549227, 2.3999571313903016],
        [-0.4833761489921707, 1.6666666666666667, 1.6666666666666667, -0.19997856569515079]),
      Case(
        "root(det([2 - u, a; a, 3 - u]), u, 0)",
        [("a", 0.5)], 1.7928932188134525,
        [-0.70710678118654752],
        [-0.70710678118654752]),
      Case(
        "u = root(v - softmax(b*[1, 2, -1]*v), v, [1, 1, 1]/3); u[1] + 2*u[2]^2",
        [("b", 0.75)], 0.79899855613917448,
        [0.56099398508183068],
        [1.4102351306257342]),
      Case(
        "y = root(u^3 + a*u - 1, u, 1); diff(y, a)",
        [("a", 1.0)], -0.2846930799753185,
        [0.099123035080901602],
        [0.078302315353322414]),
      Case(
        "y = 1; for n = 1 to 3 { y = root(v - y + h*k*v^2, v, y) }; y",
        [("k", 2.0), ("h", 0.25)], 0.46270004902759459,
        [-0.10562411259748477, -0.84499290077987817],
        [0.059133985793203809, 0.050575435955691385, 0.050575435955691385, 3.7845750907650438]),
      Case(
        "x = [1, 0]; for n = 1 to 2 { x = root([v[1] - x[1] - h*(v[2] + x[2])/2, v[2] - x[2] + h*w*sin((v[1] "
          + "+ x[1])/2)], v, x) }; x[1]*x[2]",
        [("w", 1.5), ("h", 0.5)], -0.45978947019026983,
        [0.10134276898923934, 1.5276355543159757],
        [0.38054942497031047, 2.4859820878003415, 2.4859820878003415, 8.8053503095381463]),
    ]
  }
}
