import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct DrawTests {
  struct Case {
    var range: ClosedRange<Double>
    var step: Double?
    /// Every number that may be drawn, where there are few; else the number of decimals.
    var numbers: [Double] = []
    var decimals = 0
  }

  static let cases = [
    Case(range: 1...4, step: 1, numbers: [1, 2, 3, 4]),
    Case(range: 1...3.9, step: 1, numbers: [1, 2, 3]),
    Case(range: 0...0.3, step: 0.1, numbers: [0, 0.1, 0.2, 0.3]),
    Case(range: -0.3...0.3, step: 0.3, numbers: [-0.3, 0, 0.3]),
    Case(range: 2...2, step: 0.1, numbers: [2]),
    Case(range: -0.75 ... -0.25, step: 0.25, numbers: [-0.75, -0.5, -0.25]),
    Case(range: 0...1, step: 5, numbers: [0]),
    Case(range: -5...5, step: nil, decimals: 1),
    Case(range: 0...1, step: nil, decimals: 2),
    Case(range: 100...300, step: nil, decimals: 0),
    Case(range: -2...2, step: 0.001, decimals: 3),
  ]

  @Test func numbersAreWholeStepsFromTheLowerEnd() {
    forEach(Self.cases) { test in
      var random = AutodiffCore.SplitMix64(seed: 7)
      let draw = Draw("x", in: test.range, step: test.step)
      let drawn = draw.value(Shape([200]), &random).elements
      #expect(drawn.allSatisfy(test.range.contains))
      if !test.numbers.isEmpty { #expect(Set(drawn).sorted() == test.numbers) }
      let decimals = drawn.map { NumberText()($0).split(separator: ".").dropFirst().first?.count ?? 0 }.max()
      if test.numbers.isEmpty { #expect(decimals == test.decimals && Set(drawn).count > 15) }
    }
  }

  private func question(_ name: String = "1") throws -> Question {
    let source = SourceText("x*y")
    let draws = [Draw("x", in: -5...5, step: 0.1), Draw("y", in: 1...9, step: 0.1)]
    return try Question(name, source, Program(try Parser.parse(source)), values: [], draws: draws, .init())
  }

  private func point(_ question: Question, _ student: String, seed: UInt64 = 1) throws -> [Double] {
    try question.posed(for: student, seed: seed, nil).numbers
  }

  @Test func pointsDependOnSeedStudentAndQuestion() throws {
    let one = try question()
    let points = [
      try point(one, "ada"), try point(one, "ben"), try point(one, "ada", seed: 2), try point(question("2"), "ada"),
      try point(one, "ad"), try point(one, ""),
    ]
    #expect(Set(points).count == points.count)
    #expect(try point(question(), "ada") == points[0])
    // The same on every machine.
    #expect(points[0] == [1.9, 6.3])
  }

  /// At 2, x³ has equal first and second derivatives; at 1, everything is 1 or 3.
  @Test func pointsThatMistakesCollideAtAreAvoided() throws {
    let source = SourceText("x^3")
    let draws = [Draw("x", in: 1...9, step: 1)]
    let question = try Question("q", source, Program(try Parser.parse(source)), values: [], draws: draws, .init())
    var plain: Set<Double> = []
    for student in 0..<40 {
      plain.insert(try question.posed(for: String(student), seed: 1, nil).numbers[0])
      #expect(try question.posed(for: String(student), seed: 1, MistakeSearch()).numbers[0] > 2)
    }
    #expect(plain.contains(1) && plain.contains(2))
  }

  private static let drawn: [(text: String, ranges: [String: ClosedRange<Double>])] = [
    ("sin(3*x)*y", ["x": -2...2, "y": 1...9]), ("(x + y)*z", ["x": -5...5, "y": 1...9, "z": -4...4]),
    ("max(x, y)*z", ["x": -5...5, "y": -5...5, "z": 1...9]),
  ]

  /// Returns the questions of the table.
  private func questions() throws -> [Question] {
    try Self.drawn.map { text, ranges in
      let source = SourceText(text)
      let draws = ranges.sorted { $0.key < $1.key }.map { Draw($0.key, in: $0.value, step: 0.5) }
      return try Question(text, source, Program(try Parser.parse(source)), values: [], draws: draws, .init())
    }
  }

  /// With steps of a half, many points are bad ones.
  @Test func noMistakeGivesTheRightNumber() throws {
    for question in try questions() {
      let search = MistakeSearch()
      var plain: [PointChoice] = []
      var chosen: [PointChoice] = []
      for student in 0..<40 {
        plain.append(search.choice(try question.posed(for: String(student), seed: 1, nil)))
        chosen.append(search.choice(try question.posed(for: String(student), seed: 1, search)))
      }
      #expect(plain.contains { $0.right > 0 })
      #expect(chosen.allSatisfy { $0.right == 0 })
      #expect(chosen.reduce(0) { $0 + $1.share } < 40 * 0.1)
    }
  }

  @Test func companyDoesNotMatter() throws {
    for question in try questions() {
      let (one, other) = (MistakeSearch(), MistakeSearch())
      let students = (0..<20).map(String.init)
      let points = try students.map { try question.posed(for: $0, seed: 1, one).numbers }
      let reversed = try students.reversed().map { try question.posed(for: $0, seed: 1, other).numbers }
      #expect(points == reversed.reversed())
    }
  }

  /// A point with a kink, without a value, or without a path is no usual one.
  @Test(arguments: ["max(x, 0) + 0*y", "log(x)", "if x > 0 { y } else { [1,2][3] }"])
  func pointsAreUsual(_ text: String) throws {
    let source = SourceText(text)
    let draws = [Draw("x", in: -1...1, step: 1), Draw("y", in: 1...9, step: 0.1)]
    let question = try Question("q", source, Program(try Parser.parse(source)), values: [], draws: draws, .init())
    for student in 0..<20 {
      let numbers = try question.posed(for: String(student), seed: 1, nil).numbers
      #expect(text.hasPrefix("max") ? numbers[0] != 0 : numbers[0] == 1)
    }
  }
}
