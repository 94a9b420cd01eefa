import AutodiffCore

enum CostCommand: Command {
  static let description = CommandDescription(
    name: "cost", summary: "operations and memory of f and of its derivatives, in both modes and written out",
    usage: "autodiff cost [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.shape, .wrt, .output],
    formats: [.text, .json, .csv, .tsv, .markdown],
    examples: [
      "autodiff cost 'sigma(w1*x1 + w2*x2 + b)'", "autodiff cost 'sum(relu(W@x))' --shape W=100x50,x=50",
      "autodiff cost 'l = x; for n = 1 to 12 { l = 4*l*(1-l) }'",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    let request = try ProgramRequest(invocation, session)
    try request.requireScalar("cost")
    let asked = try request.asked(invocation)
    let costs: SweepCosts
    do throws(Problem) {
      costs = try SweepCosts(request.graph, asked: asked)
    } catch {
      throw .text(error, request.source)
    }
    if !request.graph.guards.isEmpty { session.note("this holds for the path that the program takes at these values") }
    if format == .json {
      session.answer(json(costs, request))
    } else {
      for line in table(costs).lines(format, width: session.rendering.width) { session.out.line(line) }
      if format == .text {
        session.out.line("")
        let written = NumberText(digits: costs.derivative.written < 1e15 ? 15 : 4)(costs.derivative.written)
        session.out.line(
          "written out, the derivatives have \(written) operations; with shared parts named, \(costs.derivative.shared)"
        )
      }
    }
    return .answered
  }

  private static func rows(_ costs: SweepCosts) -> [(name: String, cost: Cost, sweeps: String)] {
    [
      ("f", costs.function, ""), ("forward", costs.forward, "1"),
      ("forward, all inputs", costs.forwardAll, String(costs.directions)), ("reverse", costs.reverse, "1"),
    ]
  }

  private static func table(_ costs: SweepCosts) -> Table {
    let titles = ["sweeps", "operations", "live values", "times f"]
    var table = Table([.init(title: "part")] + titles.map { .init(title: $0, alignment: .right) })
    table.rows = rows(costs).map { name, cost, sweeps in
      let ratio = Double(cost.operations) / Double(costs.function.operations)
      return [
        name, sweeps, String(cost.operations), String(cost.liveValues),
        ratio.isFinite ? NumberText(digits: 3)(ratio) : "",
      ]
    }
    return table
  }

  private static func json(_ costs: SweepCosts, _ request: ProgramRequest) -> JSON {
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
