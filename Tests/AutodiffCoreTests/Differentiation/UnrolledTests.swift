import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Operations on whole arrays answer what the same program on elements answers, and what finite differences say.
@Suite(.namesCases) struct UnrolledTests {
  private static let shapes = [[1], [3], [1, 1], [1, 3], [3, 1], [2, 3], [3, 3]]

  /// Of an array x of each shape, as a whole and along each axis.
  private static let alongAxes = shapes.flatMap { shape in
    ["sum", "mean", "prod", "norm", "logsumexp", "variance", "max", "min", "softmax", "log_softmax", "cumsum"]
      .flatMap { name in
        let isScan = ["softmax", "log_softmax", "cumsum"].contains(name)
        let whole = isScan && shape.count > 1 ? [] : ["\(name)(x)"]
        return (whole + (1...shape.count).map { "\(name)(x, axis=\($0))" }).map { ArrayProgram($0, ["x": shape]) }
      }
  }

  private static let elementwise = shapes.flatMap { shape in
    ["x*x - sin(x)", "exp(-x^2)/2", "atan2(x, 2 + x)", "if(x > 0, x^3, -x)", "hypot(x, 1)", "clamp(x, -0.5, 0.5)"]
      .map { ArrayProgram($0, ["x": shape]) }
  }

  private static let broadcasting = [([2, 3], [3]), ([2, 1], [1, 3]), ([3], [2, 1]), ([2, 3], []), ([1], [3])]
    .flatMap { (left: [Int], right: [Int]) in
      ["x + y", "x - y", "x*y", "x/(2 + y)", "(1.5 + x)^y", "max(x, y)", "hypot(y, x)", "if(x > y, x, y*x)"]
        .map { ArrayProgram($0, ["x": left, "y": right]) }
    }

  private static let products = [
    ArrayProgram("A @ B", ["A": [2, 3], "B": [3, 2]]), ArrayProgram("A @ B", ["A": [1, 3], "B": [3, 1]]),
    ArrayProgram("A @ x", ["A": [2, 3], "x": [3]]), ArrayProgram("x @ A", ["A": [2, 3], "x": [2]]),
    ArrayProgram("x @ y", ["x": [3], "y": [3]]), ArrayProgram("x' @ A @ x", ["A": [3, 3], "x": [3]]),
    ArrayProgram("A @ A", ["A": [3, 3]]), ArrayProgram("s @ A", ["A": [2, 3], "s": []]),
    ArrayProgram("dot(x, y)*x", ["x": [3], "y": [3]]), ArrayProgram("outer(x, y)", ["x": [2], "y": [3]]),
    ArrayProgram("outer(x, x)", ["x": [3]]),
  ]

  private static let rearrangements = [
    ArrayProgram("A' * B", ["A": [2, 3], "B": [3, 2]]), ArrayProgram("trace(A @ A)", ["A": [3, 3]]),
    ArrayProgram("diag(x) @ diag(A)", ["x": [2], "A": [2, 3]]), ArrayProgram("diag(A)", ["A": [3, 2]]),
    ArrayProgram("x*eye(3) + zeros(3, 3) - ones(3)", ["x": [3]]),
    ArrayProgram("reshape(A, 3, 2) @ x", ["A": [2, 3], "x": [2]]), ArrayProgram("reshape(x, 2, 2)^2", ["x": [4]]),
    ArrayProgram("concat(x, y, x)", ["x": [2], "y": [1]]),
    ArrayProgram("concat(A, B, axis=1)^2", ["A": [1, 3], "B": [2, 3]]),
    ArrayProgram("concat(A, B, axis=2)^2", ["A": [2, 1], "B": [2, 2]]),
    ArrayProgram("x[1]*x[2:3] + x[:2]", ["x": [3]]),
    ArrayProgram("A[2,:]*A[1,3] - A[1]*sum(A[:,2:3] @ A[2,2:3])", ["A": [2, 3]]),
    ArrayProgram("[x, 2*x, y]", ["x": [2], "y": [2]]), ArrayProgram("[[s, s^2], [1, t]]", ["s": [], "t": []]),
    ArrayProgram("s*[A, 2*A]", ["s": [], "A": [2, 2]]),
  ]

