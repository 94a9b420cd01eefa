import AutodiffCore

extension NumberText {
  /// Returns a writer of f(x) and f(x+h) with as many digits more than those of other numbers for people as it takes to
  /// see how the two differ in every pair. A number of digits that was asked for stays.
  func showing(_ pairs: [NumericDerivative.Ends]) -> NumberText {
    var number = self
    guard digits == 6 else { return number }
    for ends in pairs {
      var ratio = max(abs(ends.start), abs(ends.end)) / abs(ends.end - ends.start)
      var digits = 3
      while ratio >= 1, ratio.isFinite, digits < 17 {
        ratio /= 10
        digits += 1
      }
      number.digits = max(number.digits ?? 6, digits)
    }
    return number
  }
}
