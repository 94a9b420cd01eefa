import AutodiffCore

/// Exercises in LaTeX: a file that compiles by itself, and that a document or a slide of beamer takes in.
struct WorksheetLaTeX {
  private let report: WorksheetReport

  init(_ report: WorksheetReport) { self.report = report }

  private var out: Output { report.session.out }

  /// Lines that begin a document unless one has begun, after which the kernel's command `\@nodocument` does nothing.
  private static let beginning = [
    "% Compiles by itself, and where a document or a beamer frame takes it in by \\input.",
    "\\expandafter\\ifx\\csname @nodocument\\endcsname\\relax",
    "  \\def\\worksheetend{}",
    "  % For documents without amsmath:",
    "  \\providecommand{\\text}[1]{\\mbox{#1}}",
    "  \\providecommand{\\operatorname}[1]{\\mathop{\\mathrm{#1}}}",
    "  \\ifcsname bmatrix\\endcsname\\else",
    "    \\newenvironment{bmatrix}{\\left[\\begin{array}{*{10}c}}{\\end{array}\\right]}",
    "  \\fi",
    "\\else",
    "  \\documentclass{article}",
    "  \\usepackage{amsmath}",
    "  \\def\\worksheetend{\\end{document}}",
    "  \\begin{document}",
    "\\fi",
  ]

  func write() {
    for line in Self.beginning { out.line(line) }
    for exercise in report.exercises {
      if let student = exercise.student { out.line("\n\\par\\noindent\\textbf{\(Self.escaped(student))}\\par") }
      for task in exercise.tasks { write(task) }
    }
    out.line("\n\\worksheetend")
  }

  private func write(_ task: ExerciseSheet.Task) {
    let text = report.text(task)
    out.line("\n\\medskip\\par\\noindent\\textbf{\(Self.escaped(task.question.name))} (\(text.points))")
    out.line("\\[ \(program(task).joined(separator: ", \\quad ")) \\]")
    let values = zip(task.question.graph.orderedInputNames, task.posed.values).map { name, value in
      "\(LaTeX.name(name)) = \(ArrayText(NumberText()).latex(value))"
    }
    out.line("\\[ \(values.joined(separator: ", \\quad ")) \\]")
    out.line("\\noindent \(Self.escaped(text.request))")
    for section in text.sections(.latex) {
      out.line("\n\\smallskip\\par\\noindent \(section.title)\\par\\noindent")
      var table = section.table
      // A gap is no mathematics.
      for row in table.rows.indices {
        for column in table.columns.indices where table.columns[column].isMath {
          table.rows[row][column] = Self.withGap(table.rows[row][column])
        }
      }
      for line in table.latex { out.line(line) }
    }
    let answers = zip(task.question.items, task.gaps.answers).map { item, isGap in
      let answer = isGap && !report.isKey ? Self.gap : text.answer(item, .latex)
      return "\(Self.label(item)) = \(answer)"
    }
    out.line("\\[ \(answers.joined(separator: ", \\quad ")) \\]")
  }

  /// The formulas of the program: its names, then f.
  private func program(_ task: ExerciseSheet.Task) -> [String] {
    let graph = task.posed.point.graph
    let reached = graph.reachable
    func label(_ id: Graph.NodeID) -> String? { reached[Int(id)] && !graph.isLeaf(id) ? graph.labels[id] : nil }
    let formula = Formula(graph, style: .latex, name: label)
    let parts = graph.labels.all.map(\.node).filter { $0 != graph.output && label($0) != nil }.map { id in
      "\(formula.text(id)) = \(formula.definition(id))"
    }
    let output = label(graph.output) == nil ? formula.text(graph.output) : formula.definition(graph.output)
    return parts + ["f = \(output)"]
  }

  private static let gap = "\\_\\_\\_\\_"

  private static func withGap(_ cell: String) -> String {
    switch cell {
    case TaskText.gap: gap
    case "sum": "\\mathrm{sum}"
    default: cell
    }
  }

  private static func label(_ item: Question.Item) -> String {
    "\\frac{\\partial f}{\\partial \(LaTeX.name(item.name))}"
  }

  private static func escaped(_ text: String) -> String { LaTeX.escaped(Excerpt.printable(text)) }
}
