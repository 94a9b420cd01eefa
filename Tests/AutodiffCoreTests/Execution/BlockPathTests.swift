import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Programs that decide by values: each point along the path that is its own.
@Suite(.namesCases) struct BlockPathTests {
  @Test func programs() {
    forEach([
      "if x > y { x^2*y } else { y - x }",
      "if x > 0 { if y > 0 { x*y } else { x/y } } else { -x }",
      "a = x; while a < 10 { a = a*2 + y^2 + 1 }; a*x",
      "s = 0; for i = 1 to 3 { if x > i { s = s + x*i } else { s = s + y } }; s",
      "a = x; n = 0; while abs(a) > 0.1 { a = a/2; n = n + y }; a + n",
      "if floor(x) == 1 { x } else { max(x, y) }",
      "if x == y { 1*x } else { sqrt(x)*y }",
    ]) { (text: String) in
      var random = SplitMix64(seed: 7)
      var points = (0..<900).map { _ in (0..<2).map { _ in Double.random(in: -4...4, using: &random) } }
      for x in [0, -0.0, 1, 2, 3, -1, .nan, .infinity] { for y in [0, 1, -1, 2.0] { points.append([x, y]) } }
      expectSame(text, points)
      expectSame(text, points, .value)
      expectSame(text, points, .tangent([1, -2]))
    }
  }

  @Test func pathsAreFound() {
    let engine = BlockEngine(
      Program("a = x; while a < 50 { a = a*2 + 1 }; a*x"), at: ["x": 1], wrt: nil, .gradient)
    var random = SplitMix64(seed: 8)
    let answers = engine.answers(at: (0..<5000).map { _ in [Double.random(in: 1...60, using: &random)] })
    let exact = answers.reduce(0) { $0 + ($1.findings.contains(.exact) ? 1 : 0) }
    #expect(exact < 5)
  }

  /// More paths than are remembered, and one a point.
  @Test func manyPaths() {
    let text = "a = x; s = 0; while a > 1 { a = a - 1; s = s + a*y }; s"
    expectSame(text, (0..<90).map { [Double($0) + 0.5, 2] })
  }

  @Test func endlessLoopsFailAlone() {
    var options = Lowering.Options()
    options.limits.whileIterations = 100
    let engine = BlockEngine(
      Program("a = x; while a < 10 { a = a*y }; a", options: options), at: ["x": 1, "y": 3], wrt: nil, .gradient)
    let answers = engine.answers(at: [[1, 3], [1, 1], [2, 3]])
    #expect(answers.map { $0.findings.contains(.failed) } == [false, true, false])
    #expect(answers[2].values == [18, 9, 12])
  }
}
