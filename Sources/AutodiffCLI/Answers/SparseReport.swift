import AutodiffCore

/// The entries of a sparse Jacobian or Hessian, in each format.
struct SparseReport {
  /// The matrix that is answered.
  enum Kind: String { case jacobian, hessian }

  private let kind: Kind
  private let request: ProgramRequest
  private let graph: Graph
  private let wrt: [Graph.NodeID]
  private let plan: SparsePlan
  /// The numbers; nil for the pattern alone.
  private let numbers: SparseDerivatives?
  private let findings: Findings

  init(
    _ kind: Kind, _ request: ProgramRequest, _ graph: Graph, wrt: [Graph.NodeID], _ plan: SparsePlan,
    _ numbers: SparseDerivatives? = nil, at point: Point<Tensor>? = nil
  ) {
    self.kind = kind
    self.request = request
    self.graph = graph
    self.wrt = wrt
    self.plan = plan
    self.numbers = numbers
    if let numbers, let point {
      let directions = kind == .hessian ? point.basisDirectionsIfFew : []
      findings = Findings(
        ProgramPoint(point), numbers.first, areFinite: numbers.areFinite && numbers.first.areFinite,
        directions: directions, request.source)
    } else {
      findings = Findings(none: request.source)
    }
  }

  private var pattern: SparsityPattern { plan.pattern }

  func write(_ format: OutputFormat, _ session: Session) -> ExitStatus {
    switch format {
    case .json: session.answer(json(session))
    case .csv: separated(by: ",", session)
    case .tsv: separated(by: "\t", session)
    case .mtx: matrixMarket(session)
    case .svg: for line in drawing(session) { session.out.line(line) }
    case .plain: if let numbers { session.out.line(values: numbers.values, session.rendering.number) }
    default: text(session)
    }
    return findings.note(session)
  }

  // MARK: - Formats

  /// The sizes, the entries and the sweeps on one line.
  private func summary(_ rendering: Rendering) -> String {
    let sweeps = plan.mode == .forward ? "forward" : "reverse"
    let count = plan.colouring.count
    let colours = "\(count) colour\(count == 1 ? "" : "s")"
    let entries = "\(pattern.count) entr\(pattern.count == 1 ? "y" : "ies")"
    let way = kind == .hessian ? "Hessian product" : "\(sweeps) sweep"
    return "\(kind.rawValue): \(Shape([pattern.rows, pattern.columns]).text(ascii: rendering.ascii)), \(entries), "
      + "\(colours), \(count) \(way)\(count == 1 ? "" : "s")"
  }

