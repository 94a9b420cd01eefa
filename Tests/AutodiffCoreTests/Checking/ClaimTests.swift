import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ClaimTests {
  /// `d/dx` of `program` at the point x, with `text` claimed for it.
  private static func verdict(
    _ text: String, program: String, x: Double, tolerance: GradientCheck.Tolerance = .init()
  ) throws -> GradientCheck.Verdict {
    let graph = try Graph(program: program)
    let source = SourceText(text)
    let claim = try Claim(
      source, span: 0..<source.bytes.count, inputs: Elements(["x"]), tree: try Parser.parse(source))
    let check = GradientCheck(
      Point(graph, inputs: [x]), tolerance: tolerance, claims: ["x": claim.number([x])])
    #expect(check.rows[0].expected?.value == claim.value([x]))
    return check.verdict
  }

  /// The derivative of c·x is c: what claims of it are right.
  @Test func claimsOfAConstant() {
    forEach([
      // Decimals: what rounds to them.
      (
        "2.5838531634528574",
        ["2.6", "2.58", "2.584", "2.58385", "2.5838531634528574", "3.", "+2.58", "2.58e0", "0.0258e2"],
        ["2.5", "2.59", "2.583", "2.580", "2.57", "-2.58", "2.58385317", "2.", "2.58e1"]
      ),
      ("2500", ["2.5e3", "2.50e3", "2.500E+3", "2500", "2500.", "25e2"], ["2.4e3", "2.51e3", "2501", "26e2"]),
      ("2504", ["2.5e3", "2.50e3", "2504", "2504."], ["2.500e3", "25e2", "2500", "2500."]),
      ("-0.5", ["-0.5", "-.5", "-0.50", "-1/2", "0.5-1"], ["0.5", ".5", "-0.4", "-0.51", "-0.6"]),
      ("0.46", [".5", "0.46", "0.460", "4.6e-1"], [".46000001", ".4", ".47", "1/2", "0.46000001"]),
      ("2", ["2", "2.0", "1+1", "x/x*2", "2.", "2.000000"], ["3", "2.1", "1", "x", "1.999999"]),
      ("1e-9", ["1e-9", "1.0e-9", "0.000000001", "0.0"], ["2e-9", "1.1e-9", "0", "-1.0e-9"]),
      // Formulas and whole numbers are meant exactly.
      ("3", ["3", "x", "x^2/3", "sqrt(9)", "min(x, 5)"], ["x + 1e-6", "pi", "3.0001*1", "22/7"]),
    ]) { (derivative, right, wrong) throws in
      for text in right {
        #expect(try Self.verdict(text, program: "(\(derivative))*x", x: 3) == .pass, "\(text) of \(derivative)")
      }
      for text in wrong {
        #expect(try Self.verdict(text, program: "(\(derivative))*x", x: 3) == .mismatch, "\(text) of \(derivative)")
      }
    }
  }

  @Test(arguments: [("x^3", "3*x^2"), ("sin(x)", "cos(x)"), ("log(x)", "1/x"), ("exp(x)", "exp(x)"), ("x^2", "x + x")])
  func formulasArePassedAnywhere(_ program: String, _ formula: String) throws {
    for x in [1e-8, 0.7, 3, 1e6] where program != "exp(x)" || x < 100 {
      #expect(try Self.verdict(formula, program: program, x: x) == .pass)
      #expect(try Self.verdict("1.0001*(\(formula))", program: program, x: x) == .mismatch)
    }
  }

  /// A student may choose another subgradient.
  @Test(arguments: [
    ("abs(x)", ["0", "1", "-1", "0.5", "-1/3"], ["2", "-1.1", "1.0001"]), ("relu(x)", ["0", "1", "0.5"], ["-1", "2"]),
  ])
  func atAKinkAnythingBetweenIsRight(_ program: String, _ right: [String], _ wrong: [String]) throws {
    for text in right { #expect(try Self.verdict(text, program: program, x: 0) == .kink, "\(text)") }
    for text in wrong { #expect(try Self.verdict(text, program: program, x: 0) == .mismatch, "\(text)") }
  }

  @Test func tolerancesTakeTheDigitsPlace() throws {
    func verdict(_ text: String, _ relative: Double?, _ absolute: Double?) throws -> GradientCheck.Verdict {
      try Self.verdict(text, program: "2.5838*x", x: 3, tolerance: .init(relative: relative, absolute: absolute))
    }
    #expect(try verdict("2.58", 1e-6, nil) == .mismatch)
    #expect(try verdict("2.58", 1e-2, nil) == .pass)
    #expect(try verdict("2.6", nil, 1e-3) == .mismatch)
    #expect(try verdict("5/2", nil, 0.1) == .pass)
    #expect(try verdict("3", 0.1, 0.2) == .pass)
  }

  @Test func otherNamesAreNamed() throws {
    let source = SourceText("x + y*z")
    #expect(throws: Problem.self) {
      try Claim(source, span: 0..<7, inputs: Elements(["x"]), tree: try Parser.parse(source))
    }
  }

  /// A blank claim is missing, whatever there is to compare it with, and of whatever shape.
  @Test func aBlankIsMissing() throws {
    let order: [GradientCheck.Verdict] = [.pass, .kink, .undefined, .missing, .mismatch]
    #expect(order == order.shuffled().sorted() && !GradientCheck.Verdict.missing.passes)
    for (program, x) in [("x^2", 2.0), ("abs(x)", 0), ("log(x)", -1)] {
      let elements = Claim.blank.elements(["x", "y"], shape: Shape([2]), at: [x])
      #expect(elements.map(\.0) == ["x", "y"])
      let row = GradientCheck.Row("x", try Self.evidence(program, x), elements[0].1.number([x]), .init())
      #expect(row.verdict == .missing)
    }
  }

  private static func evidence(_ program: String, _ x: Double) throws -> Evidence {
    let check = GradientCheck(Point(try Graph(program: program), inputs: [x]))
    return try #require(check.rows.first).evidence
  }

  /// An array of another shape knows which one it should have.
  @Test func shapesThatDiffer() throws {
    let source = SourceText("[1, 2, 3]")
    let claim = try Claim(source, span: 0..<9, inputs: Elements(["x"]), tree: try Parser.parse(source))
    let numbers = claim.elements(["w[1]", "w[2]"], shape: Shape([2]), at: [0]).map { $0.1.number([0]) }
    #expect(numbers.map(\.expectedShape) == [Shape([2]), Shape([2])])
    #expect(numbers.map { $0.misshapen?.shape } == [Shape([3]), Shape([3])])
  }
}
