/// Both sides of a program along one direction, each output's.
struct DirectionalSides {
  /// The derivative of each element of the output where both sides agree; nil where they differ.
  let slopes: [Double?]
  /// The kinks at which the sides differ, with the sides along the direction.
  let kinks: [KinkReport]

  /// Compares both sides, or creates none if that would take too long.
  ///
  /// - Parameter direction: A tangent for each input that moves, in its shape.
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  init?(_ point: Point<Tensor>, along direction: Point<Tensor>.Direction, path program: Program?) {
    let moving = direction.filter { !$0.tangent.isZero }
    let line = ProgramLine(moved: moving.map { point.graph.name(ofInput: $0.input) })
    guard !moving.isEmpty, let (graph, origins, parameter) = try? point.graph.restricted(to: line) else { return nil }
    // Other paths are looked for a little way along the parameter, which is far enough only in the inputs' own scale.
    let unit = Self.unit(point, moving)
    var values = origins.enumerated().map { node, origin in
      origin.map { point.values[Int($0)] } ?? Tensor(repeating: 0, graph.shape(of: Graph.NodeID(node)))
    }
    for (input, tangent) in moving {
      let name = ProgramLine.direction(of: point.graph.name(ofInput: input))
      for node in graph.inputs where graph.name(ofInput: node) == name { values[Int(node)] = tangent * .scalar(unit) }
    }
    var restricted = program
    restricted?.line = line
    let derivatives = Derivatives(
      jacobianOf: Point(graph: graph, values: values, wrt: [parameter], ties: point.ties), path: restricted)
    guard derivatives.isExamined else { return nil }
    kinks = derivatives.kinks.map { report in
      var report = report
      report.sides = report.sides.map { ($0.input, $0.left / unit, $0.right / unit) }
      report.isAlongDirection = true
      return report
    }
    let bent = Set(kinks.map { $0.output ?? 0 })
    slopes = derivatives.values.enumerated().map { bent.contains($0) ? nil : $1 / unit }
  }

  /// Returns a power of 2 times which the direction is about as long as the point, or 1 if the point is near 0.
  private static func unit(_ point: Point<Tensor>, _ moving: Point<Tensor>.Direction) -> Double {
    var size = 1.0
    var length = 0.0
    for (input, tangent) in moving {
      for place in 0..<tangent.count where tangent[place] != 0 {
        size = fmax(size, fabs(point.values[Int(input)][place]))
        length = fmax(length, fabs(tangent[place]))
      }
    }
    guard size.isFinite, length.isFinite else { return 1 }
    return Double(sign: .plus, exponent: Int(size.exponent) - Int(length.exponent), significand: 1)
  }
}
