import Testing

@testable import AutodiffCore

/// All suites of arrays, so that one filter runs them.
@Suite enum Arrays {
  static func random(_ lengths: [Int], seed: UInt64 = 1) -> Tensor {
    var random = SplitMix64(seed: seed &+ lengths.reduce(7) { $0 &* 31 &+ UInt64($1) })
    let shape = Shape(lengths)
    return Tensor(shape, (0..<shape.count).map { _ in Double.random(in: -1...1, using: &random) })
  }

  /// Every place of an array of that shape, in the order of its elements.
  static func places(_ lengths: [Int]) -> [[Int]] {
    lengths.reduce([[]]) { places, length in places.flatMap { place in (0..<length).map { place + [$0] } } }
  }

  static func close(_ x: Tensor, _ y: Tensor, within tolerance: Double = 1e-13) -> Bool {
    x.shape == y.shape
      && x.elements.indices.allSatisfy {
        x[$0].isSame(as: y[$0]) || abs(x[$0] - y[$0]) <= tolerance * max(1, abs(y[$0]))
      }
  }

  /// <x, y>.
  static func inner(_ x: Tensor, _ y: Tensor) -> Double { (x * y).sum(axis: nil)[0] }
}

extension Tensor {
  /// The element at a place, from 0; axes of length 1 are repeated, and those that this does not have are left out.
  func at(_ place: [Int]) -> Double {
    let lengths = shape.lengths
    var flat = 0
    for (length, index) in Swift.zip(lengths, place.suffix(lengths.count)) {
      flat = flat * length + (length == 1 ? 0 : index)
    }
    return self[flat]
  }

  /// A matrix from its rows.
  init(rows: [[Double]]) { self.init(Shape([rows.count, rows.first?.count ?? 0]), rows.flatMap { $0 }) }
  init(vector: [Double]) { self.init(Shape([vector.count]), vector) }
}
