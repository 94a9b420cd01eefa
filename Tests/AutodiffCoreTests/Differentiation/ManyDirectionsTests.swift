import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Sweeps that carry many directions give what those along single directions give, bit for bit but for signs of zeros.
///
///     DIRECTIONS_PROGRAMS=2000 DIRECTIONS_SEED=1 swift test --filter ManyDirections
@Suite(.namesCases) struct ManyDirectionsTests {
  /// The numbers of comparisons, by their outcome.
  struct Tally {
    var same = 0
    /// Answers that are not finite, which single sweeps give.
    var leftAlone = 0
    /// Those that single sweeps know, because directions that are absent are zeros in others.
    var refused = 0
  }

  /// Compares rows that were found many at a time with those found one by one.
  static func compare(
    _ many: [Double]?, _ single: [Double], _ tally: inout Tally, _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let many else {
      if single.allSatisfy(\.isFinite) { tally.refused += 1 } else { tally.leftAlone += 1 }
      return
    }
    tally.same += 1
    #expect(
      many.elementsEqual(single) { $0 == $1 }, "\(what()): \(many), not \(single)", sourceLocation: sourceLocation)
  }

  /// Compares all that there is of a program at a point, with blocks of several sizes.
  static func expectSame(_ point: Point<Tensor>, _ text: String, _ tally: inout Tally) {
    let graph = point.graph
    for block in [1, 3, 1000] {
      let directions = ManyDirections(point, bounds: 1...block)
      let outputs = (0..<point.value.count).map { point.vjp(.basis(point.value.shape, $0)) }
      compare(
        directions.reverseJacobian?.flatMap(\.elements),
        point.wrt.indices.flatMap { place in outputs.flatMap { $0[place].elements } }, &tally, "reverse, \(text)")
      let columns = point.wrt.flatMap { input -> [Double] in
        let shape = graph.shape(of: input)
        let columns = (0..<shape.count).map { index in
          point.pushforward([(input, .basis(shape, index))])[Int(graph.output)].unbroadcast(to: point.value.shape)
            .elements
        }
        return (0..<point.value.count).flatMap { row in columns.map { $0[row] } }
      }
      compare(directions.forwardJacobian?.flatMap(\.elements), columns, &tally, "forward, \(text)")
      guard point.value.scalar != nil else { continue }
      var rows: [Double] = []
      if graph.isScalar {
        let numbers = point.asNumbers
        rows = numbers.wrt.flatMap { numbers.hessianProduct([($0, 1)], gates: Dual<Double>.gates(point.ties)) }
      } else {
        let gates = Dual<Tensor>.gates(point.ties)
        rows = point.basisDirections.flatMap { point.hessianProduct($0, gates: gates).flatMap(\.elements) }
      }
      compare(directions.hessian, rows, &tally, "second, \(text)")
    }
  }

  static let count = RandomCheckTests.setting("DIRECTIONS_PROGRAMS", 300)
  static let seed = UInt64(RandomCheckTests.setting("DIRECTIONS_SEED", 5))

  @Test func randomProgramsOnArrays() throws {
    var tally = Tally()
    forEach(ArrayTapeTests.programs(Self.count, seed: Self.seed)) { program in
      let (graph, values) = try ArrayTapeTests.graph(program)
      for ties in Ties.allCases.prefix(program.text.utf8.count % 3 + 1) {
        Self.expectSame(Point(graph, inputs: values, ties: ties), program.text, &tally)
      }
    }
    #expect(tally.same > 4 * Self.count, "\(tally)")
    #expect(tally.refused * 100 < tally.same, "\(tally)")
  }

  @Test func randomProgramsOnNumbers() throws {
    var tally = Tally()
    var generator = ProgramGenerator(seed: Self.seed)
    forEach((0..<Self.count).map { _ in generator.next() }) { program in
      let graph = try Graph(program: program.text)
      Self.expectSame(Point<Double>(graph, inputs: program.inputs(of: graph)).asArrays, "\(program)", &tally)
    }
    #expect(tally.same > 4 * Self.count, "\(tally)")
    #expect(tally.refused * 100 < tally.same, "\(tally)")
  }

  /// Each way of elements to others, and each product, while few elements are not 0 and when many are.
  @Test(arguments: [
    "x*y", "x[2:]*x[:6] - 3*x[2:]", "[x, y, x]", "reshape(x*x, 1, 7)@[[1], [2], [3], [4], [5], [6], [7]]",
    "A@x", "x@A", "A@(A@x)", "tanh(A@tanh(x))", "outer(x, y)*A", "outer(x*y, y)@x", "x@y", "A@A", "(A*x)'@y",
    "sum(x^2*x[3])", "sum(A*x)", "sum((A@x)^2)^2", "mean(x)*x", "norm(x)", "softmax(x)", "softmax(A@x)@y", "cumsum(x)",
    "sum(cumsum(x*y)^2)", "logsumexp(A@x)", "variance(x)*x[1]", "A*x", "A + x", "x - A", "max(x)*y", "x/y",
    "y/(1 + x^2)", "relu(x - y)", "solve(A, x)", "det(A)*x[1]", "diag(x)@A", "trace(A)*x", "flip(x)*y", "roll(x, 2)*y",
    "x[[1, 1, 7]]",
    "sum(x[[1, 1, 7]]*y[[2, 3, 3]])", "kron(x, y)", "cross(x[:3], y[:3])", "prod(x)", "if(x > y, x*y, x)", "x^2*y^3",
    "sum(exp(x*y))*log(1 + y@y)", "sum((x - y)^2)/2", "sort(x)*y", "tril(A)@x", "sum(A'@A)", "x^0", "sum(x^y[1])",
    "sum(sqrt(x))", "sum(abs(x))*x[1]", "conv(x, y[:3])",
  ])
  func programs(_ text: String) throws {
    let shapes = [
      InputShape(name: "A", shape: Shape([7, 7])), InputShape(name: "x", shape: Shape([7])),
      InputShape(name: "y", shape: Shape([7])),
    ]
    let matrix = (0..<49).map { place -> Double in
      let number = Double((place * 31 + 5) % 17) / 4
      return place % 8 == 0 ? number + 3 : number - 1
    }
    let values: [String: Tensor] = [
      "A": Tensor(Shape([7, 7]), matrix), "x": Tensor(Shape([7]), [0.5, 1.25, 0.75, 2.5, 1.5, 3, 0.25]),
      "y": Tensor(Shape([7]), [2, 0.25, 1, 1.75, 0.5, 3.5, 1.25]),
    ]
    let graph = try Program(text, shapes: shapes).lower { values[$0] }
    var tally = Tally()
    let inputs = graph.orderedInputNames.map { values[$0] ?? .scalar(.nan) }
    let point = Point(graph, inputs: inputs)
    Self.expectSame(point, text, &tally)
    for place in point.wrt.indices { Self.expectSame(Point(graph, inputs: inputs, wrt: [place]), text, &tally) }
    #expect(tally.same > 0 && tally.leftAlone == 0 && tally.refused == 0, "\(tally)")
  }

  /// Single sweeps decide at numbers that are not finite, and their zeros take nothing from them.
  @Test(arguments: [
    ("sum(sqrt(x))", [0, 1, 2, 3]), ("x*[1, inf, 2, 3]", [0, 1, 2, 3]), ("log(x)*x", [0, 1, 2, -3]),
    ("sum(x/[0, 1, 1, 1])", [1, 2, 3, 4]), ("[[1, inf, 0, 0], [0, 0, 1, 1]]@x", [1, 2, 3, 4]),
    ("norm(x)", [0, 0, 0, 0]), ("sum(x^0.5*x[2])", [0, 0, 1, 2]),
  ])
  func notFinite(_ text: String, _ x: [Double]) throws {
    let graph = try Program(text, shapes: [InputShape(name: "x", shape: Shape([4]))]).lower { _ in nil }
    var tally = Tally()
    Self.expectSame(Point(graph, inputs: [Tensor(Shape([4]), x)]), text, &tally)
    #expect(tally.refused == 0, "\(tally)")
  }

  /// Blocks are so small that what a sweep keeps has a bound.
  @Test func memory() throws {
    let graph = try Program(
      "sum(tanh(A@A)^2)", shapes: [InputShape(name: "A", shape: Shape([60, 60]))]
    ).lower { _ in nil }
    let point = Point(graph, inputs: [Tensor(Shape([60, 60]), (0..<3600).map { Double($0 % 11) / 7 - 0.6 })])
    let kept = ManyDirections(point).directionsAtOnce(3) * 3 * graph.elementCount
    #expect(kept <= 8_500_000)
  }
}
