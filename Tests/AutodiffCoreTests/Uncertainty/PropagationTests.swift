import Testing

@testable import AutodiffCore

@Suite struct PropagationTests {
  /// A row of the reference table.
  struct Reference: Sendable, CustomStringConvertible {
    var text: String
    var inputs: [String: (Double, Double)] = [:]
    var correlations: [(String, String, Double)] = []
    var value: Double
    var deviation: Double

    init?(_ row: Substring) {
      let fields = row.split(separator: "|", omittingEmptySubsequences: false).map { field in
        String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      guard fields.count == 5, let value = Double(fields[3]), let deviation = Double(fields[4]) else { return nil }
      text = fields[0]
      self.value = value
      self.deviation = deviation
      for part in fields[1].split(separator: ",") {
        let words = part.split { $0 == "=" || $0 == "±" }
        guard words.count == 3, let value = Double(words[1]), let deviation = Double(words[2]) else { return nil }
        inputs[String(words[0])] = (value, deviation)
      }
      let words = fields[2].split { $0 == "," || $0 == "=" }
      for start in stride(from: 0, to: words.count, by: 3) {
        guard start + 2 < words.count, let coefficient = Double(words[start + 2]) else { return nil }
        correlations.append((String(words[start]), String(words[start + 1]), coefficient))
      }
    }

    var description: String { text }
  }

  static let references = UncertaintyReferences.rows.split(separator: "\n").map(Reference.init)

  @Test func areAsManyAsSaid() {
    #expect(Self.references.compactMap { $0 }.count == 300)
    #expect(Self.references.count { !($0?.correlations.isEmpty ?? true) } > 60)
  }

  /// To 1e-10 as the package `uncertainties`, with correlations and without.
  @Test func isThatOfAnIndependentSystem() throws {
    for reference in Self.references.compactMap({ $0 }) {
      let program = try UncertainProgram(reference.text, reference.inputs, reference.correlations)
      let result = program.result[0]
      #expect(abs(program.point.value[0] - reference.value) <= 1e-10 * abs(reference.value), "\(reference)")
      #expect(abs(result.deviation - reference.deviation) <= 1e-10 * reference.deviation, "\(reference)")
      #expect(abs(result.shares.reduce(0, +) - 1) < 1e-9, "\(reference): \(result.shares)")
    }
  }

  @Test func sharesAreThoseOfTheVariance() throws {
    let result = try UncertainProgram("3*x + 4*y + z", ["x": (1, 0.1), "y": (2, 0.1), "z": (3, 0)]).result[0]
    #expect(abs(result.deviation - 0.5) < 1e-15)
    #expect(zip(result.shares, [0.36, 0.64, 0]).allSatisfy { abs($0 - $1) < 1e-15 })
    // Of what goes together, a part may be below 0: errors of y take some of those of x away.
    let opposed = try UncertainProgram("2*x - y", ["x": (1, 0.1), "y": (1, 0.1)], [("x", "y", 0.75)]).result[0]
    #expect(abs(opposed.deviation - 0.1 * 2.0.squareRoot()) < 1e-15)
    #expect(zip(opposed.shares, [1.25, -0.25]).allSatisfy { abs($0 - $1) < 1e-14 })
  }

  @Test func whatGoesTogetherCancels() throws {
    let result = try UncertainProgram("x - y", ["x": (5, 0.1), "y": (3, 0.1)], [("x", "y", 1)]).result[0]
    #expect(result.deviation == 0 && result.shares == [0, 0])
  }

  @Test func isOfEachOutput() throws {
    let results = try UncertainProgram("x*y, x + y", ["x": (2, 0.1), "y": (3, 0.2)]).result
    #expect(results.map(\.deviation).elementsEqual([0.5, 0.05.squareRoot()]) { abs($0 - $1) < 1e-15 })
  }

  /// An exact input sends nothing along an infinite slope; another makes the uncertainty infinite.
  @Test func infiniteSlopes() throws {
    #expect(try UncertainProgram("sqrt(x) + y", ["x": (0, 0), "y": (1, 0.5)]).result[0].deviation == 0.5)
    let infinite = try UncertainProgram("sqrt(x) + y", ["x": (0, 0.1), "y": (1, 0.5)]).result[0]
    #expect(infinite.deviation == .infinity && infinite.shares.allSatisfy(\.isNaN))
  }

  /// Squares that leave the range of doubles do no harm.
  @Test(arguments: [1e-200, 1, 1e200]) func farScales(_ scale: Double) throws {
    let result = try UncertainProgram("x + y", ["x": (1, 3 * scale), "y": (1, 4 * scale)]).result[0]
    #expect(abs(result.deviation / scale - 5) < 1e-14)
  }
}

@Suite struct CorrelationsTests {
  @Test(
    arguments: [
      ([0.5, 0.5, 0.5], true), ([1, 1, 1], true), ([-0.5, -0.5, -0.5], true), ([1, 1, 0], false),
      ([-0.6, -0.6, -0.6], false), ([0.9, 0.9, 0.5], false), ([1, 1, -1], false), ([1, -1, -1], true),
    ] as [([Double], Bool)])
  func ofThreeQuantities(_ coefficients: [Double], _ arePossible: Bool) {
    var correlations = Correlations()
    for (pair, coefficient) in zip([(2, 5), (5, 9), (2, 9)], coefficients) {
      correlations.add(pair.0, pair.1, coefficient)
    }
    #expect(correlations.arePossible == arePossible)
    #expect(correlations.has(5, 2) && !correlations.has(2, 3))
  }
}
