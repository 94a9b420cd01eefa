@testable import AutodiffCore

/// Values and derivatives computed with mpmath at 50 to 2000 digits, until two precisions agreed to 30 digits, and
/// rounded once.
///
///     primitive arguments : value : first derivatives : second derivatives
///
/// An argument after `=` is a constant and has no derivatives. Second derivatives are the upper triangle, row by row.
/// `_` stands where a derivative changes its sign within a thousandth of the point, so that its relative error means
/// nothing.
struct Reference: Sendable {
  var primitive: Primitive
  var arguments: [Double]
  var constants: [Int: Double]
  var value: Double
  var first: [Double?]
  var second: [Double?]

  /// The arguments that are inputs.
  var inputs: [Double] { arguments.indices.filter { constants[$0] == nil }.map { arguments[$0] } }
}

enum References {
  static let families = [
    arithmetic, powers, exponentials, trigonometric, hyperbolic, activations, kinks, special, further, factors,
    furtherFactors,
  ]

  static let byPrimitive: [Primitive: [Reference]] = Dictionary(
    grouping: families.joined(separator: "\n").split(separator: "\n").compactMap(Reference.init), by: \.primitive)
}

extension Reference {
  init?(_ line: Substring) {
    let parts = line.split(separator: ":").map { $0.split(separator: " ") }
    guard parts.count == 4, let primitive = Self.primitives[String(parts[0][0])], let value = Double(parts[1][0]) else {
      return nil
    }
    self.primitive = primitive
    self.value = value
    arguments = []
    constants = [:]
    for word in parts[0].dropFirst() {
      let isConstant = word.hasPrefix("=")
      guard let argument = Double(isConstant ? word.dropFirst() : word) else { return nil }
      if isConstant { constants[arguments.count] = argument }
      arguments.append(argument)
    }
    first = parts[2].map { Double($0) }
    second = parts[3].map { Double($0) }
  }

  private static let primitives = Dictionary(
    uniqueKeysWithValues: Primitive.allCases.map { (String(describing: $0), $0) })
}
