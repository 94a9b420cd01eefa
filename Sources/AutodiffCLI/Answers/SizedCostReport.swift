import AutodiffCore

/// The cost of a program and of its derivatives for every size, in each of its formats.
struct SizedCostReport {
  private let costs: SizedCosts
  private let letters: [String]
  private let request: ProgramRequest

  init(_ costs: SizedCosts, _ letters: [Character], _ request: ProgramRequest) {
    self.costs = costs
    self.letters = letters.map(String.init)
    self.request = request
  }

  func write(_ session: Session) {
    let format = request.options.format
    if format == .json { return session.answer(json) }
    let width = session.rendering.width
    for line in table(format, width).lines(format, width: width) { session.out.line(line) }
  }

  /// A flag for a value that is an array, whose Jacobian takes a reverse sweep for each element.
  private var hasOutputs: Bool { !request.graph.shape(of: request.graph.output).isScalar }

  private func text(_ polynomial: SizePolynomial) -> String { polynomial.text(letters) }

  private func operations(_ thirds: SizePolynomial) -> String { thirds.text(letters, dividedBy: 3) }

  /// The greatest of some counts, as the language writes it.
  private func greatest(_ polynomials: [SizePolynomial]) -> String {
    let texts = polynomials.map(text)
    return texts.count == 1 ? texts[0] : "max(\(texts.joined(separator: ", ")))"
  }

  private typealias Row = (name: String, way: SizedCosts.Way, sweeps: SizePolynomial?)

  private var rows: [Row] {
    [
      ("f", costs.function, nil), ("forward", costs.forward, nil),
      ("forward, all inputs", costs.forwardAll, costs.directions), ("reverse", costs.reverse, nil),
    ] + (hasOutputs ? [("reverse, all outputs", costs.reverseAll, costs.outputs)] : [])
  }

  /// The factor that the operations come to where all sizes are large; nil where it depends on their ratios.
  private func limit(_ way: SizedCosts.Way, _ sweeps: SizePolynomial?) -> String? {
    let one = way.thirds.leading
    let function = costs.function.thirds.leading
    guard let sweeps else { return one.ratio(to: function).map(NumberText(digits: 3).callAsFunction) }
    guard let all = sweeps.leading.multiplied(by: function), let ratio = one.ratio(to: all) else { return nil }
    let text = text(sweeps.leading)
    let isSum = sweeps.leading.terms.count > 1
    return ratio == 1 ? text : "\(NumberText(digits: 3)(ratio))*" + (isSum ? "(\(text))" : text)
  }

  /// The width of the columns before the polynomials.
  private static let columnsBefore = 39

  private func table(_ format: OutputFormat, _ width: Int) -> Table {
    // A sum is broken between its terms.
    func formula(_ text: String) -> String {
      guard format == .text else { return text }
      return text.folded(to: max(20, width - Self.columnsBefore), indent: 2).joined(separator: "\n")
    }
    var table = Table(["part", "count", "for every size"].map { .init(title: $0) })
    for row in rows {
      var counts: [(String, String)] = []
      if let sweeps = row.sweeps { counts.append(("sweeps", text(sweeps))) }
      counts.append(("operations", operations(row.way.thirds)))
      // Several sweeps need no more than one.
      if row.sweeps == nil { counts.append(("live values", greatest(row.way.liveValues))) }
      if let limit = limit(row.way, row.sweeps), row.name != "f" { counts.append(("times f (limit)", limit)) }
      for (place, count) in counts.enumerated() {
        // People see a part's name once, and programs with each count.
        table.rows.append([place == 0 || format != .text ? row.name : "", count.0, formula(count.1)])
      }
    }
    if let derivative = costs.derivative {
      table.rows.append(["derivatives", "written out", formula(operations(derivative.written))])
      table.rows.append([format == .text ? "" : "derivatives", "parts named", formula(operations(derivative.shared))])
    }
    return table
  }

  private var json: JSON {
    func json(_ way: SizedCosts.Way) -> JSON {
      .object([
        ("operations", .string(operations(way.thirds))), ("liveValues", .string(greatest(way.liveValues))),
      ])
    }
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)), ("sizes", .array(letters.map(JSON.string))),
      ("function", json(costs.function)), ("forward", json(costs.forward)), ("forwardAll", json(costs.forwardAll)),
      ("reverse", json(costs.reverse)),
    ]
    if hasOutputs { pairs.append(("reverseAll", json(costs.reverseAll))) }
    let derivative = costs.derivative.map { derivative in
      JSON.object([
        ("operations", .string(operations(derivative.shared))), ("writtenOut", .string(operations(derivative.written))),
      ])
    }
    return .object(
      pairs + [
        ("derivative", derivative ?? .null), ("sparse", .null), ("kinks", .array([])), ("undefined", .array([])),
      ])
  }
}
