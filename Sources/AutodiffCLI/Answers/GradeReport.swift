import AutodiffCore

/// The marks of a class, in each of their formats.
final class GradeReport {
  let students: [GradedStudent]
  /// The columns that are passed through.
  let columns: [String]
  let session: Session
  let texts: MarkText

  init(_ students: [GradedStudent], columns: [String], _ session: Session) {
    self.students = students
    self.columns = columns
    self.session = session
    texts = MarkText(session)
  }

  /// - Throws: that the format is of one student, and there are others.
  func write(_ format: OutputFormat) throws(Failure) {
    switch format {
    case .json: session.answer(.object([("students", .array(students.map(json)))]))
    case .csv, .tsv: for line in table.lines(format, width: .max) { session.out.line(line) }
    case .gradescope:
      guard students.count == 1 else {
        throw .usage(.homework(.severalStudents(students.count, format: format.rawValue)))
      }
      session.answer(TestReports(self).gradescope(students[0]))
    case .junit: TestReports(self).writeJUnit()
    case .tap: TestReports(self).writeTAP()
    default: writeText()
    }
  }

  /// The exit status that goes with the marks.
  var status: ExitStatus { students.allSatisfy(\.isAllRight) ? .answered : .mismatch }

  /// The name of an answer.
  func name(_ mark: Mark, _ question: Question) -> String { "\(question.name).\(mark.item.name)" }

  // MARK: - For people

  private func writeText() {
    let paint = session.rendering.paint
    let width = session.rendering.width
    for student in students {
      let id = ProblemText.printable(student.student.id)
      session.out.line(paint("\(id): \(texts.points(student.points)) of \(texts.points(student.of))", .bold))
      var blank: [String] = []
      for question in student.questions {
        for mark in question.marks {
          let name = ProblemText.printable(name(mark, question.posed.question))
          if mark.verdict == .blank { blank.append(name) }
          guard let line = texts.correction(mark, name, question.posed) else { continue }
          write(line, indentation: 2, width)
          if let why = texts.why(mark) { write(why, indentation: 4, width) }
        }
      }
      if !blank.isEmpty { write("blank: \(blank.joined(separator: ", "))", indentation: 2, width) }
    }
    if students.count > 1 { writeSummary() }
  }

  private func write(_ text: String, indentation: Int, _ width: Int) {
    let space = String(repeating: " ", count: indentation)
    for line in text.folded(to: max(20, width - indentation)).split(separator: "\n") { session.out.line(space + line) }
  }

  /// A table of the items: how many answered them in which way.
  private func writeSummary() {
    let mean = students.reduce(0) { $0 + $1.points } / Double(students.count)
    session.out.line("")
    session.out.line(
      "\(students.count) students, \(texts.points(mean)) of \(texts.points(students[0].of)) points on average")
    let verdicts: [Mark.Verdict] = [.right, .wrong, .blank, .unreadable].filter { verdict in
      verdict == .right || students.contains { $0.questions.contains { $0.marks.contains { $0.verdict == verdict } } }
    }
    var table = Table([.init(title: "")] + verdicts.map { .init(title: $0.rawValue, alignment: .right) })
    for (place, question) in students[0].questions.enumerated() {
      for (item, mark) in question.marks.enumerated() {
        let counts = verdicts.map { verdict in
          String(students.count { $0.questions[place].marks[item].verdict == verdict })
        }
        table.rows.append([ProblemText.printable(name(mark, question.posed.question))] + counts)
      }
    }
    for line in table.text(width: session.rendering.width) { session.out.line(line) }
  }

  // MARK: - For programs

  /// A row a student: columns passed through, points, a verdict for each answer, and feedback.
  private var table: Table {
    let items = (students.first?.questions ?? []).flatMap { question in
      question.marks.map { name($0, question.posed.question) }
    }
    var table = Table((columns + ["points", "of"] + items + ["feedback"]).map { .init(title: SheetCell.text($0)) })
    let number = session.rendering.number
    table.rows = students.map { student in
      let marks = student.questions.flatMap(\.marks)
      let feedback = zip(items, marks).filter { $1.verdict == .wrong || $1.verdict == .unreadable }
      return columns.map { column in
        SheetCell.text(student.student.row.first { $0.column == column }?.text ?? "")
      } + [number(student.points), number(student.of)] + marks.map(\.verdict.rawValue)
        + [SheetCell.text(feedback.map { "\($0): \(texts.feedback($1))" }.joined(separator: "; "))]
    }
    return table
  }

  private func json(_ student: GradedStudent) -> JSON {
    var pairs: [(String, JSON)] = [("id", .string(student.student.id))]
    if !student.student.row.isEmpty {
      pairs.append(("row", .object(student.student.row.map { ($0.column, .string($0.text)) })))
    }
    let answers = student.questions.flatMap { question in question.marks.map { json($0, question.posed.question) } }
    return .object(
      pairs + [("points", .number(student.points)), ("of", .number(student.of)), ("answers", .array(answers))])
  }

  private func json(_ mark: Mark, _ question: Question) -> JSON {
    .object([
      ("question", .string(question.name)), ("input", .string(mark.item.name)),
      ("claimed", mark.verdict == .blank ? .null : .string(mark.claimed)),
      ("verdict", .string(mark.verdict.rawValue)), ("points", .number(mark.points)), ("of", .number(mark.of)),
      ("feedback", .string(texts.feedback(mark))),
      ("mistakes", .array(mark.mistakes.map { json($0, question.source) })),
    ])
  }

  private func json(_ mistake: ExplainedMistake, _ source: SourceText) -> JSON {
    let place = mistake.span.map { Excerpt($0, in: source) }
    return .object([
      ("kind", .string(mistake.kind)), ("operation", .optional(mistake.operation)),
      ("line", place.map { .integer($0.line) } ?? .null), ("column", place.map { .integer($0.column) } ?? .null),
      ("length", mistake.span.map { .integer($0.range.count) } ?? .null),
      ("inputs", .array(mistake.inputs.map(JSON.string))), ("value", .tensor(mistake.value)),
      ("text", .string(mistake.text)),
    ])
  }
}
