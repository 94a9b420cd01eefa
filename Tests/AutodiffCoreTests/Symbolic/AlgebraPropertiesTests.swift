import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Properties of terms that hold whatever the inputs are.
@Suite(.namesCases) struct AlgebraPropertiesTests {
  private func term(_ text: String, _ shapes: [(String, Shape)]) throws -> (Algebra, Algebra.ID) {
    let graph = try Lowering.lower(
      try Parser.parse(SourceText(text)), boundNames: NameTable(shapes.map(\.0)),
      shapes: shapes.map { .init(name: $0.0, shape: $0.1) })
    let algebra = Algebra()
    return (algebra, Derivation.value(graph, in: algebra))
  }

  @Test func signs() {
    forEach([
      ("x^2", true), ("x^2 + exp(y)", true), ("abs(x)*y^4/3", true), ("sqrt(x)*2", true), ("x", false), ("-x^2", false),
      ("x^2 - 1", false), ("x^3", false), ("1/x^2", true), ("x*exp(x)", false),
    ]) { (text, isNeverNegative) throws in
      let (algebra, id) = try term(text, [("x", .scalar), ("y", .scalar)])
      #expect(algebra.isNeverNegative(id) == isNeverNegative)
    }
  }

  @Test func symmetricMatrices() {
    let square = Shape([2, 2])
    forEach([
      ("A'@A", true), ("A@A'", true), ("inv(A'@A)", true), ("A + A'", true), ("2*A'@A + eye(2)", true),
      ("outer(x, x)", true), ("A'@diag(x)@A", true), ("A", false), ("A@A", false), ("A - A'", false),
      ("inv(A)", false), ("A'@B", false),
    ]) { (text, isSymmetric) throws in
      let (algebra, id) = try term(text, [("A", square), ("B", square), ("x", Shape([2]))])
      #expect(algebra.isSymmetric(id) == isSymmetric)
    }
  }
}
