/// The strength of gradients along wires, on a scale of logarithms from the least to the greatest in a picture.
package struct Flow: Sendable {
  /// The strength of a gradient: a step of the scale, or none where nothing is sent.
  package enum Strength: Sendable, Equatable {
    case nothing
    case step(Int)
  }

  /// The number of steps above the least.
  package static let steps = 8
  /// The least and the greatest size, which are not 0.
  private let range: ClosedRange<Double>?

  /// Creates the scale for the gradients of a picture.
  init(_ gradients: [Tensor]) {
    let sizes = gradients.map(Self.size).filter { $0 > 0 && $0.isFinite }
    if let least = sizes.min(), let greatest = sizes.max() { range = least...greatest } else { range = nil }
  }

  /// Returns the greatest absolute value of an array's elements; nan if one of them is.
  static func size(_ gradient: Tensor) -> Double {
    gradient.elements.reduce(0) { $1.isNaN || $0.isNaN ? .nan : max($0, abs($1)) }
  }

  /// Returns the strength of a gradient; one that is not finite is as strong as can be.
  func strength(_ gradient: Tensor) -> Strength {
    let size = Self.size(gradient)
    if size == 0 { return .nothing }
    guard let range, size.isFinite, range.lowerBound < range.upperBound else { return .step(Self.steps) }
    let whole = Logarithm.log10(range.upperBound) - Logarithm.log10(range.lowerBound)
    let part = Logarithm.log10(size) - Logarithm.log10(range.lowerBound)
    // A scale of less than a decade does not reach down to the faintest lines: nothing vanishes there.
    let from = whole < 1 ? 1 - whole : 0
    return .step(Int(((from + (1 - from) * part / whole) * Double(Self.steps)).rounded()))
  }

  /// The sizes that a legend shows: the greatest, one between and the least.
  var samples: [Double] {
    guard let range else { return [] }
    if range.lowerBound == range.upperBound { return [range.upperBound] }
    let middle = range.lowerBound.squareRoot() * range.upperBound.squareRoot()
    return [range.upperBound, middle, range.lowerBound]
  }
}

extension Flow.Strength {
  /// The width of a wire, in tenths of a pixel.
  package var width: Int {
    switch self {
    case .nothing: 10
    case .step(let step): 10 + step * 5
    }
  }

  /// The grey of a wire, from 0 for black to 255 for white.
  package var grey: Int {
    switch self {
    case .nothing: 150
    case .step(let step): 160 - step * 18
    }
  }
}
