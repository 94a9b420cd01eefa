import AutodiffCore

/// `check --points`: a verdict for each row of a table, a student's answers in a row for example.
///
/// A column `df/dNAME` claims that derivative, and a formula of `--expect` may use every column.
struct CheckPoints {
  private let request: ProgramRequest
  private let settings: CheckSettings
  private let invocation: Invocation
  private var table: PointTable
  /// For each input its column, or the value that `--at` gives.
  private var sources: [(column: Int?, value: Double)] = []
  /// The column that claims a derivative, by input.
  private var claimed: [(input: String, column: Int)] = []
  private let claims: [(String, Claim)]
  /// The columns that are read.
  private var used: Set<Int> = []

  init(
    _ path: String, _ request: ProgramRequest, known: ProgramRequest.Inputs, _ settings: CheckSettings,
    _ invocation: Invocation,
    _ session: Session
  ) throws(Failure) {
    self.request = request
    self.settings = settings
    self.invocation = invocation
    table = try PointTable(path, session.host)
    var missing: [String] = []
    var twice: [String] = []
    let asked = try request.askedNames(invocation)
    for (place, name) in request.graph.orderedInputNames.enumerated() {
      let column = table.columns.firstIndex(of: name)
      if column != nil, known.isKnown[place] { twice.append(name) }
      if column == nil, !known.isKnown[place] { missing.append(name) }
      sources.append((column, known.values[place]))
      if asked.contains(name), let claim = table.columns.firstIndex(of: "df/d\(name)") { claimed.append((name, claim)) }
    }
    if !missing.isEmpty || !twice.isEmpty { throw .bindings(missing: missing, twice: twice, unused: table.columns) }
    for column in table.columns where column.hasPrefix("df/d") {
      _ = try request.place(ofInput: String(column.dropFirst(4)), option: .points)
    }
    claims = try Check.claims(invocation, request, columns: table.columns)
    used = Set(sources.compactMap(\.column) + claimed.map(\.column) + claims.flatMap { $0.1.places })
    let ignored = table.columns.indices.filter { !used.contains($0) }.map { table.columns[$0] }
    if !ignored.isEmpty { session.note("columns not used: \(ignored.joined(separator: ", "))") }
  }

  mutating func write(_ format: OutputFormat, _ session: Session) throws(Failure) -> ExitStatus {
    var worst = GradientCheck.Verdict.pass
    var undefined = 0
    var number = session.rendering.number
    if number.digits == nil, format == .text || format == .markdown { number.digits = 6 }
    let names = try request.point(sources.map(\.value), invocation).wrt.map(\.name)
    let separator: Character = format == .tsv ? "\t" : ","
    if format == .csv || format == .tsv {
      session.out.line(
        (["verdict"] + names).map { Separated.field($0, separator) }.joined(separator: String(separator)))
    }
    let report = CheckReport(request, claims: !claims.isEmpty || !claimed.isEmpty)
    while let row = try table.row(used) {
      let inputs = sources.map { $0.column.map { row.values[$0] } ?? $0.value }
      let point = try request.point(inputs, invocation)
      let rowClaims =
        claims.map { name, claim in
          // A column's number is a claim as it is written.
          (name, claim.place.map { Claim(number: row.values[$0], writtenAs: row.texts[$0]) } ?? claim.fixed(row.values))
        }
        + claimed.filter { claim in !claims.contains { $0.0 == claim.input } }.map {
          ($0.input, Claim(number: row.values[$0.column], writtenAs: row.texts[$0.column]))
        }
      let check = GradientCheck(
        point, inputs: inputs, scheme: settings.scheme, tolerance: settings.tolerance, claims: rowClaims)
      worst = max(worst, check.verdict)
      if check.verdict == .undefined { undefined += 1 }
      switch format {
      case .json: session.answer(report.json(point, check, session))
      case .csv, .tsv:
        let cells = [check.verdict.rawValue] + check.rows.map(\.verdict.rawValue)
        session.out.line(cells.joined(separator: String(separator)))
      default:
        session.out.line("row \(row.line - 1): \(check.verdict.rawValue)\(wrong(check, number))")
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
