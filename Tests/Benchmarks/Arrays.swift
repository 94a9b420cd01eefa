import AutodiffCore

/// Numbers that every program of the comparison makes for itself: uniform in ±1/2, a fractional part of multiples of
/// the golden ratio.
func numbers(_ shape: Shape, _ seed: Double) -> Tensor {
  Tensor(
    shape,
    (0..<shape.count).map { index in
      let value = (Double(index) + seed) * 0.6180339887498949
      return value - value.rounded(.down) - 0.5
    })
}

func point(_ program: String, _ inputs: [(String, Tensor)], wrt: [String]) throws -> Point<Tensor> {
  let tree = try Parser.parse(SourceText(program))
  let graph = try Lowering.lower(
    tree, boundNames: NameTable(inputs.map(\.0)), shapes: inputs.map { .init(name: $0.0, shape: $0.1.shape) })
  let names = graph.orderedInputNames
  let values = names.map { name in inputs.first { $0.0 == name }?.1 ?? .scalar(.nan) }
  return Point(graph, inputs: values, wrt: names.indices.filter { wrt.contains(names[$0]) })
}

/// The work of neural networks and optimisers, values and derivatives together, in memory.
func measureArrays() throws {
  func row(_ name: String, _ body: () throws -> Double) rethrows {
    let (nanoseconds, check) = try fastest(of: 20, body)
    print(name, Int(nanoseconds), check)
  }
  func again(_ point: Point<Tensor>) -> Point<Tensor> {
    Point(
      point.graph, inputs: point.graph.inputs.map { point.values[Int($0)] },
      wrt: point.wrt.compactMap { point.graph.inputs.firstIndex(of: $0) })
  }

  let labels = Tensor(Shape([150, 3]), (0..<450).map { $0 % 3 == $0 / 150 ? 1 : 0 })
  let network = try point(
    "z = relu(X@W1 + b1); -sum(Y*log_softmax(z@W2 + b2, axis=2))/150",
    [
      ("X", numbers(Shape([150, 4]), 1)), ("W1", numbers(Shape([4, 16]), 2)), ("b1", numbers(Shape([16]), 3)),
      ("W2", numbers(Shape([16, 3]), 4)), ("b2", numbers(Shape([3]), 5)), ("Y", labels),
    ], wrt: ["W1", "b1", "W2", "b2"])
  row("network") { again(network).vjp(.scalar(1)).reduce(0) { $0 + $1.sum(axis: nil)[0] } }

  let square = Shape([512, 512])
  let product = try point(
    "sum((A@B)^2)", [("A", numbers(square, 1)), ("B", numbers(square, 2))], wrt: ["A", "B"])
  row("product") { again(product).vjp(.scalar(1)).reduce(0) { $0 + $1.sum(axis: nil)[0] } }

  let layer = try point(
    "relu(W@x + b)",
    [("W", numbers(Shape([200, 200]), 1)), ("x", numbers(Shape([200]), 2)), ("b", numbers(Shape([200]), 3))], wrt: ["x"]
  )
  row("layer") { again(layer).jacobian(.reverse)[0].sum(axis: nil)[0] }

  let rosenbrock = try point(
    "sum(100*(x[2:] - x[:199]^2)^2 + (1 - x[:199])^2)", [("x", numbers(Shape([200]), 1))], wrt: ["x"])
  row("hessian") {
    let point = again(rosenbrock)
    return Hessian(point, gradient: point.vjp(.scalar(1))).blocks[0][0].sum(axis: nil)[0]
  }
}
