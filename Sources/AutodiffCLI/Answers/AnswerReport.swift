import AutodiffCore

/// A value and the answers about it, in each format.
struct AnswerReport {
  private let expression: String
  /// The number of quantities, and each of them: there may be more than should stand in memory.
  private let count: Int
  private let quantity: (Int) -> Quantity
  private let json: () -> [(String, JSON)]
  private let findings: Findings
  /// The uncertainty of the value, which people read beside it.
  var uncertainty: UncertaintyAnswer?
  /// The lines that stand behind a quantity in text.
  var remarks: ((Int) -> [String])?
  /// The columns of a table that are passed through, for JSON.
  var row: JSON?
  /// Lines behind the quantities, for people.
  var closing: [String] = []

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
      for place in 0..<count {
        quantity(place).value.forEachPiece { numbers in
          out.write { $0.append(numbers, separator: UInt8(ascii: "\n"), number) }
          out.write("\n")
        }
      }
    case .csv: separated(by: UInt8(ascii: ","), writesNames, session)
    case .tsv: separated(by: UInt8(ascii: "\t"), writesNames, session)
    case .markdown:
      var table = Table([.init(title: "quantity"), .init(title: "value", alignment: .right)])
      let texts = ArrayText(number, session.rendering)
      for quantity in quantities where quantity.kind != .uncertainty {
        let uncertain = quantity.kind == .value ? uncertainty?.line(quantity.value, session) : nil
        table.rows.append([quantity.label, uncertain ?? texts.line(quantity.value)])
      }
      for (label, text) in uncertainty?.shareTexts(session) ?? [] { table.rows.append([label, text]) }
      for line in table.markdown { out.line(line) }
    case .latex:
      let lines = quantities.filter { $0.kind != .uncertainty }.map { quantity in
        let uncertain = quantity.kind == .value ? uncertainty?.latex(quantity.value, session) : nil
        return "  \(quantity.latex) &= \(uncertain ?? ArrayText(number).latex(quantity.value))"
      }
      out.line("\\begin{aligned}")
      for (index, line) in lines.enumerated() { out.line(index < lines.count - 1 ? line + " \\\\" : line) }
      out.line("\\end{aligned}")
    default:
      let texts = ArrayText(number, session.rendering)
      for place in 0..<count {
        let quantity = quantity(place)
        if let uncertainty, quantity.kind == .value || quantity.kind == .uncertainty {
          if quantity.kind == .uncertainty { continue }
          for line in uncertainty.lines(quantity.value, session) { out.line(line) }
        } else if case .scalar(let value) = quantity.value {
          quantity.writeLabel(to: out)
          out.write(" = ")
          out.write(value, number)
          out.write("\n")
        } else {
          for line in texts.lines(quantity.value, after: quantity.label + " = ") { out.line(line) }
        }
        for line in remarks?(place) ?? [] { out.line(line) }
      }
      for line in closing { out.line(line) }
    }
    if format != .text, format != .json, let remarks {
      for place in 0..<count { for line in remarks(place) { session.note(line) } }
    }
    if format == .text {
      for (label, text) in uncertainty?.shareTexts(session) ?? [] { out.line("\(label) = \(text)") }
    }
    let status = findings.note(session)
    uncertainty?.note(session)
    return status
  }

  private var quantities: [Quantity] { (0..<count).map(quantity) }

  private func separated(by separator: UInt8, _ writesNames: Bool, _ session: Session) {
    let number = session.rendering.number
    let out = session.out
    var isFirst = true
    /// Writes a few fields behind those before them.
    func fields(_ append: (inout ByteBuffer) -> Void) {
      out.write { buffer in
        if !isFirst { buffer.append(separator) }
        append(&buffer)
      }
      isFirst = false
    }
    if writesNames {
      for place in 0..<count {
        let quantity = quantity(place)
        if quantity.value.scalar == nil {
          let names = quantity.elementNames(ascii: session.rendering.ascii)
          Pieces.forEach(of: names.count) { piece in
            fields { names.append(piece, to: &$0, separator: separator) }
          }
        } else {
          // Names hold no quotation marks, and there may be millions of them.
          let isQuoted = quantity.label.utf8.contains(separator)
          fields { if isQuoted { $0.append(UInt8(ascii: "\"")) } }
          quantity.writeLabel(to: out)
          if isQuoted { out.write("\"") }
        }
      }
      out.line("")
      isFirst = true
    }
    for place in 0..<count {
      quantity(place).value.forEachPiece { numbers in
        fields { $0.append(numbers, separator: separator, number) }
      }
    }
    out.line("")
  }
}

/// The pieces in which the elements of an array are written, so that no long answer stands in memory as text.
private enum Pieces {
  private static let length = 1024

  static func forEach(of count: Int, _ body: (Range<Int>) -> Void) {
    for start in stride(from: 0, to: count, by: length) { body(start..<min(start + length, count)) }
  }
}

extension Tensor {
  /// Calls `body` with a piece of the elements after the other.
  fileprivate func forEachPiece(_ body: (UnsafeBufferPointer<Double>) -> Void) {
    withElements { elements in
      Pieces.forEach(of: elements.count) { body(UnsafeBufferPointer(rebasing: elements[$0])) }
    }
  }
}