  private static let algebra = [[1, 1], [2, 2], [3, 3], [4, 4]].flatMap { shape in
    [
      ArrayProgram("det(A)", ["A": shape]), ArrayProgram("inv(A + 2*eye(\(shape[0])))", ["A": shape]),
      ArrayProgram("logdet(A @ A' + eye(\(shape[0])))", ["A": shape]),
      ArrayProgram("solve(A + 2*eye(\(shape[0])), b)", ["A": shape, "b": [shape[0]]]),
      ArrayProgram("solve(A + 2*eye(\(shape[0])), B)", ["A": shape, "B": [shape[0], 2]]),
      // Rows change places on the way.
      ArrayProgram("inv([[0, 1], [1, 0]] + A[1,1]*eye(2))", ["A": shape]),
    ]
  }

  /// Indices that are arrays: repeated ones, pairs, and among all of other axes; and what is set or added there.
  private static let gathers = [
    ArrayProgram("x[[3, 1, 1]]^2", ["x": [4]]), ArrayProgram("U[[3, 1, 3]] @ v", ["U": [3, 2], "v": [2]]),
    ArrayProgram("U[[1, 2], [2, 2]]*U[3,1]", ["U": [3, 2]]), ArrayProgram("B[:,[2, 1, 2]]^3", ["B": [2, 3]]),
    ArrayProgram("x[[2, 4, 2]] = y; x^2", ["x": [4], "y": [3]]),
    ArrayProgram("W[[2, 1]] *= y; W[:,[1, 1]] += 1; W^2", ["W": [2, 3], "y": [3]]),
  ]

  private static let compositions = [
    ArrayProgram("sum((W @ x - y)^2)", ["W": [2, 3], "x": [3], "y": [2]]),
    ArrayProgram("h = tanh(W @ x + b); softmax(V @ h)", ["W": [3, 2], "x": [2], "b": [3], "V": [2, 3]]),
    ArrayProgram("p = softmax(X @ w, axis=1); -mean(log(p)*y)", ["X": [3, 2], "w": [2], "y": [3]]),
    ArrayProgram("Z = (X - mean(X, axis=1))/(1 + variance(X, axis=1))^0.5; Z' @ Z", ["X": [3, 2]]),
    ArrayProgram("max(cumsum(x))*norm(x)/prod(x)", ["x": [3]]),
  ]

  private static let matrixFunctions = [
    ArrayProgram("chol(A @ A' + eye(3))", ["A": [3, 3]]), ArrayProgram("eigvals(A)", ["A": [3, 3]]),
    ArrayProgram("eigenvectors(A + diag(3*range(3)))", ["A": [3, 3]]), ArrayProgram("expm(A)", ["A": [2, 2]]),
    ArrayProgram("pinv(A)", ["A": [3, 2]]), ArrayProgram("tril(A) @ triu(A)", ["A": [3, 3]]),
    ArrayProgram("kron(A, B)", ["A": [2, 2], "B": [1, 3]]), ArrayProgram("cross(a, b)", ["a": [3], "b": [3]]),
    ArrayProgram("cumprod(a)", ["a": [4]]), ArrayProgram("cumprod(A, axis=2)", ["A": [2, 3]]),
    ArrayProgram("norm(A, 3, axis=1)", ["A": [3, 2]]), ArrayProgram("norm(a, 3 + p)", ["a": [3], "p": []]),
    ArrayProgram("linspace(a, b, 4)*(range(4) + rand(4) + randn(4))", ["a": [], "b": []]),
    ArrayProgram("A @ B", ["A": [2, 2, 3], "B": [3, 2]]), ArrayProgram("A @ b", ["A": [2, 1, 2, 3], "b": [3]]),
    ArrayProgram("transpose(A, 2, 3, 1)*2", ["A": [2, 2, 3]]),
  ]

