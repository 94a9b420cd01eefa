/// The limits of f and of its slope on one side of a place, told from samples that come closer to it step by step.
struct OneSidedLimit {
  private let samples: [Probe.Sample]

  /// The powers of 2 times which the steps are shorter than the first.
  private static let exponents = Array(stride(from: 6, through: 46, by: 4))

  /// Takes the samples.
  ///
  /// - Parameter edge: The sample next to the place.
  /// - Parameter direction: -1 for samples below it, 1 for samples above.
  /// - Parameter reach: The distance within which there is no other such place.
  init(_ probe: Probe, at edge: Probe.Sample, direction: Double, reach: Double) {
    var samples: [Probe.Sample] = []
    for exponent in Self.exponents {
      let x = edge.x + direction * reach * Double(sign: .plus, exponent: -exponent, significand: 1)
      if x == samples.last?.x || x == edge.x { break }
      samples.append(probe(x))
    }
    samples.append(edge)
    self.samples = samples
  }

  /// The limits of f and of its slope.
  ///
  /// - Parameter scale: A size of f's values next to which differences do not count.
  func side(scale: Double, slopeScale: Double) -> Break.Side {
    let value = Self.limit(samples.map(\.value), scale)
    guard value.isDefined else { return Break.Side() }
    return Break.Side(value: value, slope: Self.limit(samples.map(\.slope), slopeScale))
  }

  /// Returns the limit of a sequence.
  private static func limit(_ values: [Double], _ scale: Double) -> Break.Limit {
    // Samples that are not defined near the place leave nothing to go by.
    guard let last = values.last, values.count > 3, !values.suffix(3).allSatisfy(\.isNaN) else { return .undefined }
    let known = values.filter { !$0.isNaN }
    guard let end = known.last, known.count > 3 else { return .undefined }
    if !end.isFinite { return .infinite(end) }
    let differences = zip(known, known.dropFirst()).map { fabs($1 - $0) }
    // The place at which neighbours agree best: closer by, rounding may take over.
    var best = 0
    for place in differences.indices where differences[place] <= differences[best] { best = place }
    let size = fmax(fabs(known[best + 1]), scale)
    if differences[best] <= 1e-9 * size {
      // The value next to the place, unless rounding has made another one of it.
      return .finite(fabs(end - known[best + 1]) <= 1e-9 * size ? end : known[best + 1])
    }
    let ratios = zip(differences, differences.dropFirst()).map { $0 == 0 ? 0 : $1 / $0 }.suffix(4)
    let sizes = known.map { fabs($0) }
    let grows = zip(sizes.suffix(5), sizes.suffix(5).dropFirst()).allSatisfy { $0 < $1 }
    if grows, ratios.allSatisfy({ $0 > 0.6 }) { return .infinite(end < 0 ? -.infinity : .infinity) }
    if let ratio = ratios.last, ratios.allSatisfy({ $0 < 0.8 }), let difference = differences.last {
      // A sequence that ends at the place itself has come to its limit.
      if !last.isNaN { return .finite(last) }
      // The rest of a geometric series.
      let rest = difference * ratio / (1 - ratio)
      let limit = end + (known[known.count - 1] < known[known.count - 2] ? -rest : rest)
      return .finite(fabs(limit) <= 1e-6 * size ? 0 : limit)
    }
    return differences[best] <= 1e-6 * size ? .finite(known[best + 1]) : last.isNaN ? .undefined : .none
  }
}
