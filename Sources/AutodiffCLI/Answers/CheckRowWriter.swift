import AutodiffCore

/// A row's verdict in each of its formats.
struct CheckRowWriter {
  private let format: OutputFormat
  private let report: CheckReport
  private let wrt: [String]
  private let session: Session
  /// The columns that are passed through, if any.
  private let kept: KeptColumns?
  private let asksWhy: Bool
  private let number: NumberText

  /// - Parameter wrt: the elements that derivatives are asked for.
  init(
    _ format: OutputFormat, _ report: CheckReport, _ wrt: [String], kept: KeptColumns?, asksWhy: Bool,
    _ session: Session
  ) {
    self.kept = kept
    self.asksWhy = asksWhy
    self.format = format
    self.report = report
    self.wrt = wrt
    self.session = session
    number = CheckReport.forPeople(format, session)
  }

  private var separator: Character { format == .tsv ? "\t" : "," }

  private func line(_ fields: [String]) -> String { fields.joined(separator: String(separator)) }

  /// The line of names; nil in formats that have none.
  var header: String? {
    guard format == .csv || format == .tsv else { return nil }
    let names = (["verdict"] + wrt + (asksWhy ? ["why"] : [])).map { Separated.field($0, separator) }
    return line((kept?.header(separator) ?? []) + names)
  }

  /// - Parameter texts: the claims as they are written, by the names of the derivatives.
  func text(
    _ row: RowName, _ check: GradientCheck, claimed texts: [String: String], _ findings: @autoclosure () -> Findings,
    _ why: WhyReport?
  ) -> String {
    switch format {
    case .json: json(row, check, findings(), why)
    case .csv, .tsv:
      line(
        cells(row) + [check.verdict.rawValue] + check.rows.map(\.verdict.rawValue)
          + (why.map { [Separated.field($0.cell(check), separator)] } ?? []))
    default:
      (["\(row.text): \(check.verdict.rawValue)\(wrong(check, texts))\(blank(check))"]
        + (why?.sentences.map { "  " + $0 } ?? []))
        .joined(separator: "\n")
    }
  }

  /// A row without an answer.
  func unanswered(_ row: RowName) -> String {
    switch format {
    case .json: json(row, GradientCheck(unansweredBy: wrt), report.noFindings)
    case .csv, .tsv: line(cells(row) + ["nan"] + wrt.map { _ in "nan" } + (asksWhy ? [""] : []))
    default: "\(row.text): no answer"
    }
  }

  private func cells(_ row: RowName) -> [String] { row.texts.flatMap { kept?.cells($0, separator) } ?? [] }

  /// The words of an error for what stands in the place of an answer.
  var noAnswer: String { format == .text ? "'no answer' stands there" : "nan stands there" }

  private func json(
    _ row: RowName, _ check: GradientCheck, _ findings: Findings, _ why: WhyReport? = nil
  ) -> String {
    report.json(check, findings, session, why, row: row.texts.flatMap { kept?.json($0) })
      .text(session.rendering.number, ascii: session.rendering.ascii)
  }

  /// Two numbers with as many digits as it takes to see that they differ.
  private func distinct(_ left: Double, _ right: Double) -> (String, String) {
    let short = (number(left), number(right))
    return short.0 == short.1 ? (NumberText()(left), NumberText()(right)) : short
  }

  /// The derivatives that are not as claimed, and what they are.
  private func wrong(_ check: GradientCheck, _ texts: [String: String]) -> String {
    let parts = check.rows.filter { $0.verdict == .mismatch }.map { row in
      let name = name(row)
      if let expected = row.expected {
        if let array = expected.misshapen {
          let shape = expected.expectedShape
          // One claim of several derivatives is one mismatch.
          let whole = shape.isScalar ? name : "df/d\(row.input.prefix { $0 != "[" })"
          return
            "\(whole) is \(shape.isScalar ? "one number" : ShapeText.phrase(shape)), not \(ShapeText.phrase(array.shape))"
        }
        let (answer, claim) = distinct(row.reverse, expected.value)
        // As it is written, unless it is written in full.
        let text = texts[row.name].map(Excerpt.printable) ?? expected.text
        let written = text.flatMap { $0.count <= 12 || expected.text == nil && $0.count <= 30 ? $0 : nil }
        if let written, expected.text == nil, written != claim {
          return "\(name) is \(answer), not \(written) = \(claim)"
        }
        return "\(name) is \(answer), not \(written ?? claim)"
      }
      let (reverse, numeric) = distinct(row.reverse, row.numeric.value)
      return "\(name): reverse \(reverse), numeric \(numeric)"
    }
    let each = parts.indices.filter { $0 == 0 || parts[$0] != parts[$0 - 1] }.map { "; " + parts[$0] }
    return each.joined()
  }

  /// The derivatives for which nothing is claimed where something should be.
  private func blank(_ check: GradientCheck) -> String {
    let names = check.rows.filter { $0.verdict == .missing }.map(name)
    return names.isEmpty ? "" : "; \(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") blank"
  }

  private func name(_ row: GradientCheck.Row) -> String {
    let inputs = row.input.split(separator: "/")
    if inputs.count == 2 { return "d2f/d\(inputs[0])d\(inputs[1])" }
    return row.output.map { "df\($0)/d\(row.input)" } ?? "df/d\(row.input)"
  }
}
