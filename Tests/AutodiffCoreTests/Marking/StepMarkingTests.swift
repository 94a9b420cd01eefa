import Testing

@testable import AutodiffCore

/// A filled-in trace, marked line by line.
@Suite struct StepMarkingTests {
  /// A program at a point.
  struct Exercise: CustomTestStringConvertible {
    let program: String
    let inputs: [Double]
    var testDescription: String { program }

    /// The reverse trace.
    func trace() throws -> Trace {
      let source = SourceText(program)
      let graph = try Lowering.lower(Parser.parse(source))
      return Trace(Point(graph, inputs: inputs.map { Tensor.scalar($0) }), mode: .reverse)
    }

    /// The lines of the table for programs.
    func table(_ number: NumberText = NumberText()) throws -> [String] {
      let sections = TraceTables(try trace(), .data, number).sections()
      return sections[0].table.separated(by: ",") + [""] + sections[1].table.separated(by: ",")
    }

    /// The marks of a table.
    func mark(_ lines: [String], separator: String = "\n") throws -> StepMarking {
      let filled = try #require(FilledTrace(SourceText(lines.joined(separator: separator))))
      return StepMarking(filled, of: try trace())
    }
  }

  static let exercises = [
    Exercise(program: "x1*x2 + sin(x1)", inputs: [2, 3]),
    Exercise(program: "exp(x*y) + x", inputs: [1, 2]),
    Exercise(program: "q = x + y; r = q*q; r/z - max(q, z)", inputs: [1.5, -0.4, 0.7]),
    Exercise(
      program: "sigma(log(5*(max(x1,x2)*x3/x4 - (x5+x6))) + 0.5)", inputs: [3, 1, 4, 2, 0.5, 1]),
    Exercise(program: "if(x > 1, x*y, y/x) - relu(y) + x^3", inputs: [2, 3]),
  ]

  private static func verdicts(_ marking: StepMarking) -> [String] { marking.steps.map(\.verdict.rawValue) }

  // MARK: - Right tables

  @Test(arguments: exercises, [nil, 4, 6, 17] as [Int?])
  func whatTheTraceWritesIsRight(_ exercise: Exercise, _ digits: Int?) throws {
    let marking = try exercise.mark(exercise.table(NumberText(digits: digits)))
    #expect(marking.steps.allSatisfy { $0.verdict == .right })
    #expect(marking.right == marking.steps.count && marking.steps.count > 5)
    #expect(marking.strangers.isEmpty)
  }

  /// The same table as people and spreadsheets write it.
  @Test(
    arguments: [
      { (line: String) in line.replacing(",") }, { line in line.replacing("\t") }, { line in line.replacing(";") },
      { line in line + "\r" }, { line in "  " + line }, { line in line + ",,," },
    ] as [@Sendable (String) -> String])
  func spellingsOfATable(_ spelling: @Sendable (String) -> String) throws {
    let exercise = Self.exercises[0]
    let lines = try exercise.table().map { $0.isEmpty ? $0 : spelling($0) }
    let marking = try exercise.mark(lines)
    #expect(Self.verdicts(marking) == Array(repeating: "right", count: marking.steps.count))
  }

  @Test func linesStandInAnyOrder() throws {
    let exercise = Self.exercises[2]
    let lines = try exercise.table()
    let blank = try #require(lines.firstIndex(of: ""))
    let shuffled =
      [lines[0]] + lines[1..<blank].reversed() + [""] + [lines[blank + 1]] + lines[(blank + 2)...].reversed()
    let marking = try exercise.mark(shuffled)
    #expect(marking.steps.allSatisfy { $0.verdict == .right })
    #expect(marking.steps[0].line == blank)
  }

  // MARK: - Slips

  /// Every line in turn is made wrong, and the lines behind it follow from it: one line is wrong, whichever it is.
  @Test(arguments: exercises) func oneSlipCostsOneLine(_ exercise: Exercise) throws {
    let lines = try exercise.table()
    let right = try exercise.mark(lines)
    for slip in right.steps.indices {
      var filled = lines
      let first = right.steps[slip]
      try fill(&filled, first, first.truth[0] * 1.31 + 0.17)
      // The numbers that the reader's earlier lines give are written into each line behind.
      for step in right.steps.indices.dropFirst(slip + 1) {
        let next = try exercise.mark(filled).steps[step]
        try fill(&filled, next, next.expected[0])
      }
      let marking = try exercise.mark(filled)
      #expect(marking.steps.count { $0.verdict == .wrong } == 1, "\(first.text)")
      #expect(marking.steps[slip].verdict == .wrong, "\(first.text)")
      #expect(marking.steps.allSatisfy { $0.verdict != .missing })
      #expect(marking.right == marking.steps.count - 1)
    }
  }

  /// Writes a number into the last or the last but one cell of a step's line.
  private func fill(_ lines: inout [String], _ step: StepMarking.Step, _ value: Double) throws {
    let line = try #require(step.line) - 1
    let isBackward = step.text.contains("_bar")
    var cells = lines[line].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[cells.count - (isBackward ? 2 : 1)] = "\(value)"
    lines[line] = cells.joined(separator: ",")
  }