  private static let orders = [
    ArrayProgram("sort(x)*cummax(x)", ["x": [4]]), ArrayProgram("sort(A, axis=1) @ sort(A, axis=2)", ["A": [3, 3]]),
    ArrayProgram("cummax(A, axis=1)^2 + cummax(A, axis=2)", ["A": [2, 3]]),
    ArrayProgram("median(x)*x", ["x": [5]]), ArrayProgram("median(x)^2", ["x": [4]]),
    ArrayProgram("median(A, axis=1)^2 + median(A)", ["A": [4, 3]]), ArrayProgram("median(A, axis=2)^2", ["A": [3, 3]]),
    ArrayProgram("argmax(x)*x + argmin(x)", ["x": [4]]), ArrayProgram("A[argmax(A, axis=1), 1]", ["A": [3, 2]]),
    ArrayProgram("sort(A, axis=2)^2", ["A": [2, 3, 2]]), ArrayProgram("cummax(A, axis=2)^2", ["A": [2, 3, 2]]),
    ArrayProgram("roll(A, 2, axis=2)*roll(A, -1)", ["A": [2, 3]]), ArrayProgram("roll(x, 7)*x", ["x": [3]]),
    ArrayProgram("flip(A)*A + flip(A, axis=1)*flip(A, axis=2)", ["A": [2, 3]]),
    ArrayProgram("pad(x, 2)^2", ["x": [3]]), ArrayProgram("pad(A, 1)*roll(pad(A, 1), 1)", ["A": [2, 2]]),
    ArrayProgram("sum(diff(sum(sort(y)^3), y)*x)", ["x": [3], "y": [3]]),
    ArrayProgram("sum(diff(sum(cummax(y)^3), y)*x)", ["x": [3], "y": [3]]),
  ]

  private static let windows = [
    ArrayProgram("conv(x, w)^2", ["x": [4], "w": [2]]),
    ArrayProgram("conv(x, w, stride=2, pad=1)", ["x": [3], "w": [3]]),
    ArrayProgram("conv(A, B, pad=1)", ["A": [2, 3], "B": [2, 2]]),
    ArrayProgram("conv(A, B, stride=2)^2", ["A": [2, 3, 4], "B": [2, 2, 2, 2]]),
    ArrayProgram("conv(A, B)", ["A": [2, 1, 2, 3], "B": [2, 1, 2, 2]]), ArrayProgram("maxpool(x, 2)^2", ["x": [5]]),
    ArrayProgram("maxpool(A, 2, stride=1)*A[1,1]", ["A": [3, 3]]), ArrayProgram("maxpool(A, 2)^2", ["A": [2, 2, 4]]),
    ArrayProgram("meanpool(A, 2, stride=1)^2", ["A": [3, 3]]), ArrayProgram("meanpool(x, 3)^2", ["x": [6]]),
    ArrayProgram("sum(diff(sum(maxpool(conv(x, w), 2)^2), x)*x)", ["x": [5], "w": [2]]),
  ]

  static let programs =
    windows + orders + matrixFunctions + alongAxes + elementwise + broadcasting + products + rearrangements + gathers
    + algebra
    + compositions

  /// What only rules of derivatives make has no text.
  private static let made: Set<Primitive> = [
    .scatter, .expand, .broadcast, .reduceToShape, .cumsumReversed, .cofactors, .cofactorChange, .deviation,
    .deviationPull, .productOfOthers, .windows, .overlaps,
  ]

  @Test func everyArrayPrimitiveOccurs() throws {
    let used = try Self.programs.reduce(into: Set<Primitive>()) { used, program in
      used.formUnion(try program.graph().nodes.filter { $0.kind == .wide }.map(\.primitive))
    }
    let missing = Set(Primitive.allCases.filter(\.isArray)).subtracting(used).subtracting(Self.made)
    #expect(missing.isEmpty, "in no program: \(missing)")
  }

