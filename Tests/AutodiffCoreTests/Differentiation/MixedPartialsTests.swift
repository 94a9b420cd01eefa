import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Partial derivatives of the third and fourth order beside those that mpmath's `diff` gives with 60 digits at
/// x = 0.7, y = 0.4.
@Suite(.namesCases) struct MixedPartialsTests {
  /// A program in x and y, and its derivatives of the third order, by x alone first and by y alone last, then those of
  /// the fourth.
  struct Case: Sendable, CustomStringConvertible {
    var text: String
    var partials: [Double]
    var description: String { text }
  }

  private static let cases = [
    (
      "x^2*sin(y)",
      [
        0, 1.8421219880057702, -0.5451856792321107, -0.4513198870614136, 0, 0, -0.778836684617301, -1.289485391604039,
        0.19081498773123873,
      ]
    ),
    (
      "exp(x*y)/(1+x)",
      [
        -0.4741107700110735, -0.08518876902881703, 1.0178485116915534, 0.2669608974304358, 1.1354795313177248,
        0.5587910780006694, 1.2918831578805596, 1.0938666687989957, 0.186872628201305,
      ]
    ),
    (
      "sigma(2*x - y^2)",
      [
        -0.06180938157469796, 0.024723752629879185, 0.3738377406126371, -0.45651688957672587, 1.6711684971080565,
        -0.6684673988432226, 0.32919634111198703, -0.18112604170455318, -1.04906280515609,
      ]
    ),
    (
      "log(x + 2*y)*tanh(x*y)",
      [
        -0.5308436087971502, 0.0858851431889973, 0.3618394459917127, -3.3515406583504976, 0.5615592147775117,
        -1.2440357243169962, -4.311091125998539, -4.688749277899552, 7.470546184068214,
      ]
    ),
    (
      "x^y",
      [
        0.9706805338844066, -0.20242382120538915, -0.8205458559824088, -0.03934205316763847, -3.6053848401420816,
        -0.14399231377972177, 3.737364054400501, 0.45024280739185263, 0.014032324608002082,
      ]
    ),
    (
      "atan2(y, x)",
      [
        -3.816112881201639, 0.050978607191624364, 3.816112881201639, -0.050978607191624364, 12.423094429466756,
        6.880431357445471, -12.423094429466756, -6.880431357445471, 12.423094429466756,
      ]
    ),
    (
      "softplus(x - y)*sqrt(x)",
      [
        0.4536840543493631, -0.01652157479144234, 0.11564055172717046, 0.030451232234011506, -1.4978119274510016,
        -0.051681517547685206, -0.24331668426256825, 0.11721452983743005, -0.09546364967027897,
      ]
    ),
    (
      "lgamma(x + y)",
      [
        -1.8614573783440065, -1.8614573783440065, -1.8614573783440065, -1.8614573783440065, 4.5128767902667075,
        4.5128767902667075, 4.5128767902667075, 4.5128767902667075, 4.5128767902667075,
      ]
    ),
    (
      "erf(x)*cos(3*y)",
      [
        -0.010019552245781611, 2.7060397940064735, -2.2543992553008483, 17.056904539636502, 1.416764687553511,
        0.07731542268589973, 3.1561589574211877, 17.395970104327333, 19.894128005023372,
      ]
    ),
    (
      "a = x; for i = 1 to 4 { a = a*sin(a) + y }; a",
      [
        -71.59912944431726, -105.6548766940649, -174.31547406657543, -311.07958695400254, -455.57006579792386,
        -411.16156792257294, -324.5356688375916, -168.1088950517445, -132.22922620611087,
      ]
    ),
    ("max(x, y)^3*y", [2.4, 4.199999999999999, 0, 0, 0, 6, 0, 0, 0]),
    (
      "logsumexp([x, y, 2*x])",
      [
        -0.32923210828066757, 0.23170324636236034, -0.15994482070538033, 0.09587938682555974, -0.4081931735882233,
        0.08163799535940913, 0.0006578387545932803, -0.013137329899490681, 0.007875210524062239,
      ]
    ),
    (
      "sum(softmax([x*y, y])^2)",
      [
        0.003801036917573151, 0.19428385903354792, -0.14571289427516096, -0.0016035624496011736, -0.012411730085713517,
        0.03781657444608377, 0.45734721674930695, 0.021271823125922126, -0.003927148972432794,
      ]
    ),
    ("det([[x, y], [y^2, x^3]])", [16.8, 0, 0, -6, 24, 0, 0, 0, 0]),
    ("if(x > y, x^3*y, y)", [2.4, 4.199999999999999, 0, 0, 0, 6, 0, 0, 0]),
  ].map { Case(text: $0.0, partials: $0.1) }