  /// Lines of a table of `exp(x*y) + x` at 1, 2, and the verdicts in the trace's order. The numbers that follow are
  /// those of a calculator: e³ = 20.0855369, e² = 7.3890561.
  @Test(arguments: [
    (["v1,x*y,3", "v2,exp(v1),20.09", "v3,v2 + x,21.09"], "right right wrong follows follows", "x*y is 3"),
    (["v1,x*y,3", "v2,exp(v1),7.389", "v3,v2 + x,8.389"], "right right wrong right right", "the truth is right"),
    (["v1,x*y,", "v2,exp(v1),7.389", "v3,v2 + x,8.4"], "right right missing right right", "blank"),
    (["v1,x*y,____", "v2,exp(v1),?", "v3,v2 + x,8.4"], "right right missing missing right", "gaps"),
    (["v2,exp(v1),7.39", "v3,v2 + x,8.39"], "right right missing right right", "no such line"),
    (["v1,x*y,2", "v2,exp(v1),7.38", "v3,v2 + x,8.38"], "right right right wrong follows", "cut off, not rounded"),
    (["v1,x*y,two", "v2,exp(v1),7.39", "v3,v2 + x,8.39"], "right right wrong right right", "no number"),
    (["v1,x*y,4/2", "v2,exp(v1),exp(2)", "v3,v2 + x,exp(2) + 1"], "right right right right right", "formulas"),
    (["v1,x*y,2", "v2,exp(v1),7.4", "v3,v2 + x,8.4"], "right right right right right", "two digits"),
    (["v1,x*y,−2", "v2,exp(v1),0.1353", "v3,v2 + x,1.1353"], "right right wrong follows follows", "a minus of books"),
  ]) func verdicts(_ lines: [String], _ expected: String, _ name: String) throws {
    let marking = try Self.exercises[1].mark(["node,operation,value", "x,input,1", "y,input,2"] + lines)
    #expect(Self.verdicts(marking).prefix(5).joined(separator: " ") == expected, "\(name)")
    #expect(marking.steps.dropFirst(5).allSatisfy { $0.verdict == .missing })
  }

  /// The way back with numbers of a reader's own: e² = 7.3890561.
  @Test(arguments: [
    (["1", "1", "7.389", "14.778", "7.389", "15.778"], "right right right right right right"),
    (["1", "1", "1", "2", "1", "3"], "right right wrong follows follows follows"),
    (["1", "1", "7.389", "7.389", "7.389", "8.389"], "right right right wrong right follows"),
    (["1", "1", "7.389", "14.778", "7.389", "14.778"], "right right right right right wrong"),
    (["1", "", "7.389", "14.778", "7.389", "15.778"], "right missing right right right right"),
    (["-1", "1", "-7.389", "-14.778", "-7.389", "-13.778"], "wrong right follows follows follows follows"),
  ]) func theWayBack(_ values: [String], _ expected: String) throws {
    let exercise = Self.exercises[1]
    var lines = try exercise.table()
    let blank = try #require(lines.firstIndex(of: ""))
    for (place, value) in values.enumerated() {
      var cells = lines[blank + 2 + place].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[3] = value
      lines[blank + 2 + place] = cells.joined(separator: ",")
    }
    let marking = try exercise.mark(lines)
    #expect(Self.verdicts(marking).suffix(6).joined(separator: " ") == expected)
  }

  /// Rounding at every step is no slip, though it grows: e^(5·ln 3) is 243, and e^5.50 is 244.69.
  @Test func roundingOnTheWayIsRight() throws {
    let exercise = Exercise(program: "exp(5*log(x))", inputs: [3])
    let marking = try exercise.mark([
      "node,operation,value", "x,input,3", "v1,log(x),1.10", "v2,5*v1,5.50", "v3,exp(v2),244.7",
      "adjoint,contribution,upstream * local,value,gate", "v2_bar +=,v3_bar * v3,,244.7,",
      "v1_bar +=,v2_bar * 5,,1223.5,",
      "x_bar +=,v1_bar * (1/x),,407.8,",
    ])
    #expect(marking.steps.allSatisfy { $0.verdict == .right })
    #expect(marking.steps[3].expected[0] == marking.steps[3].truth[0])
  }

  @Test func decimalCommas() throws {
    let lines = [
      "node;operation;value", "x;input;1,0", "y;input;2", "v1;x*y;2,00", "v2;exp(v1);7,389", "v3;v2 + x;8,389",
    ]
    let marking = try Self.exercises[1].mark(lines)
    #expect(marking.steps.prefix(5).allSatisfy { $0.verdict == .right })
  }

  @Test func strangersAreTold() throws {
    let marking = try Self.exercises[1].mark(["node,operation,value", "x,input,1", "w,input,5", "x,input,1", "note,,"])
    #expect(marking.strangers == [3, 4])
  }

  @Test(arguments: ["", "x,1\ny,2\n", "node,operation\nx,1\n", "node\n"]) func whatIsNoTrace(_ text: String) {
    #expect(FilledTrace(SourceText(text)) == nil)
  }

  /// At the reader's own values `max` passes to the other side.
  @Test func gatesGoByTheReadersValues() throws {
    let exercise = Exercise(program: "max(x*y, y)", inputs: [2, 3])
    var lines = try exercise.table()
    let place = try #require(lines.firstIndex { $0.hasPrefix("v1,") })
    lines[place] = "v1,x*y,1"
    let marking = try exercise.mark(lines)
    let step = try #require(marking.steps.first { $0.text.hasPrefix("v1_bar") })
    #expect(step.expected[0] == 0 && step.truth[0] == 1)
  }
}

extension String {
  /// The line of a table of comma-separated cells with another separator; only formulas with commas stay in quotes.
  fileprivate func replacing(_ separator: String) -> String {
    split(separator: ",", omittingEmptySubsequences: false).joined(separator: separator)
  }
}
