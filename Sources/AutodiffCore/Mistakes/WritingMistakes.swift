/// Mistakes in writing down an answer that was right, or numbers on the way to it.
package struct WritingMistake: Sendable {
  /// The name in answers for programs.
  package let kind: String
  /// The name for people.
  package let name: String
  /// Returns the sentence that says so, if a claim comes about by it.
  let words: @Sendable (_ claim: WrittenNumber, _ right: Double) -> String?

  /// Every kind of mistake in writing an answer down.
  package static let table: [WritingMistake] = [
    WritingMistake(kind: "truncated-not-rounded", name: "cut off, not rounded") { claim, right in
      guard claim.decimals > 0, claim.value == claim.cut(right) else { return nil }
      return "\(claim.text) is cut off: rounded it is \(claim.rounded(right))"
    },
    WritingMistake(kind: "decimal-point", name: "the decimal point") { claim, right in
      guard claim.digits >= 2 else { return nil }
      for places in [1, -1, 2, -2, 3, -3] where claim.isRounding(of: right * Scalar.power(10, Double(places))) {
        return "the digits are right, and the decimal point is \(abs(places)) "
          + "place\(abs(places) == 1 ? "" : "s") too far to the \(places > 0 ? "right" : "left")"
      }
      return nil
    },
    WritingMistake(kind: "digits-transposed", name: "exchanged digits") { claim, right in
      let right = Array(claim.rounded(right).utf8)
      let written = Array(claim.text.utf8)
      guard right.count == written.count else { return nil }
      let different = right.indices.filter { right[$0] != written[$0] }
      guard different.count == 2, right[different[0]] == written[different[1]],
        right[different[1]] == written[different[0]],
        different[1] - different[0] == 1 || different[1] - different[0] == 2 && right[different[0] + 1] == 0x2E
      else { return nil }
      return "two digits are exchanged: it is \(String(decoding: right, as: UTF8.self))"
    },
  ]
}

/// A claimed number as it is written.
package struct WrittenNumber {
  let value: Double
  let text: String
  /// The number of digits behind the point.
  let decimals: Int
  /// The number of significant digits.
  let digits: Int

  /// Creates a number; nil unless it is written as a decimal without an exponent.
  init?(_ claim: Claim.Number) {
    guard let text = claim.text, claim.value.isFinite, !text.utf8.contains(where: { $0 == 0x65 || $0 == 0x45 }) else {
      return nil
    }
    self.text = text
    value = claim.value
    decimals = text.utf8.firstIndex(of: 0x2E).map { text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1 } ?? 0
    digits = Claim.digits(text)
  }

  private var unit: Double { Scalar.power(10, Double(decimals)) }

  /// Returns a number cut off behind the digits that are written.
  func cut(_ number: Double) -> Double { (number * unit).rounded(.towardZero) / unit }

  /// Returns a number rounded to the digits that are written.
  func rounded(_ number: Double) -> String {
    let rounded = (number * unit).rounded()
    guard fabs(rounded) < 1e15 else { return "" }
    let digits = String(Int(fabs(rounded)))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
    let whole = padded.dropLast(decimals)
    return (number < 0 && rounded != 0 ? "-" : "") + whole + (decimals > 0 ? "." + padded.suffix(decimals) : "")
  }

  /// Returns a Boolean value indicating whether a number rounds to what is written.
  func isRounding(of number: Double) -> Bool {
    fabs(number - value) <= 0.5000001 / unit && number != 0
  }
}

extension Claim {
  /// Returns the number of significant digits of a number as it is written, trailing zeros included.
  static func digits(_ text: String) -> Int {
    let mantissa = text.utf8.prefix { $0 != 0x65 && $0 != 0x45 }
    let digits = mantissa.filter { $0 &- 0x30 < 10 }
    return digits.drop { $0 == 0x30 }.count
  }
}

extension Mistake {
  /// Mistakes in numbers on the way.
  static let roundings: [Mistake] = [
    Mistake("rounded-too-early", "numbers rounded on the way", rarity: 3, isNearlyRight: true) { exercise in
      guard exercise.graph.isScalar else { return [] }
      return [(1, false), (2, false), (3, false), (2, true), (3, true)].map { count, isSignificant in
        Variation(.answers(exercise.rounded(to: count, isSignificant: isSignificant))) {
          "the numbers on the way were rounded to \(count) \(isSignificant ? "digits" : "decimals"): "
            + "only the answer is rounded"
        }
      }
    }
  ]
}

extension Exercise {
  /// Returns the derivatives where the value of each node is rounded.
  fileprivate func rounded(to count: Int, isSignificant: Bool) -> [Tensor?] {
    func round(_ value: Double) -> Double {
      guard value != 0, value.isFinite else { return value }
      let magnitude = isSignificant ? count - 1 - Int(Logarithm.log10(fabs(value)).rounded(.down)) : count
      let unit = Scalar.power(10, Double(magnitude))
      return (value * unit).rounded() / unit
    }
    var values = self.values
    let constants = graph.constants.map(Tensor.init(_:))
    for id in 0..<Graph.NodeID(graph.count) where !graph.isLeaf(id) {
      Evaluation.rerun(graph, &values, constants: constants, nodes: [id])
      values[Int(id)] = values[Int(id)].map(round)
    }
    let point = Point(graph: graph, values: values, wrt: graph.inputs, ties: self.point.ties)
    let adjoints = point.pullback(seed: seed)
    return graph.inputs.map { adjoints[Int($0)].map(round) }
  }
}
