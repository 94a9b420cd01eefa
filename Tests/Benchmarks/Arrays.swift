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

/// A task of the comparison: its name, the number of runs of which the fastest counts, and what is run.
private struct ArrayTask: Sendable {
  var name: String
  var runs: Int
  /// Makes the inputs, and returns what is run.
  var prepare: @Sendable () throws -> () -> [Tensor]

  init(_ name: String, runs: Int, _ prepare: @escaping @Sendable () throws -> () -> [Tensor]) {
    self.name = name
    self.runs = runs
    self.prepare = prepare
  }

  /// Creates the task of a value with its gradient.
  init(
    _ name: String, runs: Int, _ program: String, wrt: [String], _ inputs: @escaping @Sendable () -> [(String, Tensor)]
  ) {
    self.init(name, runs: runs) {
      let given = try point(program, inputs(), wrt: wrt)
      return { again(given).vjp(.scalar(1)) }
    }
  }

  /// Creates the task of a product of an m×k matrix and a k×m matrix, with the gradient by both.
  init(product name: String, _ m: Int, _ k: Int, runs: Int) {
    self.init(name, runs: runs, "sum((A@B)^2)", wrt: ["A", "B"]) {
      [("A", numbers(Shape([m, k]), 1)), ("B", numbers(Shape([k, m]), 2))]
    }
  }
}

/// Returns the point computed anew.
private func again(_ point: Point<Tensor>) -> Point<Tensor> {
  Point(
    point.graph, inputs: point.graph.inputs.map { point.values[Int($0)] },
    wrt: point.wrt.compactMap { point.graph.inputs.firstIndex(of: $0) })
}

/// Returns a regular matrix, each row of which is exchanged on the way to its factors.
private func matrix(_ n: Int) -> Tensor {
  var elements = numbers(Shape([n, n]), 1).elements
  for row in 0..<n { elements[(row + 1) * (n - 1)] += 10 }
  return Tensor(Shape([n, n]), elements)
}

private let tasks: [ArrayTask] = [
  ArrayTask(
    "network", runs: 300, "z = relu(X@W1 + b1); -sum(Y*log_softmax(z@W2 + b2, axis=2))/150",
    wrt: ["W1", "b1", "W2", "b2"]
  ) {
    [
      ("X", numbers(Shape([150, 4]), 1)), ("W1", numbers(Shape([4, 16]), 2)), ("b1", numbers(Shape([16]), 3)),
      ("W2", numbers(Shape([16, 3]), 4)), ("b2", numbers(Shape([3]), 5)),
      ("Y", Tensor(Shape([150, 3]), (0..<450).map { $0 % 3 == $0 / 150 ? 1 : 0 })),
    ]
  },
  ArrayTask(product: "product64x32", 64, 32, runs: 1000),
  ArrayTask(product: "product128", 128, 128, runs: 200),
  ArrayTask(product: "product512", 512, 512, runs: 20),
  ArrayTask(product: "product1000", 1000, 1000, runs: 5),
  ArrayTask(product: "product2000", 2000, 2000, runs: 2),
  ArrayTask("logdet1000", runs: 5, "logdet(A)", wrt: ["A"]) { [("A", matrix(1000))] },
  ArrayTask("solve1000", runs: 5, "sum(solve(A, b)^2)", wrt: ["A", "b"]) {
    [("A", matrix(1000)), ("b", numbers(Shape([1000]), 2))]
  },
  ArrayTask("layer", runs: 300) {
    let given = try point(
      "relu(W@x + b)",
      [("W", numbers(Shape([200, 200]), 1)), ("x", numbers(Shape([200]), 2)), ("b", numbers(Shape([200]), 3))],
      wrt: ["x"])
    return { again(given).jacobian(.reverse) }
  },
  ArrayTask("hessian", runs: 100) {
    let given = try point(
      "sum(100*(x[2:] - x[:199]^2)^2 + (1 - x[:199])^2)", [("x", numbers(Shape([200]), 1))], wrt: ["x"])
    return {
      let point = again(given)
      return Hessian(point, gradient: point.vjp(.scalar(1))).blocks[0]
    }
  },
]

/// The work of neural networks and optimisers, values and derivatives together, in memory.
///
/// - Parameter arguments: The number of threads, then the names of tasks; none for all of them.
func measureArrays(_ arguments: [String]) throws {
  if let threads = arguments.first.flatMap({ Int($0) }) { Team.shared.threads = threads }
  for task in tasks where arguments.count < 2 || arguments.dropFirst().contains(task.name) {
    let (nanoseconds, arrays) = fastest(of: task.runs, try task.prepare())
    print(task.name, Int(nanoseconds), arrays.reduce(0) { $0 + $1.sum(axis: nil)[0] })
  }
}
