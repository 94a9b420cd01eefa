import AutodiffCore

/// The cost of a check beside that of the evaluations that central differences need: four for each element of the inputs,
/// and one. The line has both in nanoseconds, and their ratio.
func measureChecks() throws {
  func row(_ name: String, _ point: Point<Tensor>) throws {
    let inputs = point.graph.inputs.map { point.values[Int($0)] }
    let elements = point.wrt.reduce(0) { $0 + point.values[Int($1)].count }
    let (one, _) = fastest(of: 20) { Evaluation.run(point.graph, inputs: inputs)[Int(point.graph.output)][0] }
    let evaluations = Double(4 * elements + 1) * one
    let (check, verdict) = try fastest(of: 3) {
      let program = ProgramPoint(point)
      return GradientCheck(
        try CheckedProgram(program), answers: ModeAnswers(program, Derivatives(gradientOf: point)),
        scheme: DifferenceScheme(), tolerance: .init()
      ).verdict
    }
    print(name, elements, Int(check), Int(evaluations), fixed(check / evaluations, 2), verdict.rawValue)
  }
  func matrix(_ rows: Int, _ columns: Int, _ seed: Double) -> Tensor { numbers(Shape([rows, columns]), seed) }
  let layers = [
    ("X", matrix(200, 50, 1)), ("W1", matrix(50, 30, 2)), ("b1", numbers(Shape([30]), 3)),
    ("W2", matrix(30, 10, 4)), ("b2", numbers(Shape([10]), 5)),
  ]
  let network = "h = relu(X@W1 + b1); z = h@W2 + b2; mean(logsumexp(z, axis=2) - z[:,1])"
  try row("second layer", point(network, layers, wrt: ["W2"]))
  try row("first layer", point(network, layers, wrt: ["W1"]))
  try row("square", point("sum(A@A)", [("A", matrix(30, 30, 1))], wrt: ["A"]))
  try row(
    "regression", point("mean(softplus(X@w))", [("X", matrix(500, 40, 1)), ("w", numbers(Shape([40]), 2))], wrt: ["w"]))
  try row("sines", point("sum(sin(A)*exp(A))", [("A", matrix(40, 40, 1))], wrt: ["A"]))
}
