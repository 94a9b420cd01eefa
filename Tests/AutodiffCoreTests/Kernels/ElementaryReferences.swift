@testable import AutodiffCore

/// Values of elementary functions where own ones change their way, and at random: a function, its arguments and its value
/// to a line. Computed with 250 bits by mpmath and rounded to doubles.
enum ElementaryReferences {
  struct Line {
    let function: String
    let arguments: [Double]
    let value: Double
  }

  static let lines: [Line] = (exponentials + logarithms).split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Double($0) }
    guard let function = words.first, numbers.count == words.count - 1, let value = numbers.last else { return nil }
    return Line(function: String(function), arguments: Array(numbers.dropLast()), value: value)
  }

  /// The functions by their names in the lines.
  static let unary: [String: @Sendable (Double) -> Double] = [
    "expm1": Exponential.expm1, "tanh": Exponential.tanh, "sinh": HyperbolicFunction.sinh,
    "cosh": HyperbolicFunction.cosh, "log1p": Logarithm.log1p, "log2": Logarithm.log2, "log10": Logarithm.log10,
    "asinh": HyperbolicFunction.asinh, "acosh": HyperbolicFunction.acosh, "atanh": HyperbolicFunction.atanh,
  ]
}
