import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The structure of derivatives, operation by operation.
@Suite(.namesCases) struct SparsityPatternTests {
  struct Case: Sendable, CustomStringConvertible {
    var program: ArrayProgram
    var wrt: [String]?
    /// The pattern, a row after the other: `x` for an entry, `.` for none.
    var rows: String

    init(_ text: String, _ shapes: KeyValuePairs<String, [Int]>, wrt: [String]? = nil, _ rows: String) {
      program = ArrayProgram(text, shapes)
      self.wrt = wrt
      self.rows = rows
    }

    var description: String { program.description }
  }

  static let jacobians: [Case] = [
    Case("relu(x)", ["x": [3]], "x.. .x. ..x"),
    Case("x*sum(x)", ["x": [3]], "xxx xxx xxx"),
    Case("x + y", ["x": [2], "y": [2]], "x.x. .x.x"),
    Case("x*y", ["x": [2], "y": []], "x.x .xx"),
    Case("W + b", ["W": [2, 2], "b": [2]], "x...x. .x...x ..x.x. ...x.x"),
    // Differences of neighbours.
    Case("x[2:] - x[:3]", ["x": [4]], "xx.. .xx. ..xx"),
    Case("x[3]^2, x[1]", ["x": [3]], "..x x.."),
    Case("roll(x, 1)", ["x": [3]], "..x x.. .x."),
    Case("flip(x) + x", ["x": [4]], "x..x .xx. .xx. x..x"),
    Case("pad(x, 1)", ["x": [2]], ".. x. .x .."),
    Case("cumsum(x)", ["x": [3]], "x.. xx. xxx"),
    Case("flip(cumsum(flip(x)))", ["x": [3]], "xxx .xx ..x"),
    Case("cumprod(x)", ["x": [3]], "x.. xx. xxx"),
    Case("softmax(x)", ["x": [2]], "xx xx"),
    Case("softmax(W, axis=2)", ["W": [2, 2]], "xx.. xx.. ..xx ..xx"),
    Case("sum(W, axis=1)", ["W": [2, 2]], "x.x. .x.x"),
    Case("max(W, axis=2)", ["W": [2, 2]], "xx.. ..xx"),
    Case("W'", ["W": [2, 3]], "x..... ...x.. .x.... ....x. ..x... .....x"),
    Case("diag(W)", ["W": [2, 2]], "x... ...x"),
    Case("diag(x)", ["x": [2]], "x. .. .. .x"),
    Case("trace(W)", ["W": [2, 2]], "x..x"),
    Case("tril(W)", ["W": [2, 2]], "x... .... ..x. ...x"),
    Case("W@x", ["W": [2, 2], "x": [2]], "xx..xx ..xxxx"),
    Case("W@x", ["W": [2, 3], "x": [3]], wrt: ["W"], "xxx... ...xxx"),
    Case("outer(x, y)", ["x": [2], "y": [2]], "x.x. x..x .xx. .x.x"),
    Case("[[1, 0, 0], [2, 3, 0], [0, 4, 5]]@x", ["x": [3]], "x.. xx. .xx"),
    Case("[[1, 0], [0, 2]]@W", ["W": [2, 2]], "x... .x.. ..x. ...x"),
    Case("[1, 0, 2]*x", ["x": [3]], "x.. ... ..x"),
    Case("x^[0, 1, 2]", ["x": [3]], "... .x. ..x"),
    Case("x[[3, 1, 3]]", ["x": [3]], "..x x.. ..x"),
    Case("y = zeros(3); y[[2, 2, 3]] += x; y", ["x": [3]], "... xx. ..x"),
    Case("concat(x[2:], y)", ["x": [2], "y": [1]], ".x. ..x"),
    Case("reshape(x, 2, 2)[2,:]", ["x": [4]], "..x. ...x"),
    Case("stop(x)*x", ["x": [2]], "x. .x"),
    Case("floor(x) + step(x)", ["x": [2]], ".. .."),
    Case("if(x > 0, x, y)", ["x": [], "y": []], "xx"),
    Case("where(x > 0, y, 0)", ["x": [2], "y": [2]], "..x. ...x"),
    Case("max(x[1], x[2], 3)", ["x": [3]], "xx."),
    Case("inv(A)[1,:]", ["A": [2, 2]], "xxxx xxxx"),
    Case("solve([[2, 1], [1, 3]], B)", ["B": [2, 2]], "x.x. .x.x x.x. .x.x"),
    Case("conv(x, [1, 2])", ["x": [4]], "xx.. .xx. ..xx"),
    Case("maxpool(x, 2)", ["x": [4]], "xx.. ..xx"),
    Case("cross(x, [1, 0, 0])", ["x": [3]], "... ..x .x."),
    Case("for i = 1 to 3 { x = x[2:4] - x[1:3]; x = concat(x, x[1:1]) }; x[1]", ["x": [4]], "xxxx"),
  ]

