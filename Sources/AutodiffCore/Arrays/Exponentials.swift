/// Sums of the exponentials of a lane, all divided by the largest of them, so that none overflows.
///
/// Source: P. Blanchard, D. J. Higham and N. J. Higham, "Accurately computing the log-sum-exp and softmax functions"
/// (IMA J. Numer. Anal. 41, 2021).
extension UnsafeBufferPointer<Double> {
  /// The logarithm log(Σ eˣ): inf if an element is inf, -inf if all are -inf, nan if one is nan.
  var logSumExp: Double {
    let top = amax
    guard top.isFinite else { return top }
    return top + Logarithm.log1p(sumOfOthers(top))
  }

  /// Returns Σ e^(x-top) without one 1 of the largest: the 1 would swallow the digits of the others.
  private func sumOfOthers(_ top: Double) -> Double {
    guard let place = firstIndex(of: top) else { return .nan }
    if count < ShortLaneKernel.bound {
      // One after the other, as where lanes go side by side.
      var (before, behind) = (0.0, 0.0)
      for i in 0..<place { before += Exponential.exp(self[i] - top) }
      for i in place + 1..<count { behind += Exponential.exp(self[i] - top) }
      return before + behind
    }
    return Lane(rebasing: self[..<place]).exponentials(over: top)
      + Lane(rebasing: self[(place + 1)...]).exponentials(over: top)
  }

  /// Returns Σ e^(x-top).
  private func exponentials(over top: Double) -> Double { sum { Exponential.exp(self[$0] - top) } }

  /// Writes eˣ/Σ eˣ. A single inf takes all; the result is nan if an element is nan, several are inf or all are -inf.
  func softmax(into result: MutableLane) {
    guard let top = leader else { return result.update(repeating: .nan) }
    for i in indices { result[i] = Exponential.exp(self[i] == top ? 0 : self[i] - top) }
    let total = Lane(result).sum { result[$0] }
    for i in result.indices { result[i] /= total }
  }

  /// Writes log(eˣ/Σ eˣ), with the special cases of `softmax`.
  func logSoftmax(into result: MutableLane) {
    guard let top = leader else { return result.update(repeating: .nan) }
    let total = top.isFinite ? Logarithm.log1p(sumOfOthers(top)) : 0
    for i in indices { result[i] = (self[i] == top ? 0 : self[i] - top) - total }
  }

  /// The largest element; nil if the others have no ratio to it.
  private var leader: Double? {
    let top = amax
    if top.isFinite { return top }
    return top == .infinity && filter { $0 == top }.count == 1 ? top : nil
  }
}
