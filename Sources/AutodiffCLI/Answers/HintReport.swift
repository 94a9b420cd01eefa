import AutodiffCore

/// Hints: what an explanation would tell, without any number of the answer.
struct HintReport {
  private let request: ProgramRequest
  private let level: Int
  private let inputs: [Input]
  private let findings: Findings
  /// The check of what is claimed; nil where nothing is.
  private let check: GradientCheck?
  /// The mistakes behind wrong claims; nil where they are not told.
  private let mistakes: CheckedMistakes?

  /// An input that is asked for.
  private struct Input {
    let uses: InputUses
    /// The operations on the way back to it, where they are told.
    let operations: [(text: String, role: Role?)]
    /// A Boolean value for each of its elements for which something is claimed, indicating whether the claim is right.
    let claims: [(element: String, isRight: Bool)]

    var verdict: String? { claims.isEmpty ? nil : claims.allSatisfy(\.isRight) ? "right" : "wrong" }
  }

  /// Creates hints.
  ///
  /// - Parameter check: the check of what is claimed; nil where nothing is.
  init(_ point: Point<Tensor>, _ request: ProgramRequest, level: Int, check: GradientCheck?) {
    self.request = request
    self.level = level
    self.check = check
    let exercise = Exercise(point, source: request.source)
    inputs = point.wrt.compactMap { exercise.place(of: $0) }.map { place in
      let uses = exercise.uses(of: place)
      let rows = check?.rows.filter { $0.expected != nil && $0.input.prefix { $0 != "[" } == uses.input } ?? []
      return Input(
        uses: uses, operations: level > 2 && check == nil ? exercise.operationsOnTheWay(to: place) : [],
        claims: rows.map { ($0.input, $0.verdict != .mismatch) })
    }
    mistakes =
      level > 2
      ? check.map { CheckedMistakes(ProgramPoint(point), $0, hasClaims: true, source: request.source) } : nil
    var findings = Findings(
      ProgramPoint(point), check?.derivatives ?? Derivatives(gradientOf: point, path: request.program), request.source)
    findings.tellsNumbers = false
    self.findings = findings
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    switch format {
    case .json: session.answer(json(session))
    default: sentences(isMarkdown: format == .markdown, session)
    }
    let found = findings.note(session)
    let isWrong = inputs.contains { $0.verdict == "wrong" }
    return isWrong ? .mismatch : found
  }

  // MARK: - For people

  /// The number of places or elements that are told one by one.
  private static let most = 8
  /// The number of columns that are pleasant to read.
  private static let widest = 80

  private func sentences(isMarkdown: Bool, _ session: Session) {
    let width = isMarkdown ? Int.max : min(Self.widest, session.rendering.width)
    func line(_ text: String) {
      for line in Paragraph.lines(text, width: width) { session.out.line(line) }
    }
    func show(_ span: Span) {
      if isMarkdown { session.out.line("\n```") }
      for line in SourcePlace.lines(span, request.source, session.rendering) {
        session.out.line((isMarkdown ? "" : "  ") + line)
      }
      if isMarkdown { session.out.line("```\n") }
    }
    let told = check == nil ? inputs : inputs.filter { $0.verdict == "wrong" }
    if check != nil { for text in verdicts { line(text) } }
    if check == nil || level > 1 {
      for input in told {
        line(uses(input, here: level > 1))
        if level < 2 { continue }
        for span in input.uses.spans.prefix(Self.most) { show(span) }
        if input.uses.spans.count > Self.most { line("and in \(input.uses.spans.count - Self.most) places more.") }
        if !input.operations.isEmpty { line(way(input)) }
      }
    }
    guard let mistakes else { return }
    var unexplained = told.map(\.uses.input)
    for (_, finding) in mistakes.findings {
      let names = WhyReport.names(finding.inputs)
      unexplained.removeAll(where: names.contains)
      for (index, mistake) in finding.alternatives.enumerated() {
        let text = index == 0 ? "\(NameList.text(names)): \(mistake.name)" : "or \(mistake.name)"
        line(mistake.span == .none ? text + "." : text + ", here:")
        show(mistake.span)
      }
    }
    if !unexplained.isEmpty {
      line(
        "\(NameList.text(unexplained)): no single mistake gives this answer. Go back from the result, one operation "
          + "after the other.")
    }
  }

