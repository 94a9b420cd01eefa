import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Programs of the language's newer statements, compared with another system.
@Suite(.namesCases) struct FormTests {
  @Test func valuesAndDerivativesAreThoseOfAnotherSystem() {
    #expect(FormReferences.rows.count >= 50)
    forEach(FormReferences.rows) { (row: (program: String, value: Double, gradient: [Double])) throws in
      let point = try AssignmentTests.point(row.program, FormReferences.inputs)
      expectClose(point.value.elements, [row.value], "value")
      let inputs = point.graph.inputs.map(point.graph.name(ofInput:))
      for mode in [JacobianMode.reverse, .forward] {
        let jacobian = point.jacobian(mode)
        let gradient = FormReferences.inputs.prefix(5).flatMap { name, value in
          inputs.firstIndex(of: name).map { jacobian[$0].elements } ?? Array(repeating: 0, count: value.count)
        }
        expectClose(gradient, row.gradient, "\(mode)")
      }
    }
  }

  private func expectClose(_ values: [Double], _ exact: [Double], _ name: String) {
    #expect(
      values.count == exact.count && zip(values, exact).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) },
      "\(name): \(values), not \(exact)")
  }
}
