/// Sums of exponentials, all divided by the largest of them, so that none overflows.
extension UnsafeBufferPointer<Double> {
  /// log(Σ eˣ): inf where an element is, -inf where all are, nan where one is nan.
  var logSumExp: Double {
    let top = amax
    guard top.isFinite else { return top }
    return top + log1p(sumOfOthers(top))
  }

  /// Σ e^(x-top) but for one 1 of the largest: the 1 would swallow the others' digits.
  private func sumOfOthers(_ top: Double) -> Double {
    guard let place = firstIndex(of: top) else { return .nan }
    return Lane(rebasing: self[..<place]).exponentials(over: top)
      + Lane(rebasing: self[(place + 1)...]).exponentials(over: top)
  }

  private func exponentials(over top: Double) -> Double { sum { exp(self[$0] - top) } }

  /// eˣ/Σ eˣ. One inf takes all; nan where an element is, where several are inf and where all are -inf.
  func softmax(into result: MutableLane) {
    guard let top = leader else { return result.update(repeating: .nan) }
    for i in indices { result[i] = exp(self[i] == top ? 0 : self[i] - top) }
    let total = Lane(result).sum
    for i in result.indices { result[i] /= total }
  }

  /// log(eˣ/Σ eˣ), with the edges of `softmax`.
  func logSoftmax(into result: MutableLane) {
    guard let top = leader else { return result.update(repeating: .nan) }
    let total = top.isFinite ? log1p(sumOfOthers(top)) : 0
    for i in indices { result[i] = (self[i] == top ? 0 : self[i] - top) - total }
  }

  /// The largest; nil where the others have no ratio to it.
  private var leader: Double? {
    let top = amax
    if top.isFinite { return top }
    return top == .infinity && filter { $0 == top }.count == 1 ? top : nil
  }
}
