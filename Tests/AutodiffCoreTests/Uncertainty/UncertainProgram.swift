import Testing

@testable import AutodiffCore

/// A program at a point whose inputs are uncertain.
struct UncertainProgram {
  let point: ProgramPoint
  let program: Program
  private let elements: Elements
  private let deviations: [Double]
  private let correlations: Correlations

  /// - Parameters:
  ///   - inputs: a value and a standard uncertainty by name.
  ///   - correlated: pairs of names and their coefficients.
  init(
    _ text: String, _ inputs: [String: (Double, Double)], _ correlated: [(String, String, Double)] = []
  ) throws {
    program = Program(text)
    let graph = try program.lower { inputs[$0].map { .scalar($0.0) } }
    let values = graph.orderedInputNames.map { inputs[$0]?.0 ?? .nan }
    point = try ProgramPoint(program, graph, numbers: values, tensors: values.map { .scalar($0) }, ties: .split)
    elements = Elements(inputsOf: graph)
    deviations = graph.orderedInputNames.map { inputs[$0]?.1 ?? .nan }
    var correlations = Correlations()
    for (first, second, coefficient) in correlated {
      guard let a = elements.names.find(first), let b = elements.names.find(second) else { continue }
      correlations.add(Int(a), Int(b), coefficient)
    }
    self.correlations = correlations
  }

  var result: [Propagation.Result] {
    let derivatives = point.allDerivatives(path: program)
    let places = Array(elements.parts.indices)
    return Propagation(outputs: point.value.count, elements, swept: places, uncertain: places, correlations)
      .run({ derivatives.values[$0] }, { deviations[$0] })
  }

  var effects: [SecondOrderEffect]? { point.secondOrder(deviations, correlations) }
}
