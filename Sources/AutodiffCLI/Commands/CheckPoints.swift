import AutodiffCore

/// `check --points`: a verdict for each row of a table, a student's answers in a row for example.
///
/// A column `df/dNAME` claims that derivative, and a formula of `--expect` may use every column.
struct CheckPoints {
  private let request: ProgramRequest
  private let elements: Elements
  private let settings: CheckSettings
  private let invocation: Invocation
  private var table: PointTable
  /// For each element of an input its column, or the value that `--at` gives.
  private var sources: [(column: Int?, value: Double)] = []
  /// The column that claims a derivative, by element.
  private var claimed: [(input: String, column: Int)] = []
  private let claims: ClaimOption
  /// Columns that are no inputs, which a formula of `--expect` may use.
  private var further: [Int] = []
  /// The columns that are read.
  private var used: Set<Int> = []

  /// - Parameter known: by element.
  init(
    _ table: PointTable, _ request: ProgramRequest, _ elements: Elements, known: ProgramRequest.Inputs,
    _ settings: CheckSettings, _ invocation: Invocation, _ session: Session
  ) throws(Failure) {
    self.request = request
    self.elements = elements
    self.settings = settings
    self.invocation = invocation
    self.table = table
    let columns = NameTable(table.columns)
    let names = elements.elementNames
    sources = try PointSources(names, table.columns, known: known).elements
    for name in try request.askedNames(invocation) {
      for element in elements.elementNames(ofPart: Int(elements.names.find(name) ?? 0)) {
        if let claim = columns.find("df/d\(element)") { claimed.append((element, Int(claim))) }
      }
    }
    let inputs = NameTable(names)
    for column in table.columns where column.hasPrefix("df/d") {
      let name = String(column.dropFirst(4))
      if inputs.find(name) != nil { continue }
      let similar = Similarity.nearest(to: name, among: names)
      throw .usage(.unknownInput(option: "--points", name: name, inputs: names, similar: similar))
    }
    var known = elements
    for (column, name) in table.columns.enumerated() where known.names.find(name) == nil {
      known.add(name)
      further.append(column)
    }
    claims = try ClaimOption(invocation, request, inputs: elements, known: known)
    used = Set(sources.compactMap(\.column) + claimed.map(\.column) + claims.places.compactMap(column))
    PointSources.noteIgnored(table.columns, used: used, session)
  }

  /// The column of a number that a formula may read; nil for what `--at` gives.
  private func column(_ place: Int) -> Int? {
    place < sources.count ? sources[place].column : further[place - sources.count]
  }

  mutating func write(_ format: OutputFormat, _ session: Session) throws(Failure) -> ExitStatus {
    var worst = GradientCheck.Verdict.pass
    var undefined = 0
    var number = session.rendering.number
    if number.digits == nil, format == .text || format == .markdown { number.digits = 6 }
    let names = try request.askedNames(invocation).flatMap {
      elements.elementNames(ofPart: Int(elements.names.find($0) ?? 0))
    }
    let separator: Character = format == .tsv ? "\t" : ","
    if format == .csv || format == .tsv, !invocation.has(.noHeader) {
      session.out.line(
        (["verdict"] + names).map { Separated.field($0, separator) }.joined(separator: String(separator)))
    }
    let report = CheckReport(request, elements, claims: !claims.isEmpty || !claimed.isEmpty)
    while let row = try table.row(used) {
      let inputs = sources.map { $0.column.map { row.values[$0] } ?? $0.value }
      let point = try CheckedPoint(request, elements, inputs, invocation)
      // A column's number is a claim as it is written.
      let formulas = claims.elements(at: inputs + further.map { row.values[$0] }) { place in
        column(place).map { Claim(number: row.values[$0], writtenAs: row.texts[$0]) }
      }
      // Where both claim, the option counts.
      let check = point.check(
        settings,
        formulas + claimed.map { ($0.input, Claim(number: row.values[$0.column], writtenAs: row.texts[$0.column])) })
      worst = max(worst, check.verdict)
      if check.verdict == .undefined { undefined += 1 }
      switch format {
      case .json: session.answer(report.json(check, point.findings(check.derivatives), session))
      case .csv, .tsv:
        let cells = [check.verdict.rawValue] + check.rows.map(\.verdict.rawValue)
        session.out.line(cells.joined(separator: String(separator)))
      default:
        session.out.line("row \(row.line - table.firstRowLine + 1): \(check.verdict.rawValue)\(wrong(check, number))")
      }
    }
    if undefined > 0 { session.note("\(undefined) row\(undefined == 1 ? " is" : "s are") undefined") }
    switch worst {
    case .mismatch: return .mismatch
    case .undefined: return .undefined
    case .kink: return session.isStrict ? .kink : .answered
    case .pass: return .answered
    }
  }

  /// What was claimed, and what it is.
  private func wrong(_ check: GradientCheck, _ number: NumberText) -> String {
    let parts = check.rows.filter { $0.verdict == .mismatch }.map { row in
      row.expected.map { "df/d\(row.input) is \(number(row.reverse)), not \(number($0))" }
        ?? "df/d\(row.input): reverse \(number(row.reverse)), numeric \(number(row.numeric.value))"
    }
    return parts.isEmpty ? "" : "; " + parts.joined(separator: "; ")
  }
}
