import AutodiffCore

/// The cost of a program and of its derivatives in each of its formats.
struct CostReport {
  private let costs: SweepCosts
  /// The plan of the derivatives that are not zero by the structure of the program; nil where there is none.
  private let plan: SparsePlan?
  private let request: ProgramRequest

  init(_ costs: SweepCosts, _ plan: SparsePlan?, _ request: ProgramRequest) {
    self.costs = costs
    self.plan = plan
    self.request = request
  }

  func write(_ session: Session) {
    let format = request.options.format
    if format == .json { return session.answer(json) }
    for line in table.lines(format, width: session.rendering.width) { session.out.line(line) }
    guard format == .text else { return }
    var closing: [String] = []
    if let derivative = costs.derivative {
      let written = NumberText(digits: derivative.written < 1e15 ? 15 : 4)(derivative.written)
      closing.append(
        "written out, the derivatives have \(written) operations; with shared parts named, \(derivative.shared)")
    }
    if let plan, plan.savesSweeps { closing.append(structure(plan)) }
    if !closing.isEmpty { session.out.line("") }
    for text in closing {
      session.out.line(session.rendering.isTerminal ? text.folded(to: session.rendering.width) : text)
    }
  }

  /// The sentence on the derivatives that are not zero by the structure of the program.
  private func structure(_ plan: SparsePlan) -> String {
    let all = Double(plan.pattern.rows) * Double(plan.pattern.columns)
    let share = "\(plan.pattern.count) of \(NumberText(digits: all < 1e15 ? 15 : 4)(all)) entries"
    let sweeps = hasOutputs ? "\(plan.mode.rawValue) sweep" : "Hessian product"
    let count = plan.colouring.count
    let matrix = hasOutputs ? "Jacobian" : "Hessian"
    return "the \(matrix) has \(share) by structure; with --sparse, \(count) \(sweeps)"
      + (count == 1 ? "" : "s")
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
    let sparse = plan.map { plan in
      JSON.object([
        ("nonzeros", .integer(plan.pattern.count)), ("colours", .integer(plan.colouring.count)),
        ("sweeps", .integer(plan.colouring.count)),
      ])
    }
    return .object(
      pairs + [
        ("derivative", derivative ?? .null), ("sparse", sparse ?? .null), ("kinks", .array([])),
        ("undefined", .array([])),
      ])
  }
}
