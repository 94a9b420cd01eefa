import AutodiffCore

/// Dense Jacobians and Hessians, in memory: from the values of the inputs to all derivatives, the examination of kinks
/// included.
///
/// - Parameter only: The name of the one task that is measured; nil for all.
func measureDense(_ only: String?) throws {
  func row(_ name: String, _ body: () throws -> Tensor) rethrows {
    guard only == nil || only == name else { return }
    let (nanoseconds, result) = try fastest(of: 30, body)
    // The sums of a result that is weighted by its places tell matrices apart.
    var check = 0.0
    for (place, element) in result.elements.enumerated() { check += element * (Double(place % 7) + 1) }
    print(name, Int(nanoseconds), check)
  }
  func again(_ point: Point<Tensor>) -> Point<Tensor> {
    Point(
      point.graph, inputs: point.graph.inputs.map { point.values[Int($0)] },
      wrt: point.wrt.compactMap { point.graph.inputs.firstIndex(of: $0) })
  }
  func jacobian(_ name: String, _ point: Point<Tensor>) {
    for mode in JacobianMode.allCases {
      row("\(name)-\(mode.rawValue)") { Derivatives(jacobianOf: again(point), mode).tensor(0) }
    }
  }
  func hessian(_ name: String, _ point: Point<Tensor>) {
    row(name) { again(point).hessian(path: nil).hessian.blocks[0][0] }
  }

  let (few, many) = (Shape([100]), Shape([200]))
  let matrix = Shape([200, 200])
  jacobian(
    "layer",
    try point(
      "relu(W@x + b)", [("W", numbers(matrix, 1)), ("x", numbers(many, 2)), ("b", numbers(many, 3))], wrt: ["x"]))
  jacobian(
    "network",
    try point(
      "tanh(W2@tanh(W1@x))",
      [("W1", numbers(Shape([100, 100]), 1)), ("W2", numbers(Shape([100, 100]), 2)), ("x", numbers(few, 3))],
      wrt: ["x"]))
  jacobian(
    "softmax",
    try point("softmax(A@x)", [("A", numbers(matrix, 1)), ("x", numbers(many, 2))], wrt: ["x"]))
  let layer = try point(
    "relu(W@x)", [("W", numbers(Shape([60, 60]), 1)), ("x", numbers(Shape([60]), 2))], wrt: ["W"])
  row("weights") { Derivatives(jacobianOf: again(layer)).tensor(0) }
  hessian(
    "rosenbrock", try point("sum(100*(x[2:] - x[:199]^2)^2 + (1 - x[:199])^2)", [("x", numbers(many, 1))], wrt: ["x"]))
  hessian("squares-of-softmax", try point("sum(softmax(x)^2)", [("x", numbers(few, 1))], wrt: ["x"]))
  let tall = ("A", numbers(Shape([300, 200]), 1))
  hessian("logsumexp", try point("logsumexp(A@x)", [tall, ("x", numbers(many, 2))], wrt: ["x"]))
  hessian(
    "least-squares",
    try point("0.5*sum((A@x - b)^2)", [tall, ("x", numbers(many, 2)), ("b", numbers(Shape([300]), 3))], wrt: ["x"]))
  hessian(
    "deep", try point("sum(tanh(W@tanh(W@x))^2)", [("W", numbers(matrix, 1)), ("x", numbers(many, 2))], wrt: ["x"]))
}
