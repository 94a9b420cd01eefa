import Testing

@testable import AutodiffCore

@Suite struct SecondOrderEffectTests {
  struct Case: Sendable {
    var text: String
    var inputs: [String: (Double, Double)]
    var correlation: Double?
    /// The shift of the mean and the whole standard deviation of twenty million normal samples, by NumPy 2.4.6.
    var bias: Double
    var deviation: Double
    /// The part by which third and fourth order move these.
    var tolerance = 0.003
  }

  static let cases = [
    Case(text: "x^2", inputs: ["x": (0, 0.1)], bias: 0.009999024874595202, deviation: 0.014139650384068224),
    Case(text: "x^2", inputs: ["x": (1, 0.5)], bias: 0.2496152716548352, deviation: 1.0603567579166637),
    Case(
      text: "x*y", inputs: ["x": (0, 0.2), "y": (0, 0.3)], bias: 1.3938938490686288e-05,
      deviation: 0.059988404385115636),
    Case(
      text: "x*y", inputs: ["x": (1, 0.6), "y": (1, 0.5)], correlation: 0.7, bias: 0.2099632744208657,
      deviation: 1.0791927721929242),
    Case(
      text: "exp(x)", inputs: ["x": (1, 0.25)], bias: 0.08626251049948008, deviation: 0.7123192940840043,
      tolerance: 0.04),
    Case(
      text: "1/x", inputs: ["x": (5, 0.6)], bias: 0.003019315982546178, deviation: 0.025535646867204623,
      tolerance: 0.05),
    Case(
      text: "x^2 - y^2", inputs: ["x": (0.1, 0.3), "y": (0.1, 0.2)], correlation: -0.5, bias: 0.050044640348396174,
      deviation: 0.1530117924013548),
  ]

  @Test(arguments: cases) func isThatOfSamples(_ sample: Case) throws {
    let program = try UncertainProgram(
      sample.text, sample.inputs, sample.correlation.map { [("x", "y", $0)] } ?? [])
    let effect = try #require(program.effects?.first)
    let first = program.result[0].deviation
    let whole = (first * first + effect.deviation * effect.deviation).squareRoot()
    #expect(abs(effect.bias - sample.bias) <= sample.tolerance * sample.deviation)
    #expect(abs(whole - sample.deviation) <= sample.tolerance * sample.deviation)
    #expect(effect.matters(beside: first))
  }

  @Test(
    arguments: [
      ("x^2", ["x": (1, 0.1)]), ("x*y", ["x": (2, 0.1), "y": (3, 0.2)]), ("exp(x)", ["x": (1, 0.1)]),
      ("3*x + 2", ["x": (0, 5)]), ("sin(x)", ["x": (0, 0.2)]),
    ] as [(String, [String: (Double, Double)])])
  func doesNotMatter(_ text: String, _ inputs: [String: (Double, Double)]) throws {
    let program = try UncertainProgram(text, inputs)
    let effect = try #require(program.effects?.first)
    #expect(!effect.matters(beside: program.result[0].deviation))
  }

  @Test func isOfEachOutput() throws {
    let effects = try #require(try UncertainProgram("x^2, 3*x, x^2*y", ["x": (1, 0.5), "y": (2, 0.1)]).effects)
    #expect(effects.map(\.bias).elementsEqual([0.25, 0, 0.5]) { abs($0 - $1) < 1e-14 })
  }

  @Test func mattersWhereItIsNotFinite() throws {
    let effect = try #require(try UncertainProgram("x^1.5", ["x": (0, 0.1)]).effects?.first)
    #expect(effect.matters(beside: 0))
  }
}
