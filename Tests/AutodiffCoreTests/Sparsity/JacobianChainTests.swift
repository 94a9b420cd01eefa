import Testing

@testable import AutodiffCore

@Suite struct JacobianChainTests {
  private func chains(_ text: String, _ shapes: [(String, [Int])], wrt: [String]? = nil) throws -> [JacobianChain] {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.0)),
      shapes: shapes.map { .init(name: $0.0, shape: Shape($0.1)) })
    let inputs = graph.inputs.filter { wrt?.contains(graph.name(ofInput: $0)) ?? true }
    return JacobianChain.all(of: graph, wrt: inputs, known: graph.inputs.map { _ in nil })
  }

  /// The textbook's chain of six matrices (Cormen et al., Introduction to Algorithms, 3rd ed., §15.2), which takes 15,125
  /// multiplications in its best order, ((A1(A2A3))((A4A5)A6)). The additions of its five products are fewer by their
  /// entries, 35·5 + 30·5 + 5·20 + 5·25 + 30·25.
  @Test func textbook() throws {
    let sizes = [30, 35, 15, 5, 10, 20, 25]
    let shapes = (1...6).map { ("A\($0)", [sizes[$0 - 1], sizes[$0]]) } + [("x", [25])]
    let chain = try #require(try chains("A1@(A2@(A3@(A4@(A5@(A6@x)))))", shapes, wrt: ["x"]).first)
    #expect(chain.factors.map(\.rows) == [20, 10, 5, 15, 35, 30])
    #expect(chain.factors.map(\.nonzeros) == [500, 200, 50, 75, 525, 1050])
    let cheapest = try #require(chain.cheapest)
    // J6 is A1 and J1 is A6.
    #expect(cheapest.text == "(J6·(J5·J4))·((J3·J2)·J1)")
    #expect(cheapest.operations == 30_250.0 - 1_300)
    #expect(chain.orderCount == 42)
    #expect(chain.all.isEmpty)
  }

  @Test func layersOfANetwork() throws {
    let chain = try #require(
      try chains("sum(tanh(V@tanh(W@x)))", [("V", [3, 4]), ("W", [4, 5]), ("x", [5])], wrt: ["x"]).first)
    #expect(chain.factors.map(\.rows) == [4, 4, 3, 3, 1])
    #expect(chain.factors.map(\.columns) == [5, 4, 4, 3, 3])
    #expect(chain.factors.map(\.isDiagonal) == [false, true, false, true, false])
    // 1·3 by the diagonal, 4 rows of 3 terms, 4 by the diagonal, 5 rows of 4 terms.
    #expect(chain.reverse == .init(text: "(((J5·J4)·J3)·J2)·J1", operations: 62))
    // 4·5 by the diagonal, 3·5 rows of 4 terms, 3·5 by the diagonal, 5 rows of 3 terms.
    #expect(chain.forward == .init(text: "J5·(J4·(J3·(J2·J1)))", operations: 165))
    #expect(chain.all.count == 14 && chain.orderCount == 14)
    #expect(chain.all.first == chain.reverse && chain.all.last == chain.forward)
    #expect(chain.all.map(\.operations).min() == chain.cheapest?.operations)
  }

  /// Inputs that are numbers are one vector; a path around a node makes it none of the cuts.
  @Test func cuts() throws {
    let numbers = try chains("sigma(log(5*(max(x1,x2)*x3/x4-(x5+x6)))+0.5)", [])
    #expect(numbers.count == 1)
    #expect(numbers[0].factors.map(\.columns) == [6, 1, 1, 1, 1])
    let residual = try chains("sum(x + tanh(W@x))", [("x", [3]), ("W", [3, 3])], wrt: ["x"])
    #expect(residual[0].factors.map(\.rows) == [3, 1])
    #expect(residual[0].factors.map(\.isDiagonal) == [false, false])
    let gate = try chains("sum(x*sigma(x))", [("x", [3])])
    #expect(gate[0].factors.map(\.isDiagonal) == [true, false])
    // Two diagonals take a multiplication for each of their entries.
    #expect(try chains("relu(x + 1)", [("x", [3])])[0].reverse == .init(text: "J2·J1", operations: 3))
    #expect(try chains("sum(x) + y", [("x", [3])]).map(\.factors.count) == [2, 1])
    #expect(try chains("stop(x)*y", []).map(\.factors.count) == [1])
    #expect(try chains("x", []).map(\.factors.isEmpty) == [true])
  }
}
