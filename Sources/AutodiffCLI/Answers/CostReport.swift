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
    guard let derivative = costs.derivative else { return }
    session.out.line("")
    let written = NumberText(digits: derivative.written < 1e15 ? 15 : 4)(derivative.written)
    let text = "written out, the derivatives have \(written) operations; with shared parts named, \(derivative.shared)"
    session.out.line(session.rendering.isTerminal ? text.folded(to: session.rendering.width) : text)
  }

  /// A flag for a value that is an array, whose Jacobian takes a reverse sweep for each element.
  private var hasOutputs: Bool { !request.graph.shape(of: request.graph.output).isScalar }

  private var rows: [(name: String, cost: Cost, sweeps: String)] {
    [
      ("f", costs.function, ""), ("forward", costs.forward, "1"),
      ("forward, all inputs", costs.forwardAll, String(costs.directions)), ("reverse", costs.reverse, "1"),
    ] + (hasOutputs ? [("reverse, all outputs", costs.reverseAll, String(costs.outputs))] : [])
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
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)), ("function", json(costs.function)),
      ("forward", json(costs.forward)), ("forwardAll", json(costs.forwardAll)), ("reverse", json(costs.reverse)),
    ]
    if hasOutputs { pairs.append(("reverseAll", json(costs.reverseAll))) }
    let derivative = costs.derivative.map { derivative in
      JSON.object([("operations", .integer(derivative.shared)), ("writtenOut", .number(derivative.written))])
    }
    return .object(
      pairs + [("derivative", derivative ?? .null), ("kinks", .array([])), ("undefined", .array([]))])
  }
}
