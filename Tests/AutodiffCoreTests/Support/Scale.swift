@testable import AutodiffCore

/// The scale of rounding errors: how large what is added up in reverse sweeps becomes.
extension Point<Double> {
  var scale: Double {
    var observer = LargestContribution<Double> { abs($0) }
    _ = pullback(observer: &observer)
    return observer.size
  }
}

extension Point<Tensor> {
  var scale: Double {
    var observer = LargestContribution<Tensor>(magnitude: \.size)
    _ = pullback(seed: Tensor(repeating: 1, value.shape), observer: &observer)
    return max(1, observer.size, value.size)
  }
}

extension Tensor {
  /// The greatest magnitude; infinite where one is undefined.
  var size: Double { elements.reduce(0) { $1.isNaN ? .infinity : max($0, abs($1)) } }
}

private struct LargestContribution<Element>: PullbackObserver {
  var size = 0.0
  var magnitude: (Element) -> Double

  init(magnitude: @escaping (Element) -> Double) { self.magnitude = magnitude }

  mutating func contribute(_ contribution: Contribution<Element>) { size = max(size, magnitude(contribution.value)) }
}
