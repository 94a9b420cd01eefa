import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct PrimitiveTableTests {
  @Test func namesAreUnique() {
    let names = Primitive.allCases.flatMap(\.gate.spellings)
    #expect(Set(names).count == names.count)
    for primitive in Primitive.allCases {
      for name in primitive.gate.spellings { #expect(Primitive.named(name) == primitive) }
    }
  }

  @Test func rowsAreComplete() {
    forEach(Primitive.scalar) { (primitive: Primitive) in
      let gate = primitive.gate
      #expect(!gate.summary.isEmpty)
      #expect(gate.isHidden || !gate.name.isEmpty)
      #expect(gate.isHidden == (primitive.callName == nil && gate.name.isEmpty))
      #expect(!gate.isHidden || gate.shownDefinition != nil, "a hidden row is written as its definition")
      #expect(gate.arity.accepts(Self.samples(primitive).count), "a range to sample for each argument")
      if case .between(let least, let most) = gate.arity { #expect(gate.defaults.count == most - least) }
    }
  }

  @Test func derivativesAgainstFiniteDifferences() {
    // A value that holds still has no derivative that differences would see.
    forEach(Primitive.scalar.filter { !$0.holds(0) }) { (primitive: Primitive) throws in
      let points = Self.points(primitive, count: 40)
      var compared = 0
      for point in points {
        let gate = primitive.gate
        let constants = Self.constants(primitive, point)
        let graph = try Graph(primitive, count: point.count, constants: constants)
        let free = point.indices.filter { constants[$0] == nil }
        let linear = Point(graph, inputs: free.map { point[$0] })
        #expect(linear.value.isSame(as: Double.apply(primitive, point)))
        for (derivatives, place) in zip(zip(linear.reverse, linear.forward), free) {
          // Nothing goes to an operand that is only read.
          let found = primitive.holds(place) ? 0 : Self.difference(primitive, point, along: place)
          guard let difference = found else { continue }
          compared += 1
          #expect(derivatives.0.isSame(as: derivatives.1))
          #expect(
            abs(derivatives.0 - difference) <= 1e-7 * max(1, abs(difference), abs(linear.value)),
            "\(gate.name) (\(primitive)) along \(place) at \(point)")
        }
      }
      // Few points are beside a kink or a jump.
      #expect(compared >= points.count * 3 / 4, "\(compared) compared")
    }
  }

  @Test func definitions() {
    let defined = Primitive.scalar.filter { $0.gate.shownDefinition != nil }
    #expect(defined.count >= 30)
    forEach(defined) { (primitive: Primitive) throws in
      let definition = try #require(primitive.gate.shownDefinition)
      for point in Self.points(primitive, count: 200) {
        let value = Double.apply(primitive, point)
        let expanded = definition(point)
        #expect(
          abs(value - expanded) <= 1e-13 * max(1, abs(value)),
          "\(primitive) at \(point): \(value), defined \(expanded)")
      }
    }
  }

  @Test func arrayRowsAreComplete() {
    forEach(Primitive.allCases.filter(\.isArray)) { (primitive: Primitive) in
      let gate = primitive.gate
      #expect(!gate.summary.isEmpty)
      #expect(gate.isHidden || !gate.name.isEmpty)
      #expect(gate.isHidden || gate.signature.text != nil, "its shapes in words")
      guard case .array = gate.value, case .array = gate.derivative else {
        Issue.record("\(primitive) works element by element")
        return
      }
    }
  }

  // MARK: - Points

  /// Rows that a user cannot write have no words for their domain either.
  private static func samples(_ primitive: Primitive) -> [ClosedRange<Double>] {
    switch primitive {
    case .powerSlope: [0.25...4, -3...3]
    // The logarithm's exponent and the factor of the square are constants wherever these rows occur.
    case .powerLog: [0.25...4, -3...3, 1...1]
    case .gaussian: [0.5...0.5, -4...4]
    case .directionCosine, .angleSlope, .vanishing: [-4...4, -4...4]
    case .ratio: [-4...4, 0.25...4]
    default: primitive.gate.domain.samples
    }
  }

  private static func points(_ primitive: Primitive, count: Int) -> [[Double]] {
    var random = SplitMix64(seed: UInt64(primitive.rawValue) + 1)
    return (0..<count).map { _ in samples(primitive).map { Double.random(in: $0, using: &random) } }
  }

  /// What is sampled at one value only is a parameter.
  private static func constants(_ primitive: Primitive, _ point: [Double]) -> [Int: Double] {
    let fixed = zip(samples(primitive), point).enumerated().filter {
      $0.element.0.lowerBound == $0.element.0.upperBound
    }
    return Dictionary(uniqueKeysWithValues: fixed.map { ($0.offset, $0.element.1) })
  }

  /// The central difference, extrapolated once (L. F. Richardson, 1911); nil where two steps disagree, at a kink or jump.
  private static func difference(_ primitive: Primitive, _ point: [Double], along place: Int) -> Double? {
    func slope(_ step: Double) -> Double {
      var (left, right) = (point, point)
      left[place] -= step
      right[place] += step
      return (Double.apply(primitive, right) - Double.apply(primitive, left)) / (right[place] - left[place])
    }
    let (coarse, fine) = (slope(0x1p-10), slope(0x1p-11))
    let extrapolated = fine + (fine - coarse) / 3
    let further = slope(0x1p-12) + (slope(0x1p-12) - fine) / 3
    guard abs(extrapolated - further) <= 1e-8 * max(1, abs(further)) else { return nil }
    return further
  }
}
