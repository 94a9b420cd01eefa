import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct IndependentSystemTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var program: String
    var names: [String]
    var values: [Double]
    var value: Double
    var gradient: [Double]

    init?(_ line: Substring) {
      let parts = line.split(separator: " : ")
      guard parts.count == 4, let value = Double(parts[1]) else { return nil }
      let bindings = parts[0].split(separator: " ").map { $0.split(separator: "=") }
      names = bindings.map { String($0[0]) }
      values = bindings.compactMap { Double($0[1]) }
      self.value = value
      gradient = parts[2].split(separator: " ").compactMap { Double($0) }
      program = String(parts[3])
    }

    var testDescription: String { program }
  }

  static let cases = IndependentPrograms.lines.split(separator: "\n").compactMap(Case.init)

  @Test func everyLineIsRead() {
    #expect(Self.cases.count >= 100)
    #expect(Self.cases.count == IndependentPrograms.lines.split(separator: "\n").count)
    #expect(Self.cases.allSatisfy { $0.names.count == $0.values.count && $0.names.count == $0.gradient.count })
  }

  @Test func valueAndGradient() {
    forEach(Self.cases) { (test: Case) throws in
      let given = Dictionary(uniqueKeysWithValues: zip(test.names, test.values))
      let graph = try Graph(program: test.program)
      let point = Point(graph, inputs: graph.namesOfInputs.map { given[$0] ?? .nan })
      #expect(abs(point.value - test.value) <= 1e-12 * max(1, abs(test.value)))

      let scale = test.gradient.reduce(1) { max($0, abs($1)) }
      let exact = Dictionary(uniqueKeysWithValues: zip(test.names, test.gradient))
      #expect(point.wrtInputs.count == exact.count)
      for derivatives in [point.reverse, point.forward] {
        for (input, derivative) in zip(point.wrtInputs, derivatives) {
          #expect(abs(derivative - (exact[input.name] ?? .nan)) <= 1e-12 * scale, "\(input.name)")
        }
      }
    }
  }
}
