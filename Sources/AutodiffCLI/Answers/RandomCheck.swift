import AutodiffCore

/// `check --random`: the check at points drawn at random, besides one that is given in full.
struct RandomCheck {
  private let request: ProgramRequest
  private let inputs: ElementInputs
  private let claims: ClaimOption

  /// The number of points drawn in place of those outside the domain, which say nothing of the gradient, and the
  /// seconds that this may take.
  private static let patience = (tries: 1000, seconds: 1.0)

  init(_ request: ProgramRequest, _ inputs: ElementInputs, _ claims: ClaimOption) {
    self.request = request
    self.inputs = inputs
    self.claims = claims
  }

  /// - Throws: a range for what is no input, and a point at which the program has no answer.
  func run(points count: Int, _ report: CheckReport, _ session: Session) throws(Failure) -> ExitStatus {
    let known = inputs.known
    // A point that is given in full is checked besides the random ones.
    var points = RandomPoints(
      known: known.isComplete ? known.forgotten : known, ranges: inputs.elements.spread(try ranges()),
      seed: request.options.seed)
    var outcomes: [CheckReport.Outcome] = []
    if known.isComplete { outcomes.append(try outcome(known.values)) }
    var tries = 0
    let end = System.seconds + Self.patience.seconds
    var mayTry: Bool { tries < Self.patience.tries && (tries == 0 || System.seconds < end) }
    /// The next point with a value, or any where there seems to be none.
    func draw() throws(Failure) -> [Double] {
      var numbers = points.next()
      while mayTry, try !request.point(numbers, inputs.elements.tensors(numbers)).value.isFinite {
        numbers = points.next()
        tries += 1
      }
      return numbers
    }
    var isAnyDefined = false
    for _ in 0..<count {
      var result = try outcome(draw())
      while result.check.verdict == .undefined, mayTry {
        tries += 1
        result = try outcome(draw())
      }
      outcomes.append(result)
      if result.check.verdict != .undefined { isAnyDefined = true }
      // Where nothing was found in all that time, more would not tell more.
      if !isAnyDefined, System.seconds >= end { break }
    }
    if !isAnyDefined {
      session.note(
        "undefined at each of \(ProblemText.grouped(tries + outcomes.count - (known.isComplete ? 1 : 0))) points drawn",
        hint: "--range says where to draw, as in --range 0.1:5")
    }
    return try report.write(outcomes, request.options.format, session) { numbers throws(Failure) in
      try CheckedPoint(request, inputs.elements, numbers)
    }
  }

  private func outcome(_ numbers: [Double]) throws(Failure) -> CheckReport.Outcome {
    let point = try CheckedPoint(request, inputs.elements, numbers)
    return .init(inputs: numbers, check: try point.check(claims.elements(at: numbers)))
  }

  /// The range of each input.
  private func ranges() throws(Failure) -> [ClosedRange<Double>] {
    var ranges = request.graph.inputs.map { _ in -2.0...2.0 }
    for range in request.options.ranges {
      if let name = range.input {
        ranges[try request.place(ofInput: name, option: .range)] = range.bounds
      } else {
        ranges = ranges.map { _ in range.bounds }
      }
    }
    return ranges
  }
}

/// Points drawn uniformly from a range for each element of an input that is not fixed.
struct RandomPoints {
  private let known: InputValues
  private let ranges: [ClosedRange<Double>]
  private var generator: SplitMix64

  init(known: InputValues, ranges: [ClosedRange<Double>], seed: UInt64) {
    self.known = known
    self.ranges = ranges
    generator = SplitMix64(seed: seed)
  }

  mutating func next() -> [Double] {
    known.values.indices.map { known.isKnown[$0] ? known.values[$0] : generator.number(in: ranges[$0]) }
  }
}
