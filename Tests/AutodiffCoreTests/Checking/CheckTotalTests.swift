import Testing

@testable import AutodiffCore

@Suite struct CheckTotalTests {
  /// A total over points says of f what one check says of the sum of f at them.
  @Test(arguments: [
    ("sin(x)", "sin(x) + sin(x + 1) + sin(x + 2)"), ("abs(x)", "abs(x) + abs(x + 1) + abs(x + 2)"),
    ("x^3 - x", "x^3 - x + (x + 1)^3 - (x + 1) + (x + 2)^3 - (x + 2)"),
    ("max(x, 1)", "max(x, 1) + max(x + 1, 1) + max(x + 2, 1)"), ("log(x)", "log(x) + log(x + 1) + log(x + 2)"),
  ])
  func aTotalIsACheckOfTheSum(_ program: String, _ sum: String) throws {
    for x in [-2, -1, 0, 0.3, 1] {
      func check(_ program: String, _ x: Double) throws -> GradientCheck {
        GradientCheck(
          Point(try Graph(program: program), inputs: [x]))
      }
      var total = CheckTotal(["x"])
      for offset in [0.0, 1, 2] { total.add(try check(program, x + offset), [:]) }
      let found = total.check(mean: false, .init(), [:]).rows[0]
      let expected = try check(sum, x).rows[0]
      #expect(found.verdict == expected.verdict, "\(program) at \(x)")
      guard expected.verdict != .undefined else { continue }
      #expect(abs(found.reverse - expected.reverse) < 1e-12)
      #expect(abs(found.numeric.value - expected.numeric.value) < 1e-8)
      #expect(total.check(mean: true, .init(), [:]).rows[0].reverse == found.reverse / 3)
    }
  }

  /// Terms that cancel are compared by their size, not by that of what is left.
  @Test func whatCancelsIsNoMismatch() throws {
    let graph = try Graph(program: "exp(x)*a")
    var total = CheckTotal(["x", "a"])
    for (x, a) in [(20.0, 1.0), (20, -1), (19, 1e-9)] {
      total.add(
        GradientCheck(Point(graph, inputs: [x, a])),
        [:])
    }
    #expect(total.check(mean: false, .init(), [:]).rows[0].verdict == .pass)
  }

  /// What is claimed of the total stands before what is claimed of its terms.
  @Test func claimsOfTermsAndOfTheTotal() throws {
    let graph = try Graph(program: "2*x")
    var total = CheckTotal(["x"])
    for x in [1.0, 2] {
      let check = GradientCheck(
        Point(graph, inputs: [x]))
      total.add(check, ["x": Claim.Number(value: 2.004, precision: 0.005)])
    }
    func verdict(_ claims: [String: Claim.Number]) -> GradientCheck.Verdict {
      total.check(mean: false, .init(), claims).verdict
    }
    #expect(verdict([:]) == .pass)
    #expect(verdict(["x": Claim.Number(value: 4, precision: 0)]) == .pass)
    #expect(verdict(["x": Claim.Number(value: 4.008, precision: 0)]) == .mismatch)
  }

  /// The total of claims is not known where one of them is blank; a claim of the total needs none of them.
  @Test func aBlankTerm() throws {
    let graph = try Graph(program: "2*x")
    var total = CheckTotal(["x"])
    for claim in [Claim(number: 2, writtenAs: "2"), .blank] {
      total.add(GradientCheck(Point(graph, inputs: [1])), ["x": claim.number([])])
    }
    #expect(total.check(mean: false, .init(), [:]).verdict == .missing)
    #expect(total.check(mean: false, .init(), ["x": Claim.Number(value: 4, precision: 0)]).verdict == .pass)
  }
}
