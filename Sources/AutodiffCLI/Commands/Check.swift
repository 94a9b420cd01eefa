import AutodiffCore

enum Check: Command {
  static let description = CommandDescription(
    name: "check", summary: "reverse mode = forward mode = finite differences? and = a claimed answer?",
    usage: "autodiff check [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.wrt, .shape, .expect] + PointOptions.all
      + [.random, .seed, .range, .scheme, .step, .rtol, .atol, .sweep, .digits, .ties, .strict],
    formats: [.text, .json, .csv, .tsv, .markdown],
    examples: [
      "autodiff check 'x1*x2 + sin(x1)' --at x1=2,x2=3",
      "autodiff check 'x1*x2 + sin(x1)' x1=2 x2=3 --expect x1=2.58,x2='x1'",
      "autodiff check 'log(x)*y' --random 100 --range 0.1:5", "autodiff check 'sin(x)' x=1 --sweep",
      "autodiff check 'x1*x2 + sin(x1)' --points answers.csv",
      "autodiff check '(w*x - y)^2' w=2 --wrt w --points rows.csv --reduce mean",
      "autodiff check \"x'@A@x\" --random 100 --shape x=3,A=3x3 --expect \"x=(A+A')@x\"",
    ])

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    let settings = try CheckSettings(invocation)
    let table = try CheckPoints(invocation, session)
    var request = try ProgramRequest(invocation, session, columns: table?.columns)
    let given = try request.inputs(invocation, session, mayMiss: settings.random != nil || table != nil)
    try request.requireScalar("check")
    let elements = Elements(inputsOf: request.graph)
    let known = given.unrolled(elements)
    if let table { return try table.run(request, elements, known: known, settings) }
    let claims = try ClaimOption(invocation, request, inputs: elements, known: elements)

    func point(_ numbers: [Double]) throws(Failure) -> CheckedPoint {
      try CheckedPoint(request, elements, numbers, invocation)
    }
    func check(_ point: CheckedPoint, _ numbers: [Double]) -> GradientCheck {
      point.check(settings, claims.elements(at: numbers))
    }
    if invocation.has(.sweep) {
      for other in [Option.random, .scheme, .step, .rtol, .atol] where invocation.has(other) {
        throw .usage(.conflict("--sweep", other.long))
      }
      if !claims.isEmpty { throw .usage(.conflict("--sweep", "--expect")) }
      return StepSweep(try point(known.values)).write(format, request, session)
    }
    let report = CheckReport(request, elements, claims: !claims.isEmpty)
    guard let count = settings.random else {
      let point = try point(known.values)
      let check = check(point, known.values)
      return report.write(check, point.findings(check.derivatives), format, session)
    }
    // A point that is given in full is checked besides the random ones.
    var fixed = known
    if known.isComplete { fixed.isKnown = fixed.isKnown.map { _ in false } }
    var points = RandomPoints(
      known: fixed, ranges: elements.spread(try ranges(invocation, request)), seed: settings.seed)
    var outcomes: [CheckReport.Outcome] = []
    if known.isComplete {
      outcomes.append(.init(inputs: known.values, check: check(try point(known.values), known.values)))
    }
    for _ in 0..<count {
      // A point outside the domain says nothing of the gradient, so another is drawn.
      var inputs = points.next()
      var result = check(try point(inputs), inputs)
      var tries = 0
      while result.verdict == .undefined, tries < 1000 {
        inputs = points.next()
        result = check(try point(inputs), inputs)
        tries += 1
      }
      outcomes.append(.init(inputs: inputs, check: result))
    }
    return try report.write(outcomes, format, session, point: point)
  }

  /// A range for each input, from `LO:HI` for all or `x1=LO:HI` for one.
  private static func ranges(
    _ invocation: Invocation, _ request: ProgramRequest
  ) throws(Failure) -> [ClosedRange<Double>] {
    var ranges = request.graph.inputs.map { _ in -2.0...2.0 }
    for text in invocation.ranges {
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let sides = part.split(separator: "=", maxSplits: 1)
        let range = try range(sides.last.map(String.init) ?? "", in: text)
        if sides.count == 2 {
          ranges[try request.place(ofInput: sides[0].trimmed, option: .range)] = range
        } else {
          ranges = ranges.map { _ in range }
        }
      }
    }
    return ranges
  }

  private static func range(_ text: String, in whole: String) throws(Failure) -> ClosedRange<Double> {
    var bounds: [Double] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      var bound = Bindings()
      // What is wrong with a bound is said of the whole range below.
      guard (try? bound.add("bound=\(part)", as: "--range")) != nil else { break }
      bounds += bound.values
    }
    guard bounds.count == 2, bounds[0] <= bounds[1], bounds[0].isFinite, bounds[1].isFinite else {
      throw .usage(
        .invalidNumber(option: "--range", value: whole, range: "LO:HI with LO not above HI, as in -3:3 or x1=0.1:5"))
    }
    return bounds[0]...bounds[1]
  }
}

/// What the options say of how to check.
struct CheckSettings {
  var scheme: DifferenceScheme
  var tolerance: GradientCheck.Tolerance
  var random: Int?
  var seed: UInt64

  init(_ invocation: Invocation) throws(Failure) {
    let step = try invocation.number(.step, above: 0)
    let kind = invocation.values[.scheme].flatMap(DifferenceScheme.Kind.init(rawValue:))
    if kind == .auto, step != nil { throw .usage(.conflict("--step", "--scheme auto")) }
    scheme = DifferenceScheme(kind ?? (step == nil ? .auto : .central), step: step)
    tolerance = .init(
      relative: try invocation.number(.rtol, above: 0, or: true),
      absolute: try invocation.number(.atol, above: 0, or: true))
    random = try invocation.whole(.random, from: 1)
    seed = UInt64(try invocation.whole(.seed, from: 0) ?? 1)
    if random == nil,
      let option = [Option.seed, .range].first(where: { option in
        option == .range ? !invocation.ranges.isEmpty : invocation.has(option)
      })
    {
      throw .usage(.needs(option.long, "--random N"))
    }
  }
}

/// Points drawn uniformly from a range for each element of an input that is not fixed.
struct RandomPoints {
  private let known: ProgramRequest.Inputs
  private let ranges: [ClosedRange<Double>]
  private var generator: SplitMix64

  init(known: ProgramRequest.Inputs, ranges: [ClosedRange<Double>], seed: UInt64) {
    self.known = known
    self.ranges = ranges
    generator = SplitMix64(seed: seed)
  }

  mutating func next() -> [Double] {
    known.values.indices.map { known.isKnown[$0] ? known.values[$0] : generator.number(in: ranges[$0]) }
  }
}
