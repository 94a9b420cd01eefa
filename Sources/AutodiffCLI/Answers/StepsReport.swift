import AutodiffCore

/// The verdicts on the lines of a filled-in trace, in each of their formats.
struct StepsReport {
  private let marking: StepMarking
  private let request: ProgramRequest
  private let findings: Findings

  init(_ marking: StepMarking, _ trace: Trace, _ request: ProgramRequest) {
    self.marking = marking
    self.request = request
    findings = Findings(ProgramPoint(trace.point), trace.derivatives, request.source)
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    let isForPeople = format == .text || format == .markdown
    switch format {
    case .json: session.answer(json(session))
    case .csv, .tsv: write(table(marking.steps, isForPeople, format, session), format, session)
    default:
      let faults = marking.steps.filter { $0.verdict != .right }
      if !faults.isEmpty {
        write(table(faults, isForPeople, format, session), format, session)
        session.out.line("")
      }
      session.out.line(total)
    }
    for line in marking.strangers.prefix(Self.mostNoted) {
      session.note("line \(line) is no line of the trace, and is left out")
    }
    let others = marking.strangers.count - Self.mostNoted
    if others > 0 { session.note("and so \(others == 1 ? "is 1 more" : "are \(others) more")") }
    let found = findings.note(session)
    return marking.right == marking.steps.count ? found : .mismatch
  }

  /// The number of lines that are told one by one to be left out.
  private static let mostNoted = 5

  private func write(_ table: Table, _ format: OutputFormat, _ session: Session) {
    for line in table.lines(format, width: session.rendering.width) { session.out.line(line) }
  }

  /// The sum of what is right, in words.
  private var total: String {
    let count = marking.steps.count
    let follow = marking.steps.count { $0.verdict == .follows }
    let lines = "\(marking.right) of \(count) line\(count == 1 ? "" : "s") \(marking.right == 1 ? "is" : "are") right"
    switch follow {
    case 0: return lines
    case 1: return lines + ", 1 of them because it follows from an earlier slip"
    default: return lines + ", \(follow) of them because they follow from an earlier slip"
    }
  }

  private func table(
    _ steps: [StepMarking.Step], _ isForPeople: Bool, _ format: OutputFormat, _ session: Session
  ) -> Table {
    let number = isForPeople ? CheckReport.forPeople(format, session) : session.rendering.number
    let titles = ["claimed", "expected", "truth"]
    var table = Table(
      [.init(title: "line", alignment: .right), .init(title: "step", folds: true)]
        + titles.map { .init(title: $0, alignment: .right, folds: true) } + [.init(title: "verdict")])
    func text(_ value: Tensor) -> String {
      isForPeople ? ArrayText(number, session.rendering).line(value) : JSON.tensor(value).text(number, ascii: true)
    }
    table.rows = steps.map { step in
      [
        step.line.map(String.init) ?? "",
        isForPeople && !session.rendering.ascii ? step.shownText : step.text,
        claimed(step, isForPeople), text(step.expected), text(step.truth), step.verdict.rawValue,
      ]
    }
    return table
  }

  /// The number of characters of what is no number that people read.
  private static let longest = 24

  /// The text that stands in the file, if that is a number: else nothing that a terminal or a spreadsheet would
  /// act on.
  private func claimed(_ step: StepMarking.Step, _ isForPeople: Bool) -> String {
    let text = ProblemText.printable(path: step.claimedText)
    if step.claimed != nil { return text }
    if isForPeople { return text.count > Self.longest ? String(text.prefix(Self.longest)) + "…" : text }
    return SheetCell.text(text)
  }

  private func json(_ session: Session) -> JSON {
    .object(
      [
        ("expression", .string(request.expression)), ("steps", .array(marking.steps.map(json))),
        ("right", .integer(marking.right)), ("of", .integer(marking.steps.count)),
      ] + findings.json(session))
  }

  private func json(_ step: StepMarking.Step) -> JSON {
    .object([
      ("line", step.line.map(JSON.integer) ?? .null), ("verdict", .string(step.verdict.rawValue)),
      ("claimed", claimed(step)), ("expected", .tensor(step.expected)), ("truth", .tensor(step.truth)),
      ("step", .string(step.text)),
    ])
  }

  /// The claim as a number or an array, as text where it cannot be read, and null where there is none.
  private func claimed(_ step: StepMarking.Step) -> JSON {
    if let value = step.claimed { return .tensor(value) }
    return step.claimedText.isEmpty ? .null : .string(step.claimedText)
  }
}
