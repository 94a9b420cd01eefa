import AutodiffCore

/// The value, the gradient and the partial derivatives of higher orders.
enum MixedPartialsAnswer {
  static func answer(_ request: ProgramRequest, _ session: Session) throws(Failure) -> ExitStatus {
    try request.bindings.requireExact(for: "grad --order")
    let point = try request.point(session)
    try request.requireScalar("grad")
    let all: MixedPartials
    do throws(Problem) {
      all = try MixedPartials(point, order: request.options.order, path: request.program)
    } catch {
      throw .text(error, request.source)
    }
    var answer = SecondOrderAnswer(point, all.gradient)
    var entries: [JSON] = []
    for partial in all.partials {
      let names = partial.elements.map { all.names[$0] }
      answer.quantities.append(Quantity(.partial(names), .scalar(partial.value)))
      entries.append(
        .object([("inputs", .array(names.map { .string($0) })), ("value", .number(partial.value))]))
    }
    answer.json.append(("partials", .array(entries)))
    answer.areFinite = all.gradient.areFinite && all.partials.allSatisfy { $0.elements.count > 2 || $0.value.isFinite }
    if answer.areFinite, let first = all.partials.first(where: { !$0.value.isFinite }) {
      let quantity = Quantity(.partial(first.elements.map { all.names[$0] }), .scalar(first.value))
      answer.remarks = ["\(quantity.label) is \(session.rendering.number(first.value))"]
    }
    return answer.report(request, point.basisDirections).write(request.options.format, session)
  }
}
