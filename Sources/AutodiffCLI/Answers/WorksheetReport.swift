import AutodiffCore

/// Exercises in each of their formats.
final class WorksheetReport {
  let exercises: [ExerciseSheet]
  /// The name of the column of students.
  let column: String
  let isKey: Bool
  let session: Session
  let search: MistakeSearch?

  init(_ exercises: [ExerciseSheet], column: String, isKey: Bool, _ session: Session, _ search: MistakeSearch?) {
    self.exercises = exercises
    self.column = column
    self.isKey = isKey
    self.session = session
    self.search = search
  }

  private var out: Output { session.out }

  func write(_ format: OutputFormat) {
    switch format {
    case .markdown: writeMarkdown()
    case .latex: WorksheetLaTeX(self).write()
    case .csv: writeCSV()
    case .gift: WorksheetGIFT(self).write()
    default: writeText()
    }
  }

  func text(_ task: ExerciseSheet.Task) -> TaskText { TaskText(task, isKey: isKey, session) }

  // MARK: - Text

  private func writeText() {
    let paint = session.rendering.paint
    let width = session.rendering.width
    for (place, exercise) in exercises.enumerated() {
      if place > 0 { out.line("") }
      if let student = exercise.student { out.line(paint(ProblemText.printable(student), .bold) + "\n") }
      for (place, task) in exercise.tasks.enumerated() {
        if place > 0 { out.line("") }
        let text = text(task)
        out.line(paint("\(ProblemText.printable(task.question.name)) (\(text.points))", .bold))
        for line in text.program + [text.point] { write(Excerpt.printable(line), width) }
        write(text.request, width)
        for section in text.sections(.text(ascii: session.rendering.ascii)) {
          out.line("")
          if !section.title.isEmpty { out.line("  " + section.title) }
          for line in section.table.text(width: width - 2) { out.line("  " + line) }
        }
        out.line("")
        for (item, answer) in text.answers { write("\(TaskText.label(item)) = \(answer)", width) }
      }
    }
  }

  private func write(_ text: String, _ width: Int) {
    for line in text.folded(to: max(20, width - 2)).split(separator: "\n") { out.line("  " + line) }
  }

  // MARK: - Markdown

  private func writeMarkdown() {
    for exercise in exercises {
      if let student = exercise.student { out.line("# \(MarkdownText.escaped(student))\n") }
      for task in exercise.tasks {
        let text = text(task)
        out.line("## \(MarkdownText.escaped(task.question.name)) (\(text.points))\n")
        for line in text.program + [text.point] { out.line("    " + Excerpt.printable(line)) }
        out.line("\n\(MarkdownText.escaped(text.request))\n")
        for section in text.sections(.text(ascii: session.rendering.ascii)) {
          if !section.title.isEmpty { out.line("**\(section.title)**\n") }
          for line in section.table.markdown { out.line(MarkdownText.withGaps(line)) }
          out.line("")
        }
        for (item, answer) in text.answers {
          out.line("- \(MarkdownText.withGaps(MarkdownText.escaped("\(TaskText.label(item)) = \(answer)")))")
        }
        out.line("")
      }
    }
  }

  // MARK: - CSV

  /// Writes a row a student, which `grade` reads once its gaps are filled in, or the tables of traces.
  private func writeCSV() {
    let number = session.rendering.number
    let tasks = exercises.first?.tasks ?? []
    let places = tasks.indices.filter { tasks[$0].trace == nil }
    var isFirst = true
    if !places.isEmpty {
      var titles = [column]
      for task in places.map({ tasks[$0] }) {
        let name = task.question.name
        titles += ["f \(name)", "at \(name)"] + task.question.items.map { "\(name).\($0.name)" }
      }
      var table = Table(titles.map { .init(title: SheetCell.text($0)) })
      table.rows = exercises.map { exercise in
        var row = [exercise.student ?? ""]
        for task in places.map({ exercise.tasks[$0] }) {
          let text = TaskText(task, isKey: isKey, number: number)
          row += [String(decoding: task.question.source.bytes, as: UTF8.self), text.point] + text.answers.map(\.text)
        }
        return row.map(SheetCell.text)
      }
      for line in table.separated(by: ",") { out.line(line) }
      isFirst = false
    }
    for (place, exercise) in exercises.enumerated() {
      // A question that is the same for all stands there once.
      for task in exercise.tasks where place == 0 || task.question.isDrawn {
        for table in TaskText(task, isKey: isKey, number: number).data(number) {
          if !isFirst { out.line("") }
          isFirst = false
          for line in table.separated(by: ",") { out.line(line) }
        }
      }
    }
  }
}

/// The spelling of words in Markdown.
enum MarkdownText {
  /// A text with its gaps as they are: between blanks, lines of that kind mean nothing.
  static func withGaps(_ text: String) -> String {
    text.parts(around: escaped(TaskText.gap)).joined(separator: TaskText.gap)
  }

  /// A text with characters escaped that Markdown would read.
  ///
  /// Source: J. MacFarlane, "CommonMark Spec", version 0.31.2, section 2.4.
  static func escaped(_ text: String) -> String {
    Excerpt.printable(text).reduce(into: "") { $0 += "\\`*_[]<>|#&~!".contains($1) ? "\\\($1)" : String($1) }
  }
}
