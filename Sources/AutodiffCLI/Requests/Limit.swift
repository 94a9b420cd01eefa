import AutodiffCore

/// Answers that would be larger than anybody can read or keep.
enum Limit {
  static let elements = 100_000_000

  /// - Throws: the limit where a Jacobian has more elements.
  static func jacobian(_ cost: JacobianCost) throws(Failure) {
    let (count, overflow) = cost.forward.multipliedReportingOverflow(by: cost.reverse)
    if overflow || count > elements { throw .usage(.tooLarge(.jacobian, most: elements)) }
  }

  /// - Throws: the limit where the tangents of all steps have more elements.
  static func tangents(_ point: Point<Tensor>) throws(Failure) {
    let all = point.values.reduce(0) { $0 + $1.count }.multipliedReportingOverflow(by: point.jacobianCost.forward)
    if all.overflow || all.partialValue > elements { throw .usage(.tooLarge(.trace, most: elements)) }
    do throws(Problem) {
      try MemoryNeed(bytes: 3 * MemoryLayout<Double>.stride * all.partialValue).check(against: point.graph.freeMemory)
    } catch {
      throw .text(error, SourceText([]))
    }
  }

  /// - Throws: the limit where the ways back to all inputs are too many steps to go through.
  static func explanations(_ point: Point<Tensor>) throws(Failure) {
    let (count, overflow) = point.wrt.count.multipliedReportingOverflow(by: point.graph.count)
    if overflow || count > elements * 10 { throw .usage(.tooLarge(.trace, most: elements * 10)) }
  }

  /// - Parameter n: the number of elements of the inputs.
  /// - Throws: the limit where a Hessian has more elements.
  static func hessian(inputs n: Int) throws(Failure) {
    let (count, overflow) = n.multipliedReportingOverflow(by: n)
    if overflow || count > elements { throw .usage(.tooLarge(.hessian, most: elements)) }
  }
}