  /// The sentences that say which answers are wrong, which right, and which are not there.
  private var verdicts: [String] {
    let wrong = inputs.filter { $0.verdict == "wrong" }
    let right = inputs.filter { $0.verdict == "right" }.map(\.uses.input)
    let open = inputs.filter { $0.verdict == nil }.map(\.uses.input)
    var texts: [String] = []
    if !wrong.isEmpty {
      texts.append("\(Self.answers(wrong.map(\.uses.input))) wrong.")
      for input in wrong where input.claims.count > 1 {
        let elements = input.claims.filter { !$0.isRight }.map(\.element)
        texts.append(
          elements.count > Self.most
            ? "In \(input.uses.input) it is \(elements.count) of \(input.claims.count) elements."
            : "In \(input.uses.input) it is \(elements.joined(separator: ", ")).")
      }
    }
    if !right.isEmpty { texts.append("\(Self.answers(right)) right.") }
    if !open.isEmpty { texts.append("Nothing is claimed for \(NameList.text(open)).") }
    return texts
  }

  private static func answers(_ names: [String]) -> String {
    "The answer\(names.count == 1 ? "" : "s") for \(NameList.text(names)) \(names.count == 1 ? "is" : "are")"
  }

  private func uses(_ input: Input, here: Bool) -> String {
    let name = input.uses.input
    let (count, places) = (input.uses.count, input.uses.spans.count)
    switch count {
    case 0: return "\(name) is not used."
    case 1: return "\(name) is used once" + (here ? ", here:" : ".")
    default:
      let times = count == 2 ? "twice" : "\(count) times"
      return "\(name) is used \(times)" + (here ? places == 1 ? ", here:" : ", here and here:" : ".")
    }
  }

  /// The sentence that names the operations on the way back, with the parts that they play.
  private func way(_ input: Input) -> String {
    let shown = input.operations.prefix(Self.most).map { text, role in
      text + (role.map { ", which \($0.rawValue)" } ?? "")
    }
    let others = input.operations.count - shown.count
    return "The way back to \(input.uses.input) leads through " + shown.joined(separator: "; ")
      + (others > 0 ? "; and \(others) more." : ".")
  }

  // MARK: - For programs

  private func json(_ session: Session) -> JSON {
    .object(
      [
        ("expression", .string(request.expression)), ("hint", .integer(level)), ("inputs", .array(inputs.map(json))),
      ] + findings.json(session))
  }

  private func json(_ input: Input) -> JSON {
    var pairs: [(String, JSON)] = [("input", .string(input.uses.input))]
    if check != nil { pairs.append(("verdict", .optional(input.verdict))) }
    if check == nil || level > 1 { pairs.append(("uses", .integer(input.uses.count))) }
    if level > 1 {
      pairs.append(("places", .array(input.uses.spans.map { .object(SourcePlace.json($0, request.source)) })))
    }
    if let mistakes {
      let found = mistakes.findings.filter { WhyReport.names($0.finding.inputs).contains(input.uses.input) }
      pairs.append(("mistakes", .array(found.flatMap { $0.finding.alternatives.map(json) })))
    } else if level > 2 {
      pairs.append(
        (
          "operations",
          .array(
            input.operations.map { .object([("text", .string($0.text)), ("gate", .optional($0.role?.rawValue))]) })
        ))
    }
    return .object(pairs)
  }

  private func json(_ mistake: Explanation) -> JSON {
    .object(
      [
        ("kind", .string(mistake.kind)), ("name", .string(mistake.name)), ("operation", .optional(mistake.operation)),
      ] + SourcePlace.json(mistake.span, request.source))
  }
}
