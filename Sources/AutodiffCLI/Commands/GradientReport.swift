import AutodiffCore

/// A value, and a gradient unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let point: Point
  private let gradient: [(name: String, value: Double)]?
  private let findings: Findings

  init(_ request: ProgramRequest, _ point: Point, _ derivatives: Derivatives?) {
    self.request = request
    self.point = point
    gradient = derivatives?.gradient
    findings = Findings(point, derivatives, request.source)
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    let number = session.rendering.number
    let out = session.out
    switch format {
    case .json: session.answer(json(session))
    case .plain:
      out.line(number(point.value))
      for (_, value) in gradient ?? [] { out.line(number(value)) }
    case .csv: separated(by: ",", session)
    case .tsv: separated(by: "\t", session)
    case .markdown, .latex: for line in lines(format, number) { out.line(line) }
    default:
      out.line("f = \(number(point.value))")
      for (name, value) in gradient ?? [] {
        out.write("df/d")
        out.write(name)
        out.write(" = ")
        out.line(number(value))
      }
    }
    return findings.note(session)
  }

  private func json(_ session: Session) -> JSON {
    var pairs: [(String, JSON)] = [("expression", .string(request.expression)), ("value", .number(point.value))]
    if let gradient { pairs.append(("gradient", .object(gradient.map { ($0.name, .number($0.value)) }))) }
    return .object(pairs + findings.json(session))
  }

  private func separated(by separator: Character, _ session: Session) {
    let names = ["f"] + (gradient ?? []).map { Separated.field("df/d\($0.name)", separator) }
    session.out.line(names.joined(separator: String(separator)))
    let number = session.rendering.number
    let values = [point.value] + (gradient ?? []).map(\.value)
    session.out.line(values.map { number($0) }.joined(separator: String(separator)))
  }

  private func lines(_ format: OutputFormat, _ number: NumberText) -> [String] {
    if format == .latex {
      var lines = ["\\begin{aligned}", "  f &= \(LaTeX.number(number(point.value)))"]
      for (name, value) in gradient ?? [] {
        lines[lines.count - 1] += " \\\\"
        lines.append("  \\frac{\\partial f}{\\partial \(LaTeX.name(name))} &= \(LaTeX.number(number(value)))")
      }
      return lines + ["\\end{aligned}"]
    }
    var table = Table([.init(title: "quantity"), .init(title: "value", alignment: .right)])
    table.rows = [["f", number(point.value)]] + (gradient ?? []).map { ["df/d\($0.name)", number($0.value)] }
    return table.markdown
  }
}