  private func json(_ session: Session) -> JSON {
    var (rows, columns): ([Int], [Int]) = ([], [])
    rows.reserveCapacity(pattern.count)
    columns.reserveCapacity(pattern.count)
    forEachEntry { row, column, _ in
      rows.append(row + 1)
      columns.append(column + 1)
    }
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)),
      ("shape", .array([.integer(pattern.rows), .integer(pattern.columns)])), ("nonzeros", .integer(pattern.count)),
      ("colours", .integer(plan.colouring.count)), ("sweeps", .integer(plan.colouring.count)),
      ("rows", .integers(rows)), ("columns", .integers(columns)),
    ]
    if let numbers { pairs.append(("values", .tensor(Tensor(Shape([pattern.count]), numbers.values)))) }
    return .object(pairs + findings.json(session))
  }

  private func separated(by separator: String, _ session: Session) {
    session.out.line((["row", "column"] + (numbers == nil ? [] : ["value"])).joined(separator: separator))
    entries(separator: separator, session)
  }

  /// Writes an entry a line, its place and its number.
  private func entries(separator: String, _ session: Session) {
    let whole = NumberText()
    let number = session.rendering.number
    forEachEntry { row, column, place in
      session.out.write { buffer in
        buffer.append(Double(row + 1), whole)
        buffer.append(separator)
        buffer.append(Double(column + 1), whole)
        if let numbers {
          buffer.append(separator)
          buffer.append(numbers.values[place], number)
        }
        buffer.append("\n")
      }
    }
  }

  /// Source: R. F. Boisvert, R. Pozo and K. A. Remington, "The Matrix Market Exchange Formats", NISTIR 5935 (1996).
  private func matrixMarket(_ session: Session) {
    session.out.line("%%MatrixMarket matrix coordinate \(numbers == nil ? "pattern" : "real") general")
    session.out.line("\(pattern.rows) \(pattern.columns) \(pattern.count)")
    entries(separator: " ", session)
  }

  private func drawing(_ session: Session) -> [String] {
    let inputs = wrt.map { (name: graph.name(ofInput: $0), count: graph.shape(of: $0).count) }
    return PatternSVG.lines(
      pattern, title: summary(session.rendering), columns: inputs, rows: kind == .hessian ? inputs : [],
      ascii: session.rendering.ascii)
  }

  private func text(_ session: Session) {
    session.out.line(summary(session.rendering))
    guard let numbers else { return picture(session) }
    let names = SparseNames(graph, wrt: wrt, kind)
    let number = session.rendering.number
    forEachEntry { row, column, place in
      session.out.write(names.label(row, column))
      session.out.write(" = ")
      session.out.write(numbers.values[place], number)
      session.out.write("\n")
    }
  }

  /// The greatest number of rows of a pattern that is drawn with letters.
  private static let mostRows = 100

  /// Draws the pattern with letters where there is room for it; else lists the places.
  private func picture(_ session: Session) {
    guard pattern.columns <= session.rendering.width - 2, pattern.rows <= Self.mostRows else {
      return entries(separator: " ", session)
    }
    for row in 0..<pattern.rows {
      var line = [UInt8](repeating: UInt8(ascii: "."), count: pattern.columns)
      for column in pattern[row] { line[Int(column)] = UInt8(ascii: "x") }
      session.out.line("  " + String(decoding: line, as: UTF8.self))
    }
  }

  private func forEachEntry(_ body: (_ row: Int, _ column: Int, _ place: Int) -> Void) {
    for row in 0..<pattern.rows {
      for place in pattern.starts[row]..<pattern.starts[row + 1] { body(row, Int(pattern.places[place]), place) }
    }
  }
}

/// The names of entries of a Jacobian or Hessian.
private struct SparseNames {
  private let kind: SparseReport.Kind
  private let output: Shape
  private let inputs: [(name: String, shape: Shape, end: Int)]

  init(_ graph: Graph, wrt: [Graph.NodeID], _ kind: SparseReport.Kind) {
    self.kind = kind
    output = graph.shape(of: graph.output)
    var end = 0
    inputs = wrt.map { input in
      end += graph.shape(of: input).count
      return (graph.name(ofInput: input), graph.shape(of: input), end)
    }
  }

  /// The label of an entry, `df[1]/dx[2]`.
  func label(_ row: Int, _ column: Int) -> String {
    switch kind {
    case .jacobian: "df\(output.subscriptText(row))/d\(name(column))"
    case .hessian: "d2f/d\(name(row))d\(name(column))"
    }
  }

  private func name(_ element: Int) -> String {
    guard let place = inputs.firstIndex(where: { element < $0.end }) else { return "" }
    let (name, shape, end) = inputs[place]
    return name + shape.subscriptText(element - end + shape.count)
  }
}

extension Output {
  /// Writes numbers, one a line.
  fileprivate func line(values: [Double], _ number: NumberText) {
    for value in values {
      write(value, number)
      write("\n")
    }
  }
}

extension Point<Tensor> {
  /// The directions along each element of the inputs of `wrt`; none where they are too many to be tried one by one.
  fileprivate var basisDirectionsIfFew: [Direction] {
    let count = graph.elementCount(wrt)
    return count <= 1000 ? basisDirections : []
  }
}
