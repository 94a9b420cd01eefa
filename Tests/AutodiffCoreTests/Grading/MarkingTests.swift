import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct MarkingTests {
  struct Case {
    var text: String
    var at: [(String, Tensor)]
    var rules = Question.Rules()
    var answers: [String: String]
    var verdicts: String
  }

  private static func rules(_ change: (inout Question.Rules) -> Void) -> Question.Rules {
    var rules = Question.Rules()
    change(&rules)
    return rules
  }

  private static let point: [(String, Tensor)] = [("x", .scalar(2)), ("y", .scalar(3))]
  private static let digits = rules { $0.digits = 3 }
  private static let formula = rules { $0.form = .formula }

  /// R right, W wrong, B blank, U unreadable.
  static let cases = [
    // d/dx = y + cos(2) = 2.5838531634528574
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "2.58", "y": "2"], verdicts: "RR"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "2.6", "y": "2.0"], verdicts: "RR"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "2.59", "y": "2.1"], verdicts: "WW"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "3", "y": "6/3"], verdicts: "WR"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "y+cos(x)", "y": "  "], verdicts: "RB"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "y+", "y": "z"], verdicts: "UU"),
    Case(text: "x*y + sin(x)", at: point, answers: ["x": "[2.58]", "y": "____"], verdicts: "WB"),
    Case(text: "x*y + sin(x)", at: point, rules: digits, answers: ["x": "2.6", "y": "2"], verdicts: "WR"),
    Case(text: "x*y + sin(x)", at: point, rules: digits, answers: ["x": "2.5885", "y": "2.004"], verdicts: "RR"),
    Case(text: "x*y + sin(x)", at: point, rules: digits, answers: ["x": "2.589", "y": "2.006"], verdicts: "WW"),
    Case(
      text: "x*y + sin(x)", at: point, rules: rules { $0.relativeTolerance = 0.01 },
      answers: ["x": "2.6", "y": "1.97"], verdicts: "RW"),
    // A derivative that rounds to almost 0 is 0, whatever the digits.
    Case(
      text: "0.1*x + 0.2*x - 0.3*x + y", at: point, rules: digits, answers: ["x": "0", "y": "1"], verdicts: "RR"),
    Case(text: "x*y^2", at: point, rules: formula, answers: ["x": "y*y", "y": "2*x*y"], verdicts: "RR"),
    Case(text: "x*y^2", at: point, rules: formula, answers: ["x": "9", "y": "12"], verdicts: "WW"),
    Case(text: "x*y^2", at: point, rules: formula, answers: ["x": "3*y", "y": "6*x"], verdicts: "WW"),
    Case(text: "3*x + y", at: point, rules: formula, answers: ["x": "3", "y": "1"], verdicts: "RR"),
    // Near a singularity only some of the other points have an answer.
    Case(text: "log(x)*y", at: point, rules: formula, answers: ["x": "y/x", "y": "log(x)"], verdicts: "RR"),
    Case(
      text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: ["v": "[2, -6]"], verdicts: "R"),
    Case(text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: ["v": "2*v"], verdicts: "R"),
    Case(text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: ["v": "[2, 6]"], verdicts: "W"),
    Case(
      text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: ["v[1]": "2", "v[2]": "-6"],
      verdicts: "R"),
    Case(text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: ["v[1]": "2"], verdicts: "W"),
    Case(text: "sum(v^2)", at: [("v", Tensor(Shape([2]), [1, -3]))], answers: [:], verdicts: "B"),
    Case(
      text: "[x*y, x + y]", at: point, answers: ["x": "[3, 1]", "y": "[2, 1.0]"], verdicts: "RR"),
    Case(text: "[x*y, x + y]", at: point, answers: ["x": "[1, 3]", "y": "2"], verdicts: "WW"),
    // At a kink all that lies between its sides is right.
    Case(
      text: "max(x, y)", at: [("x", .scalar(1)), ("y", .scalar(1))], answers: ["x": "0.3", "y": "1"], verdicts: "RR"),
  ]

  private func posed(_ test: Case) throws -> PosedQuestion {
    let source = SourceText(test.text)
    let program = Program(
      try Parser.parse(source),
      shapes: test.at.map { .init(name: $0.0, shape: $0.1.shape) }.filter { !$0.shape.isScalar })
    let question = try Question(
      "q", source, program, values: test.at.map { (name: $0.0, value: $0.1) }, draws: [], test.rules)
    return try question.posed(for: "", seed: 1, nil)
  }

  @Test func verdicts() {
    forEach(Self.cases) { test in
      let marks = try Marking(posed(test), nil).marks { test.answers[$0] }.marks
      let letters: [Mark.Verdict: Character] = [.right: "R", .wrong: "W", .blank: "B", .unreadable: "U"]
      #expect(String(marks.compactMap { letters[$0.verdict] }) == test.verdicts)
    }
  }

  @Test func pointsAreShared() throws {
    var test = Case(
      text: "a + b + c", at: [("a", .scalar(1)), ("b", .scalar(1)), ("c", .scalar(1))], answers: [:], verdicts: "")
    #expect(try Marking(posed(test), nil).marks { _ in "1" }.points == 3)
    test.rules.points = 10
    let all = try Marking(posed(test), nil).marks { _ in "1" }
    #expect(all.points == 10 && all.marks[0].points == 10.0 / 3 && all.marks[0].of == 10.0 / 3)
    let some = try Marking(posed(test), nil).marks { $0 == "a" ? "1" : $0 == "b" ? "2" : nil }
    #expect(some.points == 10.0 / 3 && some.marks.map(\.points) == [10.0 / 3, 0, 0])
  }

  @Test func oneKnownMistakeGetsPartOfThePoints() throws {
    var test = Case(text: "a + b", at: [("a", .scalar(1)), ("b", .scalar(1))], answers: [:], verdicts: "")
    test.rules.partial = 0.25
    test.rules.points = 8
    let marks = try Marking(posed(test), MistakeSearch()).marks { $0 == "a" ? "-1" : "-7.77" }
    #expect(marks.marks.map(\.points) == [1, 0] && marks.points == 1)
    #expect(marks.marks[0].mistakes.map(\.kind) == ["sign-flipped"] && marks.marks[0].verdict == .wrong)
  }
}
