/// The samples of a function on one side of a point, at the steps of the line.
struct SideSamples {
  let direction: Double
  /// The smooth piece next to the point; nil if there is none.
  let piece: Int?
  /// The bound of the rounding of each element of the output at each step, or at all of them.
  private let noises: [[Double]]
  private let samples: [Sample]
  /// The place of the largest step that is taken.
  let first: Int
  /// A Boolean value indicating whether the samples are those close to the point.
  private let areClose: Bool

  /// Takes the samples at all steps.
  init(_ line: LineRestriction, _ direction: Double) {
    self.init(line, direction, line.steps.map { line(line.origin + direction * $0) }, first: 0)
  }

  /// The samples of these that are close enough to the point to tell of the derivative there.
  ///
  /// - Parameter isNext: A Boolean value indicating whether to take the piece next to a kink, however short it is.
  func close(on line: LineRestriction, isNext: Bool = false) -> SideSamples {
    let far = line.steps.lastIndex { !line.isClose(line.origin + direction * $0) }
    return SideSamples(line, direction, samples, first: far.map { $0 + 1 } ?? 0, areClose: true, isNext: isNext)
  }

  private init(
    _ line: LineRestriction, _ direction: Double, _ samples: [Sample], first: Int, areClose: Bool = false,
    isNext: Bool = false
  ) {
    self.direction = direction
    self.samples = samples
    self.first = first
    self.areClose = areClose
    // At a kink, the closest samples may be off by rounding (x + h - x is 0), far ones beyond the next kink: the piece
    // is the one that lasts over the most halvings of the step, or the closest one that lasts over some, if rounding
    // has not put its samples back on the kink.
    var longest = 0..<0
    var closest = 0..<0
    var run = 0..<0
    for (index, sample) in samples.enumerated().dropFirst(first)
    where sample.values.contains(where: \.isFinite) && (line.piece ?? sample.piece) == sample.piece {
      let goes = run.upperBound == index && index > first && samples[index - 1].piece == sample.piece
      run = (goes ? run.lowerBound : index)..<index + 1
      if run.count >= longest.count { longest = run }
      if run.count >= 4, !sample.isAtKink { closest = run }
    }
    if isNext, !closest.isEmpty { longest = closest }
    piece = longest.isEmpty ? nil : samples[longest.lowerBound].piece
    // The rounding at a kink may be taken for 0, because a piecewise primitive may pass nothing back there. So it is
    // also estimated nearby, half of the digits away.
    let nearby = longest.isEmpty ? 0 : line.steps[max(longest.lowerBound, longest.upperBound - 26)]
    let least = zip(line.noise(at: line.origin), line.noise(at: line.origin + direction * nearby)).map(fmax)
    noises =
      areClose
      ? line.steps.enumerated().map { index, step in
        index < first ? least : zip(least, line.noise(at: line.origin + direction * step)).map(fmax)
      } : [least]
  }

  /// Returns the bound of the rounding of an element of the output at a step.
  func noise(_ index: Int, _ output: Int) -> Double { noises[noises.count > 1 ? index : 0][output] }

  /// Returns the value of an element of the output at a step; nil if the sample is not on the piece.
  func value(_ index: Int, _ output: Int) -> Double? {
    index >= first && samples[index].piece == piece ? samples[index].values[output] : nil
  }

  /// Returns the change of the function that the rounding of x + h makes at a step, if it is to be told.
  func shift(_ line: LineRestriction, _ index: Int, _ output: Int) -> Double {
    guard areClose, let value = value(index, output) else { return 0 }
    let step = line.steps[index]
    let offset = fabs((line.origin + direction * step) - line.origin) - step
    return fabs(value - line.values[output]) * fabs(offset) / step
  }
}
