/// A model of the inverse Hessian by the changes of the gradient in the last steps: BFGS with limited memory.
///
/// Source: J. Nocedal, "Updating quasi-Newton matrices with limited storage", Mathematics of Computation 35 (1980);
/// J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., algorithm 7.4. Among bounds the products are those of
/// the free elements, as the model is restricted to them.
struct MemoryModel: DirectionModel {
  private var changes: [(step: [Double], gradient: [Double])] = []

  private static let most = 10

  mutating func direction(from here: DescentPoint, free: [Int], _ loss: inout some Loss) -> [Double]? {
    func product(_ left: [Double], _ right: [Double]) -> Double {
      free.count == left.count
        ? Vector.product(left, right) : free.reduce(0) { $0 + left[$1] * right[$1] }
    }
    var direction = Array(repeating: 0.0, count: here.parameters.count)
    for place in free { direction[place] = -here.slope.gradient[place] }
    let used = changes.compactMap { change -> (step: [Double], gradient: [Double], product: Double)? in
      let both = product(change.step, change.gradient)
      guard both > 0x1p-52 * product(change.gradient, change.gradient) else { return nil }
      return (change.step, change.gradient, both)
    }
    guard let last = used.last else { return nil }
    func add(_ factor: Double, _ vector: [Double]) {
      for place in free { direction[place] += factor * vector[place] }
    }
    var factors: [Double] = []
    for change in used.reversed() {
      let factor = product(change.step, direction) / change.product
      factors.append(factor)
      add(-factor, change.gradient)
    }
    let scale = last.product / product(last.gradient, last.gradient)
    for place in free { direction[place] *= scale }
    for (change, factor) in zip(used, factors.reversed()) {
      add(factor - product(change.gradient, direction) / change.product, change.step)
    }
    return direction
  }

  mutating func learn(from before: DescentPoint, to after: DescentPoint) {
    let step = zip(after.parameters, before.parameters).map { $0 - $1 }
    let gradient = zip(after.slope.gradient, before.slope.gradient).map { $0 - $1 }
    guard Vector.product(step, gradient) > 0x1p-52 * Vector.product(gradient, gradient) else { return }
    if changes.count == Self.most { changes.removeFirst() }
    changes.append((step, gradient))
  }
}