  static let hessians: [Case] = [
    Case("sum(x^2)", ["x": [3]], "x.. .x. ..x"),
    Case("sum(x)", ["x": [2]], ".. .."),
    Case("x*y", ["x": [], "y": []], ".x x."),
    Case("x*y + z^2 + sin(x)", ["x": [], "y": [], "z": []], "xx. x.. ..x"),
    Case("sum(x)^2", ["x": [2]], "xx xx"),
    Case("sum(relu(x))", ["x": [2]], ".. .."),
    Case("sum(100*(x[2:] - x[:3]^2)^2 + (1 - x[:3])^2)", ["x": [4]], "xx.. xxx. .xxx ..xx"),
    Case("x[1]*sum(x)", ["x": [3]], "xxx x.. x.."),
    Case("sum(cumsum(x)*[1, 2, 3])", ["x": [3]], "... ... ..."),
    Case("x'@[[1, 0, 0], [0, 0, 2], [0, 2, 0]]@x", ["x": [3]], "x.. ..x .x."),
    Case("sum((W@x)^2)", ["W": [2, 2], "x": [2]], "xx..xx xx..xx ..xxxx ..xxxx xxxxxx xxxxxx"),
    Case("x[1]*x[[3]][1]", ["x": [3]], "..x ... x.."),
    Case("exp(x)/y", ["x": [], "y": []], "xx xx"),
    Case("y*step(x)", ["x": [], "y": []], ".. .."),
  ]

  private func pattern(_ one: Case, hessian: Bool) throws -> String {
    let graph = try one.program.graph()
    let wrt = try one.wrt.map { names in
      try names.map { name in try #require(graph.inputs.first { graph.name(ofInput: $0) == name }) }
    }
    let known = graph.inputs.map { _ in Tensor?.none }
    let pattern =
      hessian
      ? try SparsityPattern(hessianOf: graph, wrt: wrt ?? graph.inputs, known: known)
      : try SparsityPattern(jacobianOf: graph, wrt: wrt ?? graph.inputs, known: known)
    return (0..<pattern.rows).map { row in
      let columns = Set(pattern[row].map { Int($0) })
      return (0..<pattern.columns).map { columns.contains($0) ? "x" : "." }.joined()
    }.joined(separator: " ")
  }

  @Test func jacobiansHaveTheStructureOfTheirOperations() {
    forEach(Self.jacobians) { one in
      let found = try pattern(one, hessian: false)
      #expect(found == one.rows)
    }
  }

  @Test func hessiansHaveTheStructureOfTheirGradients() {
    forEach(Self.hessians) { one in
      let found = try pattern(one, hessian: true)
      #expect(found == one.rows)
    }
  }

  /// The zeros of a matrix that is an input count where no derivative is taken by it.
  @Test func zerosOfDataCount() throws {
    let program = ArrayProgram("A@x", ["A": [2, 3], "x": [3]])
    let point = try program.point([[1, 0, 2, 0, 3, 0], [1, 1, 1]])
    let known = point.values.prefix(2).map { Optional($0) }
    let byVector = try SparsityPattern(jacobianOf: point.graph, wrt: [1], known: known)
    #expect(byVector.places == [0, 2, 1])
    let byBoth = try SparsityPattern(jacobianOf: point.graph, wrt: [0, 1], known: known)
    #expect(byBoth.count == 12)
  }

  /// Indices of which nothing is known may mean all parts.
  @Test func unknownIndicesReachEverything() throws {
    let graph = try ArrayProgram("x[i]", ["x": [3], "i": [2]]).graph()
    let known: [Tensor?] = [nil, nil]
    #expect(try SparsityPattern(jacobianOf: graph, wrt: [0], known: known).count == 6)
    let at: [Tensor?] = [nil, Tensor(Shape([2]), [3, 1])]
    #expect(try SparsityPattern(jacobianOf: graph, wrt: [0], known: at).places == [2, 0])
  }

  /// Sets that are shared take no more room than one, though every element depends on all.
  @Test func denseLayersShareTheirSets() throws {
    let graph = try ArrayProgram("tanh(V@tanh(W@x))", ["V": [400, 400], "W": [400, 400], "x": [400]]).graph()
    let x = try #require(graph.inputs.first { graph.name(ofInput: $0) == "x" })
    #expect(
      try SparsityPattern(jacobianOf: graph, wrt: [x], known: graph.inputs.map { _ in nil }).count == 400 * 400)
  }
}
