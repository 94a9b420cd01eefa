/// The numbers of a point one after another: a scalar is one of them, an array is there element by element, row by row.
package struct Elements: Sendable {
  /// A part of the numbers that has one name: a scalar or an array.
  package struct Part: Sendable {
    /// The shape.
    package var shape: Shape
    /// The places of the elements among all numbers.
    package var places: Range<Int>
  }

  /// The names of the parts, in their order.
  package private(set) var names = NameTable()
  /// The parts.
  package private(set) var parts: [Part] = []
  /// The number of all elements.
  package private(set) var count = 0

  /// Creates scalars of these names.
  package init(_ names: [String]) {
    for name in names { add(name) }
  }

  /// Creates a part for each input of a graph.
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

  /// A Boolean value indicating whether all parts are scalars.
  package var areScalars: Bool { parts.count == count && parts.allSatisfy(\.shape.isScalar) }

  /// The shapes of the parts that are not scalars.
  package var shapes: [InputShape] {
    parts.indices.filter { !parts[$0].shape.isScalar }.map {
      .init(name: names[NameTable.ID($0)], shape: parts[$0].shape)
    }
  }

  /// The name of each element: `x`, `w[1]`, `W[1,2]`.
  package var elementNames: [String] {
    parts.indices.flatMap { elementNames(ofPart: $0) }
  }

  /// Returns the names of a part's elements.
  package func elementNames(ofPart part: Int) -> [String] {
    let name = names[NameTable.ID(part)]
    let shape = parts[part].shape
    return shape.isScalar ? [name] : (0..<shape.count).map { name + shape.subscriptText($0) }
  }

  /// Returns a value for each element from one for each part.
  package func spread<T>(_ values: [T]) -> [T] {
    areScalars ? values : zip(parts, values).flatMap { Array(repeating: $1, count: $0.places.count) }
  }

  /// Returns the values of the parts from the numbers of all elements.
  package func tensors(_ numbers: [Double]) -> [Tensor] { parts.map { $0.tensor(numbers) } }
}

extension Elements.Part {
  /// Returns the part's value from the numbers of all elements.
  package func tensor(_ numbers: [Double]) -> Tensor {
    shape.isScalar ? .scalar(numbers[places.lowerBound]) : Tensor(shape, Array(numbers[places]))
  }
}
