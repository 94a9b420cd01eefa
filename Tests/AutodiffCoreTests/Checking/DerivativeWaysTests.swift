import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Derivatives by all ways: their values, errors and work.
@Suite(.namesCases) struct DerivativeWaysTests {
  private func ways(_ program: String, _ values: [(String, Tensor)], _ scheme: DifferenceScheme = .init(.central))
    throws -> DerivativeWays
  {
    let point = try Point(program: program, at: values.map { (name: $0.0, value: $0.1) })
    let whole = ProgramPoint(point)
    let checked = try CheckedProgram(whole)
    let derivatives =
      point.value.shape.isScalar ? Derivatives(gradientOf: point) : Derivatives(jacobianOf: point)
    let check = GradientCheck(
      checked, answers: ModeAnswers(whole, derivatives), scheme: DifferenceScheme(), tolerance: .init())
    return try DerivativeWays(check, checked, at: point, scheme)
  }

  /// At x = 0.75 and y = 1.5, with the derivatives that mpmath gives with 40 digits.
  @Test func values() {
    forEach([
      ("sin(x^2)*exp(y)", 5.686755873802617, 2.3900967631684507),
      ("log(1 + exp(x*y))", 1.1323724803014424, 0.56618624015072122),
      ("x^y*erf(x)", 1.3414142462865509, -0.1328829768359439),
      ("tanh(x/y) - sqrt(x*y)", -0.18280829254259592, -0.61570263491524957),
    ]) { (program: String, x: Double, y: Double) throws in
      let ways = try ways(program, [("x", .scalar(0.75)), ("y", .scalar(1.5))])
      for (block, expected) in zip(ways.blocks, [x, y]) {
        #expect(block.rows.map(\.way) == [.symbolic, .numeric, .numeric, .forward, .reverse])
        for row in block.rows {
          let slack = row.way == .numeric ? 1e-8 : 4e-15
          #expect(abs(row.value - expected) <= slack * abs(expected), "\(row.way)")
          #expect(row.error <= slack)
        }
        // No step is better than the best.
        #expect(block.rows[1].error <= block.rows[2].error)
        #expect(block.rows[2].step == 1e-5)
      }
    }
  }

  /// Counted by hand: v = x·y, sin x and their sum are three operations, of which a difference takes two and four more;
  /// one sweep forward takes nine, and the way back five.
  @Test func work() throws {
    let ways = try ways("x*y + sin(x)", [("x", .scalar(2)), ("y", .scalar(3))])
    let costs = ways.blocks[0].rows.map { $0.cost?.operations }
    #expect(costs == [2, 10, 10, 9, 5])
    #expect(ways.totals.map(\.way) == [.symbolic, .numeric, .forward, .reverse])
    #expect(ways.totals.map(\.cost.operations) == [2, 20, 18, 5])
  }

  @Test func forwardDifference() throws {
    let ways = try ways("x^2", [("x", .scalar(3))], DifferenceScheme(.forward, step: 0.5))
    // (3.5² - 3²)/0.5
    #expect(ways.blocks[0].rows[2].value == 6.5)
    #expect(ways.blocks[0].rows[2].cost?.operations == 5)
  }

  @Test func arrays() throws {
    let ways = try ways(
      "A@x", [("A", Tensor(Shape([2, 2]), [1, 2, 3, 4])), ("x", Tensor(Shape([2]), [5, 6]))])
    #expect(ways.blocks.count == 2 * 6)
    for block in ways.blocks {
      #expect(block.rows.filter { $0.way != .numeric }.allSatisfy { $0.value == block.check.reverse })
    }
    let names = ways.blocks.map(\.check.name)
    #expect(names[0] == "f[1]/A[1,1]" && names[11] == "f[2]/x[2]")
    #expect(ways.blocks[11].check.reverse == 4)
  }

  /// The formula is undefined as the function is; at a kink the convention stands beside the middle.
  @Test func edges() throws {
    let undefined = try ways("log(x)", [("x", .scalar(-1))]).blocks[0]
    #expect(undefined.check.verdict == .undefined)
    #expect(undefined.rows.allSatisfy { $0.value.isNaN })
    let kink = try ways("relu(x)", [("x", .scalar(0))]).blocks[0]
    #expect(kink.check.verdict == .kink)
    #expect(kink.rows.map(\.value) == [0, 0.5, 0.5, 0, 0])
  }
}
