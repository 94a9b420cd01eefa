import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Kinks of whole arrays are those of their elements, by either sweep.
@Suite(.namesCases) struct ArrayKinksTests {
  /// A source of random programs on two vectors, two matrices and a shorter vector, most of whose numbers are zeros and
  /// ones, so that kinks, ties and dead elements abound.
  struct Source {
    var random: SplitMix64

    static let shapes: KeyValuePairs<String, [Int]> = ["x": [4], "y": [4], "W": [3, 4], "V": [3, 4], "b": [3]]

    mutating func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }

    mutating func values() -> [[Double]] {
      Self.shapes.map { entry in
        (0..<entry.value.reduce(1, *)).map { _ in [0, 0, 0, 1, -1, 2, 0.5][Int(random.next() % 7)] }
      }
    }

    mutating func vector(_ depth: Int) -> String {
      if depth == 0 { return pick(["x", "y", "W[1,:]", "(b@W)"]) }
      switch random.next() % 17 {
      case 0, 1: return "relu(\(vector(depth - 1)))"
      case 2: return "abs(\(vector(depth - 1)))"
      case 3: return "max(\(vector(depth - 1)), \(vector(depth - 1)))"
      case 4: return "min(\(vector(depth - 1)), 0)"
      case 5: return "(\(vector(depth - 1)) + \(vector(depth - 1)))"
      case 6: return "(\(vector(depth - 1)) - \(vector(depth - 1)))"
      case 7: return "(\(vector(depth - 1))*\(vector(depth - 1)))"
      case 8: return "(\(short(depth - 1))@V)"
      case 9: return "cumsum(\(vector(depth - 1)))"
      case 10: return "(softmax(\(vector(depth - 1)))*[1, 2, 3, 4])"
      case 11: return "max(\(matrix(depth - 1)), axis=1)"
      case 12: return "sum(\(matrix(depth - 1)), axis=1)"
      case 13: return "clamp(\(vector(depth - 1)), 0, 1)"
      case 14: return "concat(\(vector(depth - 1))[2:3], \(vector(depth - 1))[1:2])"
      case 15: return "norm(\(matrix(depth - 1)), axis=1)"
      default: return "sin(\(vector(depth - 1)))"
      }
    }

    mutating func short(_ depth: Int) -> String {
      if depth == 0 { return pick(["b", "x[1:3]", "(V@x)"]) }
      switch random.next() % 7 {
      case 0: return "relu(\(short(depth - 1)))"
      case 1: return "(W@\(vector(depth - 1)))"
      case 2: return "max(\(matrix(depth - 1)), axis=2)"
      case 3: return "norm(\(matrix(depth - 1)), axis=2)"
      case 4: return "(\(short(depth - 1)) - 2*\(short(depth - 1)))"
      case 5: return "leaky_relu(\(short(depth - 1)))"
      default: return "hypot(\(short(depth - 1)), b)"
      }
    }

    mutating func matrix(_ depth: Int) -> String {
      if depth == 0 { return pick(["W", "V"]) }
      switch random.next() % 6 {
      case 0: return "relu(\(matrix(depth - 1)))"
      case 1: return "(\(matrix(depth - 1)) + \(vector(depth - 1)))"
      case 2: return "outer(\(short(depth - 1)), \(vector(depth - 1)))"
      case 3: return "max(\(matrix(depth - 1)), \(matrix(depth - 1)))"
      case 4: return "(\(matrix(depth - 1))*\(vector(depth - 1)))"
      default: return "transpose(transpose(\(matrix(depth - 1))))"
      }
    }

    mutating func scalar(_ depth: Int) -> String {
      switch random.next() % 9 {
      case 8:
        let vector = vector(depth)
        return "sum(max(\(vector), x) + min(\(vector), x))"
      case 0: return "max(\(vector(depth)))"
      case 1: return "norm(\(short(depth)))"
      case 2: return "(\(short(depth)))@(\(short(depth)))"
      case 3: return "sum(relu(\(matrix(depth))) - relu(-\(matrix(depth))))"
      case 4: return "logsumexp(\(vector(depth))) + min(\(short(depth)))"
      case 5: return "mean(\(matrix(depth)))*sum(\(vector(depth)))"
      default: return "sum(\(vector(depth)))"
      }
    }
  }

  static let seeds = Array<UInt64>(1...400)

  @Test func sidesAreThoseOfElements() {
    var counts = (kinks: 0, agreeing: 0, pulled: 0)
    forEach(Self.seeds) { (seed: UInt64) throws in
      var source = Source(random: SplitMix64(seed: seed))
      let program = ArrayProgram(source.scalar(Int(seed % 4)), Source.shapes)
      let graph = try program.graph()
      let values = source.values()
      let named = Dictionary(uniqueKeysWithValues: zip(Source.shapes.map(\.key), values))
      let point = Point(
        graph,
        inputs: graph.inputs.map { Tensor(graph.shape(of: $0), named[graph.name(ofInput: $0)] ?? []) })
      guard point.mayKink else { return }
      let whole = Derivatives(gradientOf: point)
      let elements = try Unrolled(point).at(output: 0).derivatives
      guard elements.areFinite else { return }
      let text = "\(program.text) at \(named)"
      expectClose(whole.values, elements.values, text)
      let names = Set(elements.kinks.flatMap { $0.sides.map(\.input) })
      #expect(Set(whole.kinks.flatMap { $0.sides.map(\.input) }) == names, "\(text)")
      for name in names {
        guard let own = whole.sides(of: name), let other = elements.sides(of: name) else { continue }
        expectClose([own.left, own.right], [other.left, other.right], "\(name) of \(text)")
      }
      counts.kinks += names.count
      if whole.values != whole.convention { counts.agreeing += 1 }
      // The sweep from the output, where it may be taken, and the one from the inputs are the same.
      let arePulled = Linearization.withBuffers(graph, point.values, graph.active(point.wrt), Tensor.gates(.split)) {
        linear -> Bool in
        guard let region = try? KinkRegion(point, linear), region.hasSinglePaths,
          let pulled = try? ArrayKinks(region, by: .pullback), let pushed = try? ArrayKinks(region, by: .pushforward)
        else { return false }
        expectClose(pulled.right, pushed.right, text)
        expectClose(pulled.left, pushed.left, text)
        return true
      }
      if arePulled { counts.pulled += 1 }
    }
    #expect(counts.kinks > 500 && counts.agreeing > 10 && counts.pulled > 50, "\(counts)")
  }

  private func expectClose(_ left: [Double], _ right: [Double], _ text: String) {
    for (a, b) in zip(left, right) where !a.isSame(as: b) {
      #expect(abs(a - b) <= 1e-11 * max(1, abs(a), abs(b)), "\(text): \(left) and \(right)")
    }
  }
}
