import AutodiffCore

/// The derivative as a product of Jacobians, and the operations of each order of multiplying them.
struct ChainReport {
  private let chains: [JacobianChain]
  private let request: ProgramRequest
  private let names: NodeNames

  init(_ chains: [JacobianChain], _ request: ProgramRequest) {
    self.chains = chains
    self.request = request
    names = NodeNames(request.graph)
  }

  func write(_ session: Session) {
    let format = request.options.format
    if format == .json { return session.answer(json) }
    let rendering = session.rendering
    if format == .csv || format == .tsv {
      var table = Table(["by", "order", "operations"].map { .init(title: $0) })
      for chain in chains {
        for (_, order) in orders(chain) { table.rows.append([inputs(chain), order.text, number(order.operations)]) }
      }
      for line in table.lines(format, width: rendering.width) { session.out.line(line) }
      return
    }
    for (place, chain) in chains.enumerated() {
      if place > 0 { session.out.line("") }
      var product: [String] = chain.factors.indices.reversed().map { "J\($0 + 1)" }
      if product.count > 8 { product.replaceSubrange(2..<product.count - 2, with: ["…"]) }
      let isInput = chain.inputs.contains(request.graph.output)
      let text =
        chain.factors.isEmpty
        ? isInput ? "f is an input itself" : "f does not depend on \(inputs(chain))"
        : "f by \(inputs(chain)): " + product.joined(separator: "·")
      session.out.line(rendering.isTerminal ? text.folded(to: rendering.width) : text)
      for table in tables(chain) {
        session.out.line("")
        for line in table.lines(format, width: rendering.width) { session.out.line(line) }
      }
    }
  }

  private func inputs(_ chain: JacobianChain) -> String {
    chain.inputs.map { request.graph.name(ofInput: $0) }.joined(separator: ", ")
  }

  private func number(_ value: Double) -> String { NumberText(digits: value < 1e15 ? 15 : 4)(value) }

  private func tables(_ chain: JacobianChain) -> [Table] {
    guard !chain.factors.isEmpty else { return [] }
    let formula = Formula(request.graph, style: request.options.manner.isASCII ? .language : .unicode) { names[$0] }
    var factors = Table([
      .init(title: "Jacobian"), .init(title: "of"), .init(title: "operation", folds: true),
      .init(title: "size", alignment: .right), .init(title: "entries", alignment: .right),
      .init(title: "not zero", alignment: .right),
    ])
    factors.rows = chain.factors.enumerated().map { place, factor in
      [
        "J\(place + 1)", names[factor.node] ?? "", formula.definition(factor.node), "\(factor.rows)×\(factor.columns)",
        number(Double(factor.rows) * Double(factor.columns)),
        factor.nonzeros.map { String($0) + (factor.isDiagonal && $0 > 1 ? ", diagonal" : "") } ?? "",
      ]
    }
    guard chain.factors.count > 1 else { return [factors] }
    let listed = orders(chain)
    let least = listed.reduce(Double.infinity) { min($0, $1.order.operations) }
    var orders = Table([
      .init(title: "order", folds: true), .init(title: "begins"), .init(title: "operations", alignment: .right),
      .init(title: "times least", alignment: .right),
    ])
    orders.rows = listed.map { name, order in
      [order.text, name, number(order.operations), NumberText(digits: 3)(order.operations / least)]
    }
    return [factors, orders]
  }

  /// The orders that are shown, each with the end at which it begins.
  private func orders(_ chain: JacobianChain) -> [(name: String, order: JacobianChain.Order)] {
    guard chain.factors.count > 1 else { return [] }
    let (reverse, forward) = (chain.reverse, chain.forward)
    func name(_ order: JacobianChain.Order) -> String {
      order == reverse ? "at f (reverse)" : order == forward ? "at the inputs (forward)" : ""
    }
    let all = chain.all
    if !all.isEmpty { return all.map { (name($0), $0) } }
    let isBeaten = { (order: JacobianChain.Order) in order.operations < min(reverse.operations, forward.operations) }
    let cheapest = chain.cheapest.map { isBeaten($0) ? [("", $0)] : [] } ?? []
    return [(name(reverse), reverse), (name(forward), forward)] + cheapest
  }

  private var json: JSON {
    let graph = request.graph
    let formula = Formula(graph, style: .language) { names[$0] }
    let list = chains.map { chain -> JSON in
      let factors = chain.factors.map { factor -> JSON in
        .object([
          ("node", .string(names[factor.node] ?? "")), ("operation", .string(formula.definition(factor.node))),
          ("rows", .integer(factor.rows)), ("columns", .integer(factor.columns)),
          ("nonzeros", factor.nonzeros.map { .integer($0) } ?? .null), ("diagonal", .bool(factor.isDiagonal)),
        ])
      }
      let orders = orders(chain).map { _, order -> JSON in
        .object([("order", .string(order.text)), ("operations", .number(order.operations))])
      }
      let hasOrders = chain.factors.count > 1
      return .object([
        ("inputs", .array(chain.inputs.map { .string(graph.name(ofInput: $0)) })), ("jacobians", .array(factors)),
        ("orders", .array(orders)), ("orderCount", .number(chain.orderCount)),
        ("cheapest", hasOrders ? .optional(chain.cheapest?.text) : .null),
      ])
    }
    return .object([
      ("expression", .string(request.expression)), ("chains", .array(list)), ("kinks", .array([])),
      ("undefined", .array([])),
    ])
  }
}
