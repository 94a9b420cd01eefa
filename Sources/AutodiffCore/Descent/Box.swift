/// The bounds of parameters: for each element a least and a greatest value, either of which may be infinite.
package struct Box: Sendable, Equatable {
  /// The least values.
  package let lower: [Double]
  /// The greatest values.
  package let upper: [Double]
  /// A Boolean value indicating whether no element is bounded.
  package let isOpen: Bool

  /// Creates bounds, a pair for each element, the lower one not above the upper one.
  package init(lower: [Double], upper: [Double]) {
    self.lower = lower
    self.upper = upper
    isOpen = lower.allSatisfy { $0 == -.infinity } && upper.allSatisfy { $0 == .infinity }
  }

  /// The absence of bounds.
  package static let open = Box(lower: [], upper: [])

  /// Returns the nearest point within the bounds.
  package func projected(_ parameters: [Double]) -> [Double] {
    if isOpen { return parameters }
    return parameters.indices.map { fmin(fmax(parameters[$0], lower[$0]), upper[$0]) }
  }

  /// Returns a Boolean value indicating whether an element is at a bound beyond which the loss would fall, or between
  /// two bounds without room.
  private func isHeld(_ place: Int, _ value: Double, _ derivative: Double) -> Bool {
    let isLow = value <= lower[place], isHigh = value >= upper[place]
    return isLow && (derivative > 0 || isHigh) || isHigh && derivative < 0
  }

  /// Returns the places of the elements that are at a bound beyond which the loss would fall.
  package func held(at parameters: [Double], _ gradient: [Double]) -> [Int] {
    isOpen ? [] : parameters.indices.filter { isHeld($0, parameters[$0], gradient[$0]) }
  }

  /// Returns the gradient without the derivatives by elements that a bound holds: it vanishes at a minimum.
  package func projected(_ gradient: [Double], at parameters: [Double]) -> [Double] {
    if isOpen { return gradient }
    return parameters.indices.map { isHeld($0, parameters[$0], gradient[$0]) ? 0 : gradient[$0] }
  }

  /// Returns the length of the gradient without the derivatives by elements that a bound holds.
  package func projectedNorm(_ gradient: [Double], at parameters: [Double]) -> Double {
    Vector.norm(projected(gradient, at: parameters))
  }

  /// Returns the way of each element to a bound that it is so near to that nothing but the bound is of interest there;
  /// nil for all others, which are free.
  ///
  /// Source: D. P. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", SIAM Journal
  /// on Control and Optimization 20 (1982).
  func waysToBounds(from parameters: [Double], _ gradient: [Double]) -> [Double?] {
    parameters.indices.map { place in
      if isOpen { return nil }
      let (value, derivative) = (parameters[place], gradient[place])
      let near = Self.nearness * (1 + fabs(value))
      if derivative >= 0, value - lower[place] <= near { return lower[place] - value }
      if derivative <= 0, upper[place] - value <= near { return upper[place] - value }
      return nil
    }
  }

  private static let nearness = 1e-10

  /// Returns the greatest multiple of a direction that stays within the bounds.
  func reach(from parameters: [Double], along direction: [Double]) -> Double {
    if isOpen { return .infinity }
    return parameters.indices.reduce(.infinity) { reach, place in
      let bound = direction[place] < 0 ? lower[place] : upper[place]
      return direction[place] == 0 ? reach : fmin(reach, (bound - parameters[place]) / direction[place])
    }
  }
}
