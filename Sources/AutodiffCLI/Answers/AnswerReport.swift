import AutodiffCore

/// A value and the answers about it, in each format.
struct AnswerReport {
  private let expression: String
  /// The number of quantities, and each of them: there may be more than should stand in memory.
  private let count: Int
  private let quantity: (Int) -> Quantity
  private let json: () -> [(String, JSON)]
  private let findings: Findings
  /// The columns of a table that are passed through, for JSON.
  var row: JSON?

  init(
    _ request: ProgramRequest, count: Int, _ quantity: @escaping (Int) -> Quantity,
    json: @escaping () -> [(String, JSON)], _ findings: Findings
  ) {
    expression = request.expression
    self.count = count
    self.quantity = quantity
    self.json = json
    self.findings = findings
  }

  init(_ request: ProgramRequest, _ quantities: [Quantity], json: [(String, JSON)], _ findings: Findings) {
    self.init(request, count: quantities.count, { quantities[$0] }, json: { json }, findings)
  }

  /// - Parameter writesNames: whether a separated table begins with a line of names.
  func write(_ format: OutputFormat, _ session: Session, writesNames: Bool = true) -> ExitStatus {
    let number = session.rendering.number
    let out = session.out
    switch format {
    case .json:
      let row = row.map { [("row", $0)] } ?? []
      session.answer(.object([("expression", .string(expression))] + row + json() + findings.json(session)))
    case .plain:
      for place in 0..<count { quantity(place).value.forEach { out.line(number($0)) } }
    case .csv: separated(by: ",", writesNames, session)
    case .tsv: separated(by: "\t", writesNames, session)
    case .markdown:
      var table = Table([.init(title: "quantity"), .init(title: "value", alignment: .right)])
      let texts = ArrayText(number, session.rendering)
      for quantity in quantities { table.rows.append([quantity.label, texts.line(quantity.value)]) }
      for line in table.markdown { out.line(line) }
    case .latex:
      let lines = quantities.map { "  \($0.latex) &= \(ArrayText(number).latex($0.value))" }
      out.line("\\begin{aligned}")
      for (index, line) in lines.enumerated() { out.line(index < lines.count - 1 ? line + " \\\\" : line) }
      out.line("\\end{aligned}")
    default:
      let texts = ArrayText(number, session.rendering)
      for place in 0..<count {
        let quantity = quantity(place)
        if case .scalar(let value) = quantity.value {
          quantity.writeLabel(to: out)
          out.write(" = ")
          out.line(number(value))
        } else {
          for line in texts.lines(quantity.value, after: quantity.label + " = ") { out.line(line) }
        }
      }
    }
    return findings.note(session)
  }

  private var quantities: [Quantity] { (0..<count).map(quantity) }

  private func separated(by separator: Character, _ writesNames: Bool, _ session: Session) {
    let number = session.rendering.number
    let out = session.out
    let text = String(separator)
    let byte = text.utf8.first ?? 0
    var isFirst = true
    func field(_ write: () -> Void) {
      if !isFirst { out.write(text) }
      isFirst = false
      write()
    }
    if writesNames {
      for place in 0..<count {
        quantity(place).forEachLabel { first, second in
          field {
            // Names hold no quotation marks, and there may be millions of them.
            let isQuoted = first.utf8.contains(byte) || second.utf8.contains(byte)
            if isQuoted { out.write("\"") }
            out.write(first)
            out.write(second)
            if isQuoted { out.write("\"") }
          }
        }
      }
      out.line("")
      isFirst = true
    }
    for place in 0..<count { quantity(place).value.forEach { value in field { out.write(value, number) } } }
    out.line("")
  }
}

extension Tensor {
  func forEach(_ body: (Double) -> Void) {
    withElements { for element in $0 { body(element) } }
  }
}
