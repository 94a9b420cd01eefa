import AutodiffCore

/// The way back in words, in each of its formats.
struct ExplainReport {
  private let request: ProgramRequest
  private let point: Point<Tensor>
  private let exercise: Exercise
  private let derivatives: Derivatives
  private let findings: Findings

  /// The number of steps of an input that people read, and the number that programs do.
  private static let mostSteps = (people: 40, programs: 1000)
  /// The number of columns that are pleasant to read.
  private static let widest = 80

  init(_ point: Point<Tensor>, _ request: ProgramRequest) {
    self.request = request
    self.point = point
    exercise = Exercise(point, source: request.source)
    derivatives = Derivatives(gradientOf: point, path: request.program)
    findings = Findings(ProgramPoint(point), derivatives, request.source)
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    switch format {
    case .json: session.answer(json(session))
    default: sentences(format == .markdown, session)
    }
    ConventionNotes.write(derivatives, output: .scalar, session)
    return findings.note(session)
  }

  /// The explanations of the inputs that are asked for, with their derivatives.
  ///
  /// - Parameter recalls: whether the way to an input is told from where it leaves that to an earlier one.
  private func explanations(
    _ words: WayBackWords, most: Int, recalls: Bool
  ) -> [(explanation: InputExplanation, gradient: Tensor)] {
    var known: [Graph.NodeID: String] = [:]
    return zip(point.wrt, derivatives.tensors).compactMap { node, gradient in
      if !recalls { known = [:] }
      return exercise.place(of: node).map {
        (InputExplanation(words, input: $0, most: most, known: &known), gradient)
      }
    }
  }

  // MARK: - For people

  private func sentences(_ isMarkdown: Bool, _ session: Session) {
    let number = CheckReport.forPeople(.text, session)
    let words = WayBackWords(exercise, number)
    let width = isMarkdown ? Int.max : min(Self.widest, session.rendering.width)
    func line(_ text: String, after beginning: String = "") {
      for line in Paragraph.lines(text, width: width, after: beginning) { session.out.line(line) }
      if isMarkdown { session.out.line("") }
    }
    line("f = \(number(point.value[0]))")
    line("The way back begins at the result, with the derivative of f by itself: 1.")
    for (explanation, gradient) in explanations(words, most: Self.mostSteps.people, recalls: true) {
      if !isMarkdown { session.out.line("") }
      let title = title(explanation.input, gradient, words)
      line(isMarkdown ? "**\(title)**" : session.rendering.paint(title, .bold))
      var index = 0
      var isInList = false
      for part in explanation.lines {
        // A list of Markdown's ends with a blank line.
        if isMarkdown, isInList, !part.isStep { session.out.line("") }
        isInList = part.isStep
        switch part {
        case .meeting(let text): line(text, after: isMarkdown ? "" : "  ")
        case .way(let text): line(text, after: isMarkdown ? "" : "  ")
        case .leftOut(let count):
          index += count
          line("(\(count) steps are left out here.)", after: isMarkdown ? "" : "  ")
        case .step(let step):
          index += 1
          let beginning = (isMarkdown ? "" : "    ") + "\(index). "
          for line in Paragraph.lines(step.text, width: width, after: beginning) { session.out.line(line) }
        }
      }
      if isMarkdown, isInList { session.out.line("") }
    }
  }

  /// The derivative by an input: a number, a short array, or the shape of a long one.
  private func title(_ input: String, _ gradient: Tensor, _ words: WayBackWords) -> String {
    let amount = words.amount(gradient)
    return gradient.scalar == nil && !amount.hasPrefix("[") ? "df/d\(input) is \(amount)" : "df/d\(input) = \(amount)"
  }

  // MARK: - For programs

  private func json(_ session: Session) -> JSON {
    let inputs = explanations(
      WayBackWords(exercise, session.rendering.number), most: Self.mostSteps.programs, recalls: false
    ).map { explanation, gradient in
      JSON.object(
        [
          ("input", .string(explanation.input)), ("gradient", .tensor(gradient)),
          ("steps", .array(explanation.steps.map(json))),
        ] + (explanation.leftOut > 0 ? [("leftOut", .integer(explanation.leftOut))] : []))
    }
    return .object(
      [("expression", .string(request.expression)), ("value", .tensor(point.value)), ("inputs", .array(inputs))]
        + findings.json(session))
  }

  private func json(_ step: InputExplanation.Step) -> JSON {
    .object(
      SourcePlace.json(step.span, request.source) + [
        ("text", .string(step.text)), ("operation", .optional(step.operation)), ("to", .string(step.to)),
        ("value", step.value.map(JSON.tensor) ?? .null),
      ])
  }
}

extension InputExplanation.Line {
  fileprivate var isStep: Bool { if case .step = self { true } else { false } }
}

/// A place in the source, as data and underlined.
enum SourcePlace {
  /// The keys of a place, null where there is none.
  static func json(_ span: Span, _ source: SourceText) -> [(String, JSON)] {
    let excerpt = span == .none ? nil : Excerpt(span, in: source)
    return [
      ("line", excerpt.map { .integer($0.line) } ?? .null), ("column", excerpt.map { .integer($0.column) } ?? .null),
      ("length", excerpt.map { .integer($0.length) } ?? .null),
    ]
  }

  /// The line of the source with the place underlined.
  static func lines(_ span: Span, _ source: SourceText, _ rendering: Rendering) -> [String] {
    if span == .none { return [] }
    let excerpt = Excerpt(span, in: source)
    return rendering.ascii ? excerpt.lines(spelling: ASCII.spelling) : excerpt.lines
  }
}
