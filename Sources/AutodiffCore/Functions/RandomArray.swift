/// The distributions of arrays of random numbers.
///
/// The numbers come from `SplitMix64` and from arithmetic that is the same on every machine: their bits depend on no
/// library.
enum RandomArray {
  /// The distribution with equal chances from 0 up to 1, which is left out.
  case uniform
  /// The normal distribution with the mean 0 and the variance 1.
  case normal

  /// Returns the first numbers of the sequence that belongs to a seed.
  ///
  /// Source of the normal ones: G. Marsaglia and T. A. Bray, "A convenient method for generating normal variables"
  /// (SIAM Review 6, 1964), the polar method.
  func numbers(_ count: Int, seed: Int) -> [Double] {
    var generator = SplitMix64(seed: UInt64(bitPattern: Int64(seed)))
    var numbers: [Double] = []
    numbers.reserveCapacity(count + 1)
    while numbers.count < count {
      switch self {
      case .uniform: numbers.append(generator.number(in: 0...1))
      case .normal:
        let (u, v) = (generator.number(in: -1...1), generator.number(in: -1...1))
        let square = u * u + v * v
        guard square < 1, square > 0 else { continue }
        let factor = (-2 * Logarithm.log(square) / square).squareRoot()
        numbers.append(u * factor)
        numbers.append(v * factor)
      }
    }
    if numbers.count > count { numbers.removeLast() }
    return numbers
  }
}
