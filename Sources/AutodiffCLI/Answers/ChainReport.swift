import AutodiffCore

/// The derivative as a product of Jacobians, and the operations of each order of multiplying them; for one size, or for
/// every size by polynomials through the counts at a few.
struct ChainReport {
  /// The chains of the program at some sizes.
  struct Sample {
    var chains: [JacobianChain]
    var request: ProgramRequest

    init(_ request: ProgramRequest, wrt: [Graph.NodeID]) {
      let known = request.graph.inputs.map { request.bindings.known(request.graph.name(ofInput: $0)) }
      chains = JacobianChain.all(of: request.graph, wrt: wrt, known: known)
      self.request = request
    }
  }

  /// The letters for sizes, and the sizes of the samples.
  private let sizes: (request: SizedRequest, lattice: SizeLattice)?
  private let samples: [Sample]
  private let chains: [JacobianChain]
  private let request: ProgramRequest
  private let names: NodeNames

  init(_ sample: Sample) { self.init([sample], sizes: nil, first: sample) }

  /// - Parameter samples: The chains at each point of the lattice.
  init(_ samples: [Sample], _ sizes: SizedRequest, _ lattice: SizeLattice, first: Sample) {
    self.init(samples, sizes: (sizes, lattice), first: first)
  }

  private init(_ samples: [Sample], sizes: (SizedRequest, SizeLattice)?, first: Sample) {
    self.samples = samples
    self.sizes = sizes
    chains = first.chains
    request = first.request
    names = NodeNames(request.graph)
  }

  /// Returns a Boolean value indicating whether samples differ in nothing but counts.
  static func haveSameForm(_ samples: [Sample]) -> Bool {
    let forms = samples.map { sample in
      sample.chains.map { chain in chain.factors.map { [Int($0.node), $0.isDiagonal ? 1 : 0] } }
    }
    return forms.allSatisfy { $0 == forms.first }
  }

  /// - Throws: that a count is no polynomial in the sizes; nothing is written then.
  func write(_ session: Session) throws(Failure) {
    let format = request.options.format
    if format == .json { return session.answer(try json()) }
    let rendering = session.rendering
    if format == .csv || format == .tsv {
      var table = Table(["by", "order", "operations"].map { .init(title: $0) })
      for place in chains.indices {
        for order in try orders(place) {
          table.rows.append([inputs(chains[place]), order.text, order.operations.text])
        }
      }
      for line in table.lines(format, width: rendering.width) { session.out.line(line) }
      return
    }
    var lines: [String] = []
    for (place, chain) in chains.enumerated() {
      if place > 0 { lines.append("") }
      var product: [String] = chain.factors.indices.reversed().map { "J\($0 + 1)" }
      if product.count > 8 { product.replaceSubrange(2..<product.count - 2, with: ["…"]) }
      let isInput = chain.inputs.contains(request.graph.output)
      let text =
        chain.factors.isEmpty
        ? isInput ? "f is an input itself" : "f does not depend on \(inputs(chain))"
        : "f by \(inputs(chain)): " + product.joined(separator: "·")
      lines.append(rendering.isTerminal ? text.folded(to: rendering.width) : text)
      for table in try tables(place, width: rendering.width) {
        lines.append("")
        lines += table.lines(format, width: rendering.width)
      }
      if let fewest = try fewest(place) { lines += ["", "the fewest at every size: \(fewest)"] }
    }
    for line in lines { session.out.line(line) }
  }

  private func inputs(_ chain: JacobianChain) -> String {
    chain.inputs.map { request.graph.name(ofInput: $0) }.joined(separator: ", ")
  }

  // MARK: - Counts

  /// A count at one size, or for every size.
  private enum Count {
    case number(Double)
    case polynomial(SizePolynomial, String)

    var text: String {
      switch self {
      case .number(let value): NumberText(digits: value < 1e15 ? 15 : 4)(value)
      case .polynomial(_, let text): text
      }
    }

