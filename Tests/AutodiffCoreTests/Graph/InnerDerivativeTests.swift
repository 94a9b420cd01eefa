import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Derivatives inside programs, and values that hold still.
@Suite(.namesCases) struct InnerDerivativeTests {
  /// Each program has a number x; the value and the slope are worked out by hand.
  @Test func numbers() {
    forEach(
      [
        ("diff(x^3, x)", 2, 12, 12), ("diff(diff(x^4, x), x)", 1, 12, 24), ("y = x^2; diff(y^2, y)", 2, 8, 8),
        ("diff(diff(diff(x^5, x), x), x)", 1, 60, 120),
        // Variables are not the same for having the same value.
        ("y = x^2; z = x^2 + 1; diff(z, y)", 2, 0, 0), ("f(u) = diff(u*x, u); f(x)", 3, 3, 1),
        ("f(u) = { v = u^2; diff(v*x, u) }; f(x)", 3, 18, 12), ("y = x; diff(x^2 + y^3, y)", 2, 12, 12),
        ("y = x; y = 2*y; diff(y^2, y)", 3, 12, 4),
        // Values that were computed before are constant.
        ("y = x^2; z = 3*y; y = z + 1; diff(y*z, y)", 1, 3, 6), ("u = 5; diff(u*x^2, u)", 3, 9, 6),
        // Within loops and functions, and by their own names.
        ("s = 0; for v in [x, 2*x] { s += diff(v^3, v) }; s", 1, 15, 30),
        ("s = 0; for k = 1 to 3 { s += diff(k^2*x, k) }; s", 2, 24, 12),
        ("u = 1; for k = 1 to 6 { u = u - (u^2 - x)/diff(u^2 - x, u) }; u", 4, 2, 0.25),
        ("g(h, u) = diff(h(u), u); g(sin, x)", 0, 1, 0), ("d(u) = diff(u^2, u); diff(d(x)*x, x)", 3, 12, 4),
        ("h(q, p) = p^2/2 - cos(q); f(q, p) = { diff(h(q, p), p), -diff(h(q, p), q) }; a, b = f(x, 2); a*b", 0, 0, -2),
        // Arrays: by all of their elements, and by those that were set.
        ("v = [x, 2*x]; sum(diff(v@v, v))", 1, 6, 6), ("v = [x, 3]; v[1] = x^2; diff(sum(v^2), v)[1]", 2, 8, 8),
        ("v = [x, 2, 5]; diff(v[[1, 3, 1]]@[1, 10, 100], v)[1] + 0*x", 1, 101, 0),
        ("W = [[x, 1], [2, 3]]; diff(det(W), W)[2,2]", 4, 4, 1),
        // Values that hold still.
        ("stop(x)*x", 3, 9, 3), ("diff(stop(x^2)*x, x)", 3, 9, 0), ("stop(diff(x^3, x))*x", 2, 24, 12),
      ]
    ) { (text: String, x: Double, value: Double, slope: Double) throws in
      let point = try AssignmentTests.point(text, [("x", .scalar(x))])
      #expect(abs((point.value.scalar ?? .nan) - value) <= 1e-12)
      for mode in [JacobianMode.reverse, .forward] {
        #expect(abs((point.jacobian(mode).first?.scalar ?? .nan) - slope) <= 1e-12, "\(mode)")
      }
      #expect(!point.graph.nodes.contains { $0.primitive == .broadcast && $0.shape == 0 }, "an alias is left")
    }
  }

  @Test func errors() {
    forEach(
      [
        ("diff(x^2, 3)", .nameNeeded("diff")), ("diff(x^2, x + 1)", .nameNeeded("diff")),
        ("diff(x^2)", .wrongArgumentCount(function: "diff", accepts: .exactly(2), given: 1)),
        ("diff([x, x], x)", .shape(.needs(.scalar, Shape([2])), operation: "diff")),
        ("diff(u) = u; diff(x)", .builtinRedefined("diff")),
      ]
    ) { (text: String, fact: Problem.Fact) in
      let problem = #expect(throws: Problem.self) { try AssignmentTests.point(text, [("x", .scalar(2))]) }
      #expect(problem?.fact == fact)
    }
  }

  @Test func aDerivativeOfAConstantIsNoted() throws {
    let point = try AssignmentTests.point("y = x^2; z = 3; diff(z, y) + diff(y, y)", [("x", .scalar(2))])
    #expect(point.graph.oversights.map(\.fact) == [.constantDerivative(of: "y")])
    #expect(point.value == .scalar(1))
  }
}
