import AutodiffCore

/// Exercises as questions of a quiz: multiple choice among the answers that single mistakes give, or a number to be
/// typed in where none are known. A formula may be written in too many ways for a quiz to judge it, so it is an essay
/// that shows the answer afterwards.
///
/// Source: "GIFT format", https://docs.moodle.org/en/GIFT_format.
struct WorksheetGIFT {
  private let report: WorksheetReport

  init(_ report: WorksheetReport) { self.report = report }

  /// The number of wrong answers to choose from.
  private static let mostChoices = 4

  func write() {
    for exercise in report.exercises {
      for task in exercise.tasks {
        for item in task.question.items { write(item, task, exercise.student) }
        task.posed.releaseMistakes()
      }
    }
  }

  private func write(_ item: Question.Item, _ task: ExerciseSheet.Task, _ student: String?) {
    let text = report.text(task)
    let name = "\(task.question.name).\(item.name)" + (student.map { " \($0)" } ?? "")
    let isFormula = task.question.rules.form == .formula
    let question = "What is \(TaskText.label(item))\(isFormula ? " as a formula" : "")?"
    let lines = text.program + ["at \(text.point)", question]
    report.session.out.line("::\(Self.escaped(name))::[plain]\(lines.map(Self.escaped).joined(separator: "\\n")) {")
    let right = text.answer(item, .language)
    if isFormula {
      report.session.out.line("  ####\(Self.escaped(right))\n}\n")
      return
    }
    var known: Set = [right]
    let number = ArrayText(text.number, ascii: text.ascii)
    let marking = Marking(task.posed, nil)
    let wrong = (report.search?.candidates(task.posed, item) ?? []).filter { mistake in
      let claim = number.line(mistake.value)
      // At a kink more than one number is right.
      func isRight() -> Bool {
        marking.marks { $0 == item.name ? claim : nil }.marks.contains {
          $0.item.name == item.name && $0.verdict == .right
        }
      }
      return known.insert(claim).inserted && !isRight()
    }
    if !wrong.isEmpty {
      report.session.out.line("  =\(Self.escaped(right))")
      for mistake in wrong.prefix(Self.mostChoices) {
        report.session.out.line("  ~\(Self.escaped(number.line(mistake.value)))#\(Self.escaped(mistake.text))")
      }
    } else if let value = task.posed.answer(item).scalar, value.isFinite {
      report.session.out.line("  #\(number.line(.scalar(value))):\(NumberText(digits: 3)(tolerance(value, task)))")
    } else {
      report.session.out.line("  =\(Self.escaped(right))")
    }
    report.session.out.line("}\n")
  }

  /// The error that a number may have: three digits have to be right unless the question says more.
  private func tolerance(_ value: Double, _ task: ExerciseSheet.Task) -> Double {
    let rules = task.question.rules
    let relative = rules.relativeTolerance.map { $0 * abs(value) }
    return relative ?? AnswerKey.halfUnit(value, digits: rules.digits ?? 3)
  }

  /// A text with the characters escaped that end a part of a question.
  private static func escaped(_ text: String) -> String {
    Excerpt.printable(text).reduce(into: "") { $0 += "\\~=#{}:".contains($1) ? "\\\($1)" : String($1) }
  }
}