    var json: JSON {
      switch self {
      case .number(let value): .number(value)
      case .polynomial(_, let text): .string(text)
      }
    }
  }

  /// Returns a count of a chain; nil where it is unknown, or no polynomial in the sizes.
  private func known(_ place: Int, _ value: (JacobianChain) -> Double?) -> Count? {
    let values = samples.compactMap { value($0.chains[place]) }
    guard values.count == samples.count, let first = values.first else { return nil }
    guard let sizes else { return .number(first) }
    let wholes = values.compactMap { Int(exactly: $0) }
    guard let polynomial = sizes.lattice.polynomial(through: wholes) else { return nil }
    return .polynomial(polynomial, polynomial.text(sizes.request.letters.letters.map(String.init)))
  }

  private func count(_ place: Int, _ value: (JacobianChain) -> Double) throws(Failure) -> Count {
    if let count = known(place, value) { return count }
    guard let sizes else { return .number(.nan) }
    throw sizes.request.dependsOnSizes(.cost)
  }

  private func formulas(_ style: FormulaStyle, _ place: Int) throws(Failure) -> [String] {
    let all = samples.map { sample in
      let names = NodeNames(sample.request.graph)
      let formula = Formula(sample.request.graph, style: style) { names[$0] }
      return sample.chains[place].factors.map { formula.definition($0.node) }
    }
    guard let sizes, let first = all.first else { return all[0] }
    guard all.allSatisfy({ $0.count == first.count }) else { throw sizes.request.dependsOnSizes(.cost) }
    let text = SizedText(sizes.request.letters.letters, sizes: sizes.lattice.points, isLaTeX: false)
    var merged: [String] = []
    for step in first.indices {
      guard let formula = text.merged(all.map { $0[step] }) else { throw sizes.request.dependsOnSizes(.cost) }
      merged.append(formula)
    }
    return merged
  }

  // MARK: - Tables

  /// The width of the columns before the operations.
  private static let columnsBefore = 48

  private func tables(_ place: Int, width: Int) throws(Failure) -> [Table] {
    let chain = chains[place]
    guard !chain.factors.isEmpty else { return [] }
    let formulas = try formulas(request.options.manner.isASCII ? .language : .unicode, place)
    var factors = Table([
      .init(title: "Jacobian"), .init(title: "of"), .init(title: "operation", folds: true),
      .init(title: "size", alignment: .right), .init(title: "entries", alignment: .right),
      .init(title: "not zero", alignment: .right),
    ])
    if sizes != nil { for column in 3...5 { factors.columns[column].folds = true } }
    for (step, factor) in chain.factors.enumerated() {
      let rows = try count(place) { Double($0.factors[step].rows) }.text
      let columns = try count(place) { Double($0.factors[step].columns) }.text
      let entries = try count(place) { Double($0.factors[step].rows) * Double($0.factors[step].columns) }.text
      let nonzeros = known(place) { $0.factors[step].nonzeros.map(Double.init) }?.text
      factors.rows.append([
        "J\(step + 1)", names[factor.node] ?? "", formulas[step],
        sizes == nil ? "\(rows)×\(columns)" : "\(asFactor(rows)) × \(asFactor(columns))", entries,
        nonzeros.map { $0 + (factor.isDiagonal && $0 != "1" ? ", diagonal" : "") } ?? "",
      ])
    }
    guard chain.factors.count > 1 else { return [factors] }
    let listed = try orders(place)
    var table = Table([
      .init(title: "order", folds: true), .init(title: "begins"),
      .init(title: "operations", alignment: sizes == nil ? .right : .left),
    ])
    let width = max(20, width - Self.columnsBefore)
    table.rows = listed.map { name, order, operations in
      let isFolded = sizes != nil && request.options.format == .text
      let lines = isFolded ? operations.text.folded(to: width, indent: 2) : [operations.text]
      return [order, name, lines.joined(separator: "\n")]
    }
    let numbers = listed.compactMap { if case .number(let value) = $0.operations { value } else { nil } }
    if let least = numbers.min() {
      table.columns.append(.init(title: "times least", alignment: .right))
      for (row, number) in numbers.enumerated() { table.rows[row].append(NumberText(digits: 3)(number / least)) }
    }
    return [factors, table]
  }