  private func partials(_ text: String, _ values: [String: Double], order: Int) throws -> MixedPartials {
    let program = Program(
      try Parser.parse(SourceText(text)), boundNames: NameTable(values.keys.sorted()))
    let graph = try program.lower { values[$0].map { .scalar($0) } }
    let inputs = graph.inputs.map { Tensor.scalar(values[graph.name(ofInput: $0)] ?? .nan) }
    return try MixedPartials(Point(graph, inputs: inputs), order: order, path: program)
  }

  @Test func programsHaveTheirPartials() {
    forEach(Self.cases) { one in
      let all = try partials(one.text, ["x": 0.7, "y": 0.4], order: 4)
      let isSwapped = all.names == ["y", "x"]
      #expect(isSwapped || all.names == ["x", "y"])
      var expected = one.partials
      if isSwapped { expected = Array(expected[..<4].reversed()) + Array(expected[4...].reversed()) }
      let own = all.partials.filter { $0.elements.count > 2 }.map(\.value)
      let scale = expected.reduce(0) { max($0, abs($1)) }
      for (value, known) in zip(own, expected) {
        #expect(abs(value - known) <= 1e-12 * max(abs(known), scale), "\(value) for \(known)")
      }
      #expect(own.count == expected.count)
      #expect(all.gradient.kinks.isEmpty && all.gradient.isExamined)
    }
  }

  @Test func lowerOrdersAreThoseOfTheHessian() throws {
    let all = try partials("exp(x*y)*sin(x)", ["x": 0.7, "y": 0.4], order: 3)
    let two = try partials("exp(x*y)*sin(x)", ["x": 0.7, "y": 0.4], order: 2)
    #expect(all.partials.prefix(3).map(\.value) == two.partials.map(\.value))
    #expect(two.partials.map(\.elements) == [[0, 0], [0, 1], [1, 1]])
    #expect(all.partials.dropFirst(3).map(\.elements) == [[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 1]])
  }

  @Test func arraysHaveThemByElements() throws {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText("sum(x^3*y)")), boundNames: NameTable(["x", "y"]),
      shapes: [.init(name: "x", shape: Shape([2]))])
    let point = Point(graph, inputs: [Tensor(Shape([2]), [1, 2]), .scalar(3)])
    let all = try MixedPartials(point, order: 3)
    #expect(all.names == ["x[1]", "x[2]", "y"])
    let found = Dictionary(uniqueKeysWithValues: all.partials.map { ($0.elements, $0.value) })
    #expect(found[[0, 0, 0]] == 18 && found[[1, 1, 2]] == 12 && found[[0, 1, 2]] == 0 && found[[1, 1]] == 36)
    #expect(found.count == 6 + 10)
  }

  @Test func kinksAreToldInTheOrderInWhichTheyShow() throws {
    let all = try partials("abs(x)*x^2", ["x": 0], order: 3)
    #expect(all.partials.map(\.value) == [0, 0])
    let sides = all.gradient.kinks.flatMap(\.higherSides)
    #expect(sides.count == 1)
    #expect(sides[0].inputs == ["x", "x", "x"] && sides[0].left == -6 && sides[0].right == 6)
    #expect(try partials("abs(x)*x^2", ["x": 1], order: 3).gradient.kinks.isEmpty)
    // Beyond an order in which the sides differ there is no derivative, and none of its own is told.
    for (text, x) in [("abs(x)*x^2", 0.0), ("elu(x)", 0), ("relu(x)^2", 0), ("clamp(x, 0, 1)^2", 1)] {
      let orders = try partials(text, ["x": x], order: 4).gradient.kinks.flatMap(\.higherSides)
      #expect(orders.allSatisfy { $0.left.isFinite && $0.right.isFinite }, "\(text): \(orders)")
    }
    // The paths of a statement are not compared above the second order.
    let path = try partials("y = 0; if x > 0 { y = x^3 }; y", ["x": 0], order: 3)
    #expect(!path.gradient.isExamined)
  }

  @Test func tooManyAreRefused() throws {
    #expect(MixedPartials.count(elements: 2, order: 3) == 9)
    #expect(MixedPartials.count(elements: 100, order: 2) == 5150)
    #expect(MixedPartials.count(elements: .max - 20, order: 10) == .max)
    let graph = try Lowering.lower(
      try Parser.parse(SourceText("sum(x^3)")), boundNames: NameTable(["x"]),
      shapes: [.init(name: "x", shape: Shape([100]))])
    let point = Point(graph, inputs: [Tensor(repeating: 1, Shape([100]))])
    #expect(throws: Problem.self) { try MixedPartials(point, order: 3) }
  }
}
