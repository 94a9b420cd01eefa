import AutodiffCore

/// Answers that would be larger than anybody can read or keep.
enum Limit {
  static let elements = 100_000_000

  /// - Throws: the limit where a Jacobian has more elements.
  static func jacobian(_ point: Point<Tensor>) throws(Failure) {
    let (count, overflow) = point.jacobianCost.forward.multipliedReportingOverflow(by: point.jacobianCost.reverse)
    if overflow || count > elements { throw .usage(.tooLarge(.jacobian, most: elements)) }
  }

  /// - Throws: the limit where the tangents of all steps have more elements.
  static func tangents(_ point: Point<Tensor>) throws(Failure) {
    let all = point.values.reduce(0) { $0 + $1.count }.multipliedReportingOverflow(by: point.jacobianCost.forward)
    if all.overflow || all.partialValue > elements { throw .usage(.tooLarge(.trace, most: elements)) }
  }

  /// - Throws: the limit where the ways back to all inputs are too many steps to go through.
  static func explanations(_ point: Point<Tensor>) throws(Failure) {
    let (count, overflow) = point.wrt.count.multipliedReportingOverflow(by: point.graph.count)
    if overflow || count > elements * 10 { throw .usage(.tooLarge(.trace, most: elements * 10)) }
  }

  /// - Throws: the limit where a Hessian has more elements.
  static func hessian(_ point: Point<Tensor>) throws(Failure) {
    let n = point.jacobianCost.forward
    let (count, overflow) = n.multipliedReportingOverflow(by: n)
    if overflow || count > elements { throw .usage(.tooLarge(.hessian, most: elements)) }
  }
}