  /// Returns a count in brackets where a product would tear it apart.
  private func asFactor(_ count: String) -> String { count.includes(" ") ? "(\(count))" : count }

  /// The orders that are shown, each with the end at which it begins.
  private func orders(_ place: Int) throws(Failure) -> [(name: String, text: String, operations: Count)] {
    var result: [(name: String, text: String, operations: Count)] = []
    for (number, (name, order)) in orders(chains[place]).enumerated() {
      result.append((name, order.text, try count(place) { orders($0)[number].order.operations }))
    }
    return result
  }

  private func orders(_ chain: JacobianChain) -> [(name: String, order: JacobianChain.Order)] {
    guard chain.factors.count > 1 else { return [] }
    let (reverse, forward) = (chain.reverse, chain.forward)
    func name(_ order: JacobianChain.Order) -> String {
      order.text == reverse.text ? "at f (reverse)" : order.text == forward.text ? "at the inputs (forward)" : ""
    }
    let all = chain.all
    if !all.isEmpty { return all.map { (name($0), $0) } }
    let isBeaten = { (order: JacobianChain.Order) in order.operations < min(reverse.operations, forward.operations) }
    // It may be another one for each size.
    let cheapest = sizes == nil ? chain.cheapest.map { isBeaten($0) ? [("", $0)] : [] } ?? [] : []
    return [(name(reverse), reverse), (name(forward), forward)] + cheapest
  }

  /// The order whose operations are the fewest at every size; nil where that depends on the sizes.
  private func fewest(_ place: Int) throws(Failure) -> String? {
    guard sizes != nil, !chains[place].all.isEmpty else { return nil }
    let counts = try orders(place).compactMap { order -> (text: String, count: SizePolynomial)? in
      if case .polynomial(let count, _) = order.operations { (order.text, count) } else { nil }
    }
    return counts.count < 2
      ? nil : counts.first { one in counts.allSatisfy { $0.count.isNowhereBelow(one.count) } }?.text
  }

  // MARK: - JSON

  private func json() throws(Failure) -> JSON {
    var list: [JSON] = []
    for (place, chain) in chains.enumerated() {
      let formulas = try formulas(.language, place)
      var factors: [JSON] = []
      for (step, factor) in chain.factors.enumerated() {
        factors.append(
          .object([
            ("node", .string(names[factor.node] ?? "")), ("operation", .string(formulas[step])),
            ("rows", try count(place) { Double($0.factors[step].rows) }.json),
            ("columns", try count(place) { Double($0.factors[step].columns) }.json),
            ("nonzeros", known(place) { $0.factors[step].nonzeros.map(Double.init) }?.json ?? .null),
            ("diagonal", .bool(factor.isDiagonal)),
          ]))
      }
      let orders = try orders(place).map { order -> JSON in
        .object([("order", .string(order.text)), ("operations", order.operations.json)])
      }
      let cheapest = sizes == nil ? chain.cheapest?.text : try fewest(place)
      list.append(
        .object([
          ("inputs", .array(chain.inputs.map { .string(request.graph.name(ofInput: $0)) })),
          ("jacobians", .array(factors)), ("orders", .array(orders)), ("orderCount", .number(chain.orderCount)),
          ("cheapest", chain.factors.count > 1 ? .optional(cheapest) : .null),
        ]))
    }
    let letters = sizes?.request.letters.letters.map { JSON.string(String($0)) }
    return .object(
      [("expression", .string(request.expression))] + (letters.map { [("sizes", .array($0))] } ?? []) + [
        ("chains", .array(list)), ("kinks", .array([])), ("undefined", .array([])),
      ])
  }
}