  @Test func valuesAndDerivativesAreThoseOfElements() {
    forEach(Self.programs) { (program: ArrayProgram) throws in
      let point = try program.randomPoint()
      let unrolled = try Unrolled(point)
      expectClose(point.value.elements, unrolled.outputs.map { unrolled.point.values[Int($0)] }, "values")
      let modes = [JacobianMode.forward, .reverse].map { point.jacobian($0) }
      for output in 0..<point.value.count {
        let expected = unrolled.at(output: output).reverse
        for jacobian in modes {
          expectClose(jacobian.flatMap { $0.row(output, of: point.value.count) }, expected, "row \(output)")
        }
      }
    }
  }

  @Test func differencesAgree() {
    forEach(Self.programs) { (program: ArrayProgram) throws in
      let point = try program.randomPoint()
      // All others are those of elements, as the test above says.
      for output in Set([0, point.value.count - 1]) where output >= 0 {
        let check = try point.at(output: output).check()
        #expect(check.verdict == .pass, "output \(output): \(check.rows.filter { $0.verdict != .pass })")
      }
    }
  }

  private func expectClose(_ left: [Double], _ right: [Double], _ what: String) {
    let scale = right.map(abs).max() ?? 0
    let isClose = left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= 1e-11 * max(scale, 1e-3) }
    #expect(isClose, "\(what): \(left), elements \(right)")
  }

  // MARK: - Kinks

  struct Edge: Sendable, CustomTestStringConvertible {
    var program: ArrayProgram
    var values: [[Double]]
    var gradient: [Double]
    /// Elements with a kink.
    var kinks: [String]
    var ties = Ties.split

    init(
      _ text: String, _ shapes: KeyValuePairs<String, [Int]>, _ values: [[Double]], _ gradient: [Double],
      kinks: [String], ties: Ties = .split
    ) {
      program = ArrayProgram(text, shapes)
      self.values = values
      self.gradient = gradient
      self.kinks = kinks
      self.ties = ties
    }

    var testDescription: String { "\(program) at \(values), ties \(ties)" }
  }

  static let edges = [
    // Both sides agree, so there is a derivative.
    Edge("sum(relu(x) - relu(-x))", ["x": [3]], [[0, 0, 0]], [1, 1, 1], kinks: []),
    Edge("sum(max(W, axis=2) + min(W, axis=2))", ["W": [2, 2]], [[1, 1, 2, 2]], [1, 1, 1, 1], kinks: []),
    Edge("max(x) + min(x)", ["x": [2]], [[3, 3]], [1, 1], kinks: [], ties: .first),
    Edge("sum(abs(x)*x)", ["x": [2]], [[0, 1]], [0, 2], kinks: []),
    Edge("norm(x)^2", ["x": [2]], [[0, 0]], [0, 0], kinks: []),
    Edge("max([x[1], x[1]])", ["x": [2]], [[3, 3]], [1, 0], kinks: []),
    // They do not.
    Edge("sum(relu(x))", ["x": [3]], [[0, 1, -1]], [0, 1, 0], kinks: ["x[1]"]),
    Edge("sum(abs(W))", ["W": [2, 2]], [[0, 1, -1, 0]], [0, 1, -1, 0], kinks: ["W[1,1]", "W[2,2]"]),
    Edge("norm(x)", ["x": [2]], [[0, 0]], [0, 0], kinks: ["x[1]", "x[2]"]),
    Edge("norm(x)", ["x": [1]], [[0]], [0], kinks: ["x[1]"]),
    Edge("sum(norm(W, axis=1))", ["W": [2, 2]], [[0, 3, 0, 4]], [0, 0.6, 0, 0.8], kinks: ["W[1,1]", "W[2,1]"]),
    Edge("max(x)", ["x": [3]], [[2, 1, 2]], [0.5, 0, 0.5], kinks: ["x[1]", "x[3]"]),
    Edge("max(x)", ["x": [3]], [[2, 1, 2]], [1, 0, 0], kinks: ["x[1]", "x[3]"], ties: .first),
    Edge("min(x)", ["x": [3]], [[1, 1, 2]], [0, 1, 0], kinks: ["x[1]", "x[2]"], ties: .last),
    Edge("sum(max(W, axis=1))", ["W": [2, 2]], [[1, 2, 1, 3]], [0.5, 0, 0.5, 1], kinks: ["W[1,1]", "W[2,1]"]),
    Edge("sum(max(W, 0))", ["W": [2, 1]], [[0, -1]], [0.5, 0], kinks: ["W[1,1]"]),
    Edge("dot(floor(x), x)", ["x": [2]], [[2, 0.5]], [2, 0], kinks: ["x[1]"]),
    Edge("sum(if(x > 0, x, 2*x))", ["x": [2]], [[0, 1]], [2, 1], kinks: ["x[1]"]),
    Edge("det(relu(W))", ["W": [2, 2]], [[1, 0, 5, 7]], [7, 0, 0, 1], kinks: ["W[1,2]"]),
  ]

  @Test func kinksAreThoseOfElements() {
    forEach(Self.edges) { (edge: Edge) throws in
      let point = try edge.program.point(edge.values, ties: edge.ties)
      let derivatives = Derivatives(gradientOf: point)
      #expect(derivatives.tensors.flatMap(\.elements) == edge.gradient)
      #expect(Set(derivatives.kinks.flatMap { $0.sides.map(\.input) }) == Set(edge.kinks))
      let check = try point.check()
      for row in check.rows {
        #expect(row.verdict == (edge.kinks.contains(row.input) ? .kink : .pass), "\(row)")
      }
    }
  }

  @Test func kinksAreTheirOutputs() throws {
    let point = try ArrayProgram("abs(A @ x)", ["A": [2, 2], "x": [2]]).point([[1, 1, 1, -1], [2, 2]])
    let derivatives = Derivatives(jacobianOf: point)
    #expect(derivatives.kinks.map(\.output) == [1])
    #expect(derivatives.tensors[1].elements == [1, 1, 0, 0])
  }

  // MARK: - Where elimination has no pivot

  @Test(arguments: [
    [[0, 0], [0, 0]], [[1, 2], [2, 4]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]], [[1, 2, 3], [2, 4, 6], [3, 6, 9]],
    [[1, 2, 3], [2, 4, 6], [1, 1, 1]], [[0, 1, 2, 3], [0, 4, 5, 6], [0, 7, 8, 9], [0, 1, 1, 3]],
  ])
  func determinantsOfSingularMatrices(_ rows: [[Double]]) throws {
    let n = rows.count
    let point = try ArrayProgram("det(A)", ["A": [n, n]]).point([rows.flatMap { $0 }])
    let unrolled = try Unrolled(point).point
    #expect(abs(unrolled.value) < 1e-13 && abs(point.value[0]) < 1e-13)
    expectClose(Derivatives(gradientOf: point).tensors[0].elements, unrolled.reverse, "gradient")
    let check = try point.check()
    #expect(check.verdict == .pass, "\(check.rows)")
  }

  // MARK: - Wrong ones

  /// A check is for the array's rules, not for those of its elements.
  @Test func aWrongAnswerIsAMismatch() throws {
    let point = try ArrayProgram("sum((W @ x)^2)", ["W": [2, 3], "x": [3]]).randomPoint()
    let program = try CheckedProgram(ProgramPoint(point))
    let right = ModeAnswers(ProgramPoint(point), Derivatives(gradientOf: point))
    for place in right.forward.indices {
      var wrong = right
      wrong.derivatives.values[place] *= 1.00001
      wrong.derivatives.convention[place] *= 1.00001
      var modes = right
      modes.forward[place] *= 1.00001
      for answers in [wrong, modes] {
        let check = GradientCheck(program, answers: answers, scheme: DifferenceScheme(), tolerance: .init())
        let verdicts = check.rows.indices.map { $0 == place ? GradientCheck.Verdict.mismatch : .pass }
        #expect(check.rows.map(\.verdict) == verdicts)
      }
    }
  }
}

extension Tensor {
  /// The part of a Jacobian that belongs to an element of the output.
  fileprivate func row(_ output: Int, of count: Int) -> ArraySlice<Double> {
    let width = self.count / count
    return elements[output * width..<(output + 1) * width]
  }
}
