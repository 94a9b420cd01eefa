import AutodiffCore

/// The elasticities of a value: x/f · ∂f/∂x for each element of the inputs.
struct ElasticityAnswer {
  /// The elasticities by input, each in the input's shape.
  let values: [(name: String, value: Tensor)]

  /// - Parameters:
  ///   - count: the number of inputs that are asked for, the first of those by which derivatives were taken.
  init(_ point: ProgramPoint, _ derivatives: Derivatives, count: Int) {
    let f = point.value[0]
    let inputs = point.inputs
    let names = point.graph.orderedInputNames
    values = (0..<count).map { place in
      let name = derivatives.names[place]
      let slope = derivatives.tensor(place)
      guard let input = names.firstIndex(of: name) else { return (name, Tensor(repeating: .nan, slope.shape)) }
      let x = inputs[input]
      return (
        name, Tensor(slope.shape, (0..<slope.count).map { Elasticity.of(x[$0], value: f, slope: slope[$0]) })
      )
    }
  }

  var quantities: [Quantity] { values.map { Quantity(.elasticity($0.name), $0.value, shape: .scalar) } }

  var json: [(String, JSON)] { [("elasticities", .object(values.map { ($0.name, .tensor($0.value)) }))] }

  /// The reason for which an elasticity is not finite, though the value and the derivatives are; nil where all are.
  func reason(_ point: ProgramPoint, _ derivatives: Derivatives) -> String? {
    guard point.value.isFinite, derivatives.areFinite, !values.allSatisfy(\.value.isFinite) else { return nil }
    return point.value[0] == 0
      ? "an elasticity is x/f·df/dx, and f is 0" : "an elasticity, x/f·df/dx, is too large for a double"
  }
}
