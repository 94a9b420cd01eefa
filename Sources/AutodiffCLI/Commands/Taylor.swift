import AutodiffCore

enum Taylor: Command {
  static let description = CommandDescription(
    name: "taylor", summary: "the Taylor coefficients along a direction, by one sweep over power series",
    usage: "autodiff taylor [OPTIONS] EXPRESSION --order N [NAME=VALUE ...]",
    options: [.order, .direction, .wrt, .output, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .plain, .markdown, .latex],
    examples: [
      "autodiff taylor 'cos(x)' x=0 --order 6", "autodiff taylor 'exp(x)/(1-x)' x=0 --order 4 --format plain",
      "autodiff taylor 'x*sin(y)' x=1 y=0 --direction x=1,y=2 --order 3",
    ], sweeps: .value, ownMeaning: { $0 == .order ? Option.highestPower : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    let point = try request.point(session)
    let direction = try direction(request, point, session)
    let expansion: TaylorExpansion
    do throws(Problem) {
      expansion = try TaylorExpansion(point, along: direction, order: options.highestPower, path: request.program)
    } catch {
      throw .text(error, request.source)
    }
    let coefficients = expansion.coefficients
    let kinks = point.directional(direction, path: request.program).derivatives
    let findings = Findings(
      ProgramPoint(point), kinks, areFinite: coefficients.allSatisfy(\.isFinite), directions: [direction],
      request.source)
    var answer = AnswerReport(
      request, coefficients.enumerated().map { Quantity(.coefficient($0), $1) },
      json: [("value", .tensor(point.value)), ("coefficients", .array(coefficients.map { .tensor($0) }))], findings)
    answer.closing = polynomial(expansion, direction, request, session).map { ["f = " + $0] } ?? []
    let status = answer.write(options.format, session)
    guard let power = expansion.firstKink else { return status }
    session.note("the two sides differ from c\(power) on; these coefficients are those of t > 0")
    return status == .answered && session.isStrict ? .kink : status
  }

  /// The direction that is asked for; else 1 in the only input.
  ///
  /// - Throws: that there are several inputs, or an array.
  private static func direction(
    _ request: ProgramRequest, _ point: Point<Tensor>, _ session: Session
  ) throws(Failure) -> Point<Tensor>.Direction {
    if request.options.direction != nil { return try request.tangentDirection(session) }
    guard point.wrt.count == 1, let input = point.wrt.first, point.graph.shape(of: input).isScalar else {
      throw .usage(
        .required(
          command: request.options.command.name, option: Option.direction.long,
          placeholder: Option.direction.description.placeholder ?? ""))
    }
    return [(input, 1.0)]
  }

  /// The polynomial as a formula: in the only input where that moves alone, else in t.
  private static func polynomial(
    _ expansion: TaylorExpansion, _ direction: Point<Tensor>.Direction, _ request: ProgramRequest, _ session: Session
  ) -> String? {
    let values = expansion.coefficients.compactMap(\.scalar)
    guard values.count == expansion.coefficients.count else { return nil }
    var variable = "t"
    if direction.count == 1, direction[0].tangent.scalar == 1 {
      let name = request.graph.name(ofInput: direction[0].input)
      guard let start = request.bindings.known(name)?.scalar, start.isFinite else { return nil }
      let text = session.rendering.number(fabs(start))
      variable = start == 0 ? name : "(\(name) \(start < 0 ? "+" : "-") \(text))"
    }
    return PolynomialText(session.rendering.number).text(
      values, errors: expansion.errors.map { $0.scalar ?? 0 }, in: variable)
  }
}
