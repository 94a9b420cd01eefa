import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct ReferenceTests {
  /// Conditions have no derivatives and no rounding, and gates that are `max` and `min` but for ties none of their own.
  static let exempt: Set<Primitive> = [
    .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .not, .firstGreatest, .firstLeast,
  ]

  static let primitives = Primitive.scalar.filter { !exempt.contains($0) } + [.length]

  /// Units in the last place that a value may be off: 2, but for what libm or a formula of ours is worse at.
  static let valueSteps: [Primitive: UInt64] = [
    .gamma: 1, .cbrt: 1,
    // Powers of n + 1, and sums that nearly cancel half way between poles.
    .polygamma: 32,
    // Second derivatives, next to a change of sign.
    .gammaincOrder: 128,
  ]

  /// Of derivatives; those of hidden rows are one order higher than what the language can name.
  static func tolerance(_ primitive: Primitive) -> Double { primitive.gate.isHidden ? 1e-12 : 1e-13 }

  @Test func everyPrimitiveHasReferences() {
    forEach(Self.primitives) { (primitive: Primitive) in
      let count = References.byPrimitive[primitive]?.count ?? 0
      #expect(count >= 3, "\(primitive) has no references: add them with its row")
    }
  }

  @Test func everyLineIsRead() {
    let lines = References.families.reduce(0) { $0 + $1.split(separator: "\n").count }
    #expect(References.byPrimitive.values.reduce(0) { $0 + $1.count } == lines)
  }

  @Test func values() {
    forEach(Self.primitives) { (primitive: Primitive) throws in
      var worst = Worst()
      for reference in References.byPrimitive[primitive] ?? [] {
        let value = try Point(reference.graph, inputs: reference.inputs).value
        worst.note(
          Double(value.steps(from: reference.value)), "\(reference.arguments): \(value), not \(reference.value)")
      }
      #expect(worst.error <= Double(Self.valueSteps[primitive] ?? 2), "\(primitive) \(worst)")
    }
  }

  @Test func firstDerivatives() {
    forEach(Self.primitives) { (primitive: Primitive) throws in
      var worst = Worst()
      for reference in References.byPrimitive[primitive] ?? [] {
        let point = try Point(reference.graph, inputs: reference.inputs)
        for (mode, derivatives) in [("reverse", point.reverse), ("forward", point.forward)] {
          for (place, exact) in reference.first.enumerated() {
            guard let exact else { continue }
            // The slope of a hidden row is part of a second derivative.
            if primitive.gate.isHidden, !exact.isFinite, !derivatives[place].isFinite { continue }
            worst.note(
              derivatives[place].relativeError(from: exact),
              "\(mode) \(place) at \(reference.arguments): \(derivatives[place]), not \(exact)")
          }
        }
      }
      #expect(worst.error <= Self.tolerance(primitive), "\(primitive) \(worst)")
    }
  }

  /// Where the exact second derivative is beyond the doubles, it is enough that the answer is so too.
  @Test func secondDerivatives() {
    forEach(Self.primitives) { (primitive: Primitive) throws in
      var worst = Worst()
      for reference in References.byPrimitive[primitive] ?? [] {
        let hessian = try reference.graph.hessian(at: reference.inputs)
        let n = hessian.count
        let places = (0..<n).flatMap { i in (i..<n).map { (i, $0) } }
        for ((i, j), exact) in zip(places, reference.second) {
          guard let exact else { continue }
          for derivative in [hessian[i][j], hessian[j][i]] where exact.isFinite || derivative.isFinite {
            worst.note(
              derivative.relativeError(from: exact), "\(i), \(j) at \(reference.arguments): \(derivative), not \(exact)"
            )
          }
        }
      }
      #expect(worst.error <= Self.tolerance(primitive), "\(primitive) \(worst)")
    }
  }
}

extension Reference {
  var graph: Graph {
    get throws { try Graph(primitive, count: arguments.count, constants: constants) }
  }
}

/// The largest error met, and where.
private struct Worst: CustomStringConvertible {
  var error = 0.0
  var place = ""

  mutating func note(_ error: Double, _ place: @autoclosure () -> String) {
    guard error > self.error else { return }
    self.error = error
    self.place = place()
  }

  var description: String { "off by \(error) at \(place)" }
}
