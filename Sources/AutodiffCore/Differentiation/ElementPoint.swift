/// A program that reads arrays element by element, at a point over the numbers that these are.
struct ElementPoint {
  /// The program.
  let program: Graph
  /// The same program over numbers.
  let numbers: Point<Double>
  let inputs: [Tensor]
  /// The inputs by which derivatives are taken, as places among those of the program.
  private let wrt: [Int]

  /// Computes a program at a point.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken, as places among `program.inputs`; nil for all of them.
  /// - Returns: nil if the program reads arrays otherwise.
  init?(_ program: Graph, inputs: [Tensor], wrt: [Int]?, ties: Ties) {
    guard let elements = ElementGraph(program) else { return nil }
    self.program = program
    self.inputs = inputs
    self.wrt = wrt ?? Array(program.inputs.indices)
    numbers = Point<Double>(
      elements.graph, inputs: inputs.flatMap(\.elements), wrt: self.wrt.flatMap { elements.parts[$0] }, ties: ties)
  }

  /// The same point over arrays.
  var asArrays: Point<Tensor> { Point<Tensor>(program, inputs: inputs, wrt: wrt, ties: numbers.ties) }

  /// The derivatives by the program's inputs.
  var derivatives: Derivatives {
    let places = wrt.map { program.inputs[$0] }
    let shapes = places.map { program.shape(of: $0) }
    let names = places.map { program.name(ofInput: $0) }
    let plain = numbers.derivatives
    // Few points are at kinks, which name the elements.
    let elements = plain.kinks.isEmpty && plain.isExamined ? plain : named(names, shapes).derivatives
    return Derivatives(elements, ofInputs: names, shapes)
  }

  /// The point over numbers, with the elements' names.
  private func named(_ names: [String], _ shapes: [Shape]) -> Point<Double> {
    var graph = numbers.graph
    var next = numbers.wrt.makeIterator()
    for (name, shape) in zip(names, shapes) {
      for place in 0..<shape.count {
        guard let input = next.next() else { break }
        graph.inputNames[Int(input)] = name + shape.subscriptText(place)
      }
    }
    return Point(graph: graph, values: numbers.values, wrt: numbers.wrt, ties: numbers.ties)
  }
}
