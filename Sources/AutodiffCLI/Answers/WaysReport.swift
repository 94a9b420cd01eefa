import AutodiffCore

/// `check --ways`: each derivative by hand, symbolically, numerically and by both modes, with the work of each way.
struct WaysReport {
  private let ways: DerivativeWays
  private let check: GradientCheck
  private let request: ProgramRequest

  init(_ ways: DerivativeWays, _ check: GradientCheck, _ request: ProgramRequest) {
    self.ways = ways
    self.check = check
    self.request = request
  }

  /// Writes the tables, and the verdict below them.
  func write(_ format: OutputFormat, _ session: Session) {
    let isForPeople = format == .text || format == .markdown
    let table = table(CheckReport.forPeople(format, session), isForPeople: isForPeople)
    let width = session.rendering.width
    let lines = table.lines(format, width: width)
    if format == .text, lines.contains(where: { TextWidth.of($0) > width }) {
      // Long values leave no room for the work beside them.
      for line in values(table).text(width: width) { session.out.line(line) }
      session.out.line("")
      for line in work(table).text(width: width) { session.out.line(line) }
    } else {
      for line in lines { session.out.line(line) }
    }
    if format == .text {
      session.out.line("")
      if let summary = check.summary { session.out.line(summary) }
      session.out.line("verdict = \(check.verdict.rawValue)")
    }
    if !ways.hasFormulas {
      session.note("there is no symbolic way: a formula would be too long, or one for 'root' is not known")
    }
  }

  /// - Parameter isForPeople: A Boolean value indicating whether a name stands only where it is another one than before.
  private func table(_ number: NumberText, isForPeople: Bool) -> Table {
    let hasVerdicts = !isForPeople || check.rows.contains { $0.verdict != .pass }
    // Beside a verdict there is no room for more.
    let titles = ["operations", !isForPeople ? "liveValues" : hasVerdicts ? "live" : "live values"]
    var table = Table(
      [.init(title: "input"), .init(title: "way")]
        + (["h", "value", "error"] + titles).map { .init(title: $0, alignment: .right) }
        + (hasVerdicts ? [.init(title: "verdict")] : []))
    var short = number
    if let digits = number.digits { short.digits = min(digits, 3) }
    func cells(_ cost: Cost?) -> [String] {
      cost.map { ["\($0.operations)", "\($0.liveValues)"] } ?? ["", ""]
    }
    for block in ways.blocks {
      for (place, row) in block.rows.enumerated() {
        let isFirst = place == 0 || !isForPeople
        table.rows.append(
          [isFirst ? block.check.name : "", Self.name(row), row.step.map { NumberText()($0) } ?? ""]
            + [value(row, number), row.claim != nil && row.value.isNaN ? "" : short(row.error)] + cells(row.cost)
            + (hasVerdicts ? [isFirst ? block.check.verdict.rawValue : ""] : []))
      }
    }
    guard ways.blocks.count > 1 else { return table }
    for (place, total) in ways.totals.enumerated() {
      let isFirst = place == 0 || !isForPeople
      table.rows.append(
        [isFirst ? "all" : "", total.way.rawValue, "", "", ""] + cells(total.cost) + (hasVerdicts ? [""] : []))
    }
    return table
  }

  /// Returns the columns of a table that say how right each way is.
  private func values(_ table: Table) -> Table {
    var values = table.keeping(table.columns.indices.filter { !Self.workPlaces.contains($0) })
    values.columns[0].folds = true
    // Those of all derivatives together have work only.
    values.rows.removeLast(min(values.rows.count, ways.blocks.count > 1 ? ways.totals.count : 0))
    return values
  }

  /// Returns the columns of a table that say how much work each way is.
  private func work(_ table: Table) -> Table {
    var work = table.keeping([0, 1] + Self.workPlaces)
    work.columns[0].folds = true
    return work
  }

  /// The places of the columns of operations and live values.
  private static let workPlaces = [5, 6]

  /// The name of a way; the best difference is told apart from that of a lecture.
  private static func name(_ row: DerivativeWays.Row) -> String {
    row.isBest ? "\(row.way.rawValue), best h" : row.way.rawValue
  }

  private func value(_ row: DerivativeWays.Row, _ number: NumberText) -> String {
    guard let claim = row.claim else { return number(row.value) }
    if let array = claim.misshapen { return ShapeText.phrase(array.shape) }
    return claim.isBlank ? "" : claim.text ?? number(claim.value)
  }

  // MARK: - JSON

  /// The ways of each derivative, for its object.
  static func json(_ block: DerivativeWays.Block) -> JSON {
    .array(
      block.rows.map { row in
        .object(
          [("way", .string(name(row)))] + (row.step.map { [("step", .number($0))] } ?? [])
            + [("value", .number(row.value)), ("error", .number(row.error))] + pairs(row.cost))
      })
  }

  /// The work for all derivatives by each way.
  static func json(totals ways: DerivativeWays) -> JSON {
    .array(ways.totals.map { .object([("way", .string($0.way.rawValue))] + pairs($0.cost)) })
  }

  private static func pairs(_ cost: Cost?) -> [(String, JSON)] {
    [
      ("operations", cost.map { .integer($0.operations) } ?? .null),
      ("liveValues", cost.map { .integer($0.liveValues) } ?? .null),
    ]
  }
}
