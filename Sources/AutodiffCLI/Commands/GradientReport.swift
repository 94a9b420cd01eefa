import AutodiffCore

/// A value, and a gradient unless only the value was asked for.
struct GradientReport {
  private let request: ProgramRequest
  private let point: Point
  private let derivatives: Derivatives?
  private let findings: Findings

  init(_ request: ProgramRequest, _ point: Point, _ derivatives: Derivatives?) {
    self.request = request
    self.point = point
    self.derivatives = derivatives
    findings = Findings(point, derivatives, request.source)
  }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    let number = session.rendering.number
    let out = session.out
    switch format {
    case .json: session.answer(json(session))
    case .plain:
      out.line(number(point.value))
      for value in derivatives?.values ?? [] { out.line(number(value)) }
    case .csv: separated(by: ",", session)
    case .tsv: separated(by: "\t", session)
    case .markdown, .latex: for line in lines(format, number) { out.line(line) }
    default:
      out.line("f = \(number(point.value))")
      guard let derivatives else { break }
      for place in derivatives.names.indices {
        out.write("df/d")
        out.write(derivatives.names[place])
        out.write(" = ")
        out.line(number(derivatives.values[place]))
      }
    }
    return findings.note(session)
  }

  private func json(_ session: Session) -> JSON {
    var pairs: [(String, JSON)] = [("expression", .string(request.expression)), ("value", .number(point.value))]
    if let derivatives {
      pairs.append(("gradient", .object(derivatives.gradient.map { ($0.name, .number($0.value)) })))
    }
    return .object(pairs + findings.json(session))
  }

  private func separated(by separator: Character, _ session: Session) {
    let names = ["f"] + (derivatives?.names ?? []).map { Separated.field("df/d\($0)", separator) }
    session.out.line(names.joined(separator: String(separator)))
    let number = session.rendering.number
    let values = [point.value] + (derivatives?.values ?? [])
    session.out.line(values.map { number($0) }.joined(separator: String(separator)))
  }

  private func lines(_ format: OutputFormat, _ number: NumberText) -> [String] {
    if format == .latex {
      var lines = ["\\begin{aligned}", "  f &= \(LaTeX.number(number(point.value)))"]
      for (name, value) in derivatives?.gradient ?? [] {
        lines[lines.count - 1] += " \\\\"
        lines.append("  \\frac{\\partial f}{\\partial \(LaTeX.name(name))} &= \(LaTeX.number(number(value)))")
      }
      return lines + ["\\end{aligned}"]
    }
    var table = Table([.init(title: "quantity"), .init(title: "value", alignment: .right)])
    table.rows =
      [["f", number(point.value)]] + (derivatives?.gradient ?? []).map { ["df/d\($0.name)", number($0.value)] }
    return table.markdown
  }
}
