/// The correlations between quantities that are uncertain; those that are not named are independent.
package struct Correlations: Sendable {
  /// Two quantities, and the coefficient of their correlation.
  package struct Pair: Sendable {
    package var first: Int
    package var second: Int
    package var coefficient: Double
  }

  /// The pairs, each of two quantities once.
  package private(set) var pairs: [Pair] = []

  /// No correlations.
  package init() {}

  /// Adds a pair.
  package mutating func add(_ first: Int, _ second: Int, _ coefficient: Double) {
    pairs.append(Pair(first: first, second: second, coefficient: coefficient))
  }

  /// Returns a Boolean value indicating whether two quantities are a pair already.
  package func has(_ first: Int, _ second: Int) -> Bool {
    pairs.contains { ($0.first, $0.second) == (first, second) || ($0.first, $0.second) == (second, first) }
  }

  /// Returns the same correlations of quantities that are numbered otherwise; pairs of others are left out.
  package func renumbered(_ number: (Int) -> Int?) -> Correlations {
    var result = Correlations()
    for pair in pairs {
      if let first = number(pair.first), let second = number(pair.second) {
        result.add(first, second, pair.coefficient)
      }
    }
    return result
  }

  /// Returns the matrix of correlations times a vector.
  func applied(to vector: [Double]) -> [Double] {
    var result = vector
    for pair in pairs {
      result[pair.first] += pair.coefficient * vector[pair.second]
      result[pair.second] += pair.coefficient * vector[pair.first]
    }
    return result
  }

  /// The rounding that the least eigenvalue of a possible matrix may have.
  private static let rounding = 1e-12

  /// A Boolean value indicating whether quantities can be correlated so: whether the matrix is positive semidefinite.
  package var arePossible: Bool {
    let places = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
    if places.count < 2 { return true }
    let numbers = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
    let n = places.count
    var matrix = Tensor.identity(n).elements
    for pair in renumbered({ numbers[$0] }).pairs {
      matrix[pair.first * n + pair.second] = pair.coefficient
      matrix[pair.second * n + pair.first] = pair.coefficient
    }
    let least = SymmetricEigen(Tensor(Shape([n, n]), matrix)).values.first ?? 0
    return least >= -Self.rounding * Double(n)
  }
}
