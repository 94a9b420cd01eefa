import AutodiffCore

/// A row's verdict in each of its formats.
struct CheckRowWriter {
  private let format: OutputFormat
  private let report: CheckReport
  private let wrt: [String]
  private let session: Session
  private let asksWhy: Bool
  private let number: NumberText

  /// - Parameter wrt: the elements that derivatives are asked for.
  init(_ format: OutputFormat, _ report: CheckReport, _ wrt: [String], asksWhy: Bool, _ session: Session) {
    self.asksWhy = asksWhy
    self.format = format
    self.report = report
    self.wrt = wrt
    self.session = session
    number = CheckReport.forPeople(format, session)
  }

  private var separator: String { format == .tsv ? "\t" : "," }

  /// The line of names; nil in formats that have none.
  var header: String? {
    guard format == .csv || format == .tsv else { return nil }
    return (["verdict"] + wrt + (asksWhy ? ["why"] : [])).map { Separated.field($0, format == .tsv ? "\t" : ",") }
      .joined(separator: separator)
  }

  func text(_ row: Int, _ check: GradientCheck, _ findings: @autoclosure () -> Findings, _ why: WhyReport?) -> String {
    switch format {
    case .json: json(check, findings(), why)
    case .csv, .tsv:
      ([check.verdict.rawValue] + check.rows.map(\.verdict.rawValue)
        + (why.map { [Separated.field($0.cell(check), format == .tsv ? "\t" : ",")] } ?? [])).joined(
          separator: separator)
    default:
      (["row \(row): \(check.verdict.rawValue)\(wrong(check))"] + (why?.sentences.map { "  " + $0 } ?? []))
        .joined(separator: "\n")
    }
  }

  /// A row without an answer.
  func unanswered(_ row: Int) -> String {
    switch format {
    case .json: json(GradientCheck(unansweredBy: wrt), report.noFindings)
    case .csv, .tsv: (["nan"] + wrt.map { _ in "nan" } + (asksWhy ? [""] : [])).joined(separator: separator)
    default: "row \(row): no answer"
    }
  }

  /// The words of an error for what stands in the place of an answer.
  var noAnswer: String { format == .text ? "'no answer' stands there" : "nan stands there" }

  private func json(_ check: GradientCheck, _ findings: Findings, _ why: WhyReport? = nil) -> String {
    report.json(check, findings, session, why).text(session.rendering.number, ascii: session.rendering.ascii)
  }

  /// Two numbers with as many digits as it takes to see that they differ.
  private func distinct(_ left: Double, _ right: Double) -> (String, String) {
    let short = (number(left), number(right))
    return short.0 == short.1 ? (NumberText()(left), NumberText()(right)) : short
  }

  /// The derivatives that are not as claimed, and what they are.
  private func wrong(_ check: GradientCheck) -> String {
    let parts = check.rows.filter { $0.verdict == .mismatch }.map { row in
      let name = row.output.map { "df\($0)/d\(row.input)" } ?? "df/d\(row.input)"
      if let expected = row.expected {
        if let array = expected.misshapen { return "\(name) is one number, not \(ShapeText.phrase(array.shape))" }
        let (answer, claim) = distinct(row.reverse, expected.value)
        // As it is written, unless it is written in full.
        let written = expected.text.flatMap { $0.count <= 12 ? $0 : nil }
        return "\(name) is \(answer), not \(written ?? claim)"
      }
      let (reverse, numeric) = distinct(row.reverse, row.numeric.value)
      return "\(name): reverse \(reverse), numeric \(numeric)"
    }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: "; ")
  }
}
