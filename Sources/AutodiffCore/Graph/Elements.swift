/// The numbers of a point in a row: a scalar is one of them, an array stands there element by element, row by row.
package struct Elements: Sendable {
  /// What has one name.
  package struct Part: Sendable {
    package var shape: Shape
    /// The places of its elements.
    package var places: Range<Int>
  }

  /// Of the parts, in their order.
  package private(set) var names = NameTable()
  package private(set) var parts: [Part] = []
  package private(set) var count = 0

  /// Scalars of these names.
  package init(_ names: [String]) {
    for name in names { add(name) }
  }

  package init(inputsOf graph: Graph) {
    for input in graph.inputs { add(graph.name(ofInput: input), graph.shape(of: input)) }
  }

  /// Adds a part; one whose name is there already changes nothing.
  package mutating func add(_ name: String, _ shape: Shape = .scalar) {
    let before = names.count
    guard Int(names.intern(name)) == before else { return }
    parts.append(Part(shape: shape, places: count..<count + shape.count))
    count += shape.count
  }

  package var areScalars: Bool { parts.count == count && parts.allSatisfy(\.shape.isScalar) }

  /// The shapes of those that are not scalars.
  package var shapes: [Lowering.InputShape] {
    parts.indices.filter { !parts[$0].shape.isScalar }.map {
      .init(name: names[NameTable.ID($0)], shape: parts[$0].shape)
    }
  }

  /// The name of each element: `x`, `w[1]`, `W[1,2]`.
  package var elementNames: [String] {
    parts.indices.flatMap { elementNames(ofPart: $0) }
  }

  package func elementNames(ofPart part: Int) -> [String] {
    let name = names[NameTable.ID(part)]
    let shape = parts[part].shape
    return shape.isScalar ? [name] : (0..<shape.count).map { name + shape.subscriptText($0) }
  }

  /// A number for each element from one for each part.
  package func spread<T>(_ values: [T]) -> [T] {
    areScalars ? values : zip(parts, values).flatMap { Array(repeating: $1, count: $0.places.count) }
  }

  /// What the parts are where their elements are these numbers.
  package func tensors(_ numbers: [Double]) -> [Tensor] { parts.map { $0.tensor(numbers) } }
}

extension Elements.Part {
  package func tensor(_ numbers: [Double]) -> Tensor {
    shape.isScalar ? .scalar(numbers[places.lowerBound]) : Tensor(shape, Array(numbers[places]))
  }
}
