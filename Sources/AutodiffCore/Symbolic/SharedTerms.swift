/// The terms that are worth a name of their own, because they would be written again and again.
struct SharedTerms {
  /// The terms, each after those it is made of.
  private(set) var terms: [Algebra.ID] = []

  /// The number of operations that fit on a few lines, which need no names.
  static let mostWritten = 30.0
  /// The number of operations that a name has to save.
  private static let leastSaved = 3.0
  /// The depth of nested brackets that can be read, and written without a deep stack.
  private static let deepest = 100

  /// Finds the shared terms of formulas.
  ///
  /// - Parameter roots: The terms of the formulas.
  init(_ algebra: Algebra, _ roots: [Algebra.ID]) {
    let long = roots.filter {
      algebra.operations[Int($0)] > Self.mostWritten || algebra.depths[Int($0)] > Self.deepest
    }
    guard !long.isEmpty else { return }
    let reached = algebra.reached(from: long)
    var uses = [Double](repeating: 0, count: reached.count)
    for id in reached.indices where reached[id] {
      for part in algebra.parts(Algebra.ID(id)) { uses[Int(part)] += 1 }
    }
    for root in long { uses[Int(root)] += 1 }
    // The operations and the brackets left to write of each term once shared parts have names.
    var size = [Double](repeating: 0, count: reached.count)
    var depth = [Int](repeating: 0, count: reached.count)
    for id in reached.indices where reached[id] {
      let parts = algebra.parts(Algebra.ID(id))
      if parts.isEmpty { continue }
      size[id] = Algebra.operations(of: algebra[Algebra.ID(id)]) { size[Int($0)] }
      depth[id] = 1 + (parts.map { depth[Int($0)] }.max() ?? 0)
      // A condition has no name: it is no value.
      if case .function(let primitive, _) = algebra[Algebra.ID(id)], primitive.isCondition { continue }
      if (uses[id] - 1) * size[id] >= Self.leastSaved || depth[id] > Self.deepest {
        terms.append(Algebra.ID(id))
        size[id] = 0
        depth[id] = 0
      }
    }
  }
}
