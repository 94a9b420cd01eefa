import AutodiffCore

/// The cost of a program and of its derivatives in each of its formats.
struct CostReport {
  private let costs: SweepCosts
  private let request: ProgramRequest

  init(_ costs: SweepCosts, _ request: ProgramRequest) {
    self.costs = costs
    self.request = request
  }

  func write(_ session: Session) {
    let format = request.options.format
    if format == .json { return session.answer(json) }
    for line in table.lines(format, width: session.rendering.width) { session.out.line(line) }
    guard format == .text else { return }
    session.out.line("")
    let written = NumberText(digits: costs.derivative.written < 1e15 ? 15 : 4)(costs.derivative.written)
    session.out.line(
      "written out, the derivatives have \(written) operations; with shared parts named, \(costs.derivative.shared)")
  }

  private var rows: [(name: String, cost: Cost, sweeps: String)] {
    [
      ("f", costs.function, ""), ("forward", costs.forward, "1"),
      ("forward, all inputs", costs.forwardAll, String(costs.directions)), ("reverse", costs.reverse, "1"),
    ]
  }

  private var table: Table {
    let titles = ["sweeps", "operations", "live values", "times f"]
    var table = Table([.init(title: "part")] + titles.map { .init(title: $0, alignment: .right) })
    table.rows = rows.map { name, cost, sweeps in
      let ratio = Double(cost.operations) / Double(costs.function.operations)
      return [
        name, sweeps, String(cost.operations), String(cost.liveValues),
        ratio.isFinite ? NumberText(digits: 3)(ratio) : "",
      ]
    }
    return table
  }

  private var json: JSON {
    func json(_ cost: Cost) -> JSON {
      .object([("operations", .integer(cost.operations)), ("liveValues", .integer(cost.liveValues))])
    }
    return .object([
      ("expression", .string(request.expression)), ("function", json(costs.function)),
      ("forward", json(costs.forward)), ("forwardAll", json(costs.forwardAll)), ("reverse", json(costs.reverse)),
      (
        "derivative",
        .object([
          ("operations", .integer(costs.derivative.shared)), ("writtenOut", .number(costs.derivative.written)),
        ])
      ),
      ("kinks", .array([])), ("undefined", .array([])),
    ])
  }
}
