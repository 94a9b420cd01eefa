import AutodiffCore

enum CostCommand: Command {
  static let description = CommandDescription(
    name: "cost", summary: "operations and memory of f and of its derivatives, in both modes and written out",
    usage: "autodiff cost [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.shape, .wrt, .output, .chain],
    formats: [.text, .json, .csv, .tsv, .markdown],
    examples: [
      "autodiff cost 'sigma(w1*x1 + w2*x2 + b)'", "autodiff cost 'sum(relu(W@x))' --shape W=100x50,x=50",
      "autodiff cost 'l = x; for n = 1 to 12 { l = 4*l*(1-l) }'", "autodiff cost 'sin(w1*x+w0), cos(w1*x+w0)'",
      "autodiff cost --chain 'sum(tanh(V@tanh(W@x)))' --shape V=3x4,W=4x5,x=5 --wrt x",
    ], sweeps: .formula)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    try request.checkMemory()
    let wrt = try request.wrtNodes()
    if !request.graph.decisions.isEmpty {
      session.note("this holds for the path that the program takes at these values")
    }
    let known = request.graph.inputs.map { request.bindings.known(request.graph.name(ofInput: $0)) }
    if options.showsChain {
      ChainReport(JacobianChain.all(of: request.graph, wrt: wrt, known: known), request).write(session)
      return .answered
    }
    let costs: SweepCosts
    do throws(Problem) {
      costs = try SweepCosts(request.graph, wrt: wrt)
    } catch {
      throw .text(error, request.source)
    }
    CostReport(costs, SparsePlan.usual(of: request.graph, wrt: wrt, known: known), request).write(session)
    return .answered
  }
}
