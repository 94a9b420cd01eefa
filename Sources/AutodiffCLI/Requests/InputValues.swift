import AutodiffCore

/// A value for each input of a graph; nan where none is given.
package struct InputValues: Sendable {
  /// The values of inputs that are scalars; nan where an input is an array.
  package private(set) var values: [Double] = []
  package private(set) var isKnown: [Bool] = []
  private var arrays: [(place: Int, value: Tensor)] = []

  init(capacity: Int) { values.reserveCapacity(capacity) }

  mutating func append(_ value: Double) {
    values.append(value)
    isKnown.append(true)
  }

  mutating func append(_ value: Tensor) {
    if case .array = value { arrays.append((values.count, value)) }
    append(value.scalar ?? .nan)
  }

  mutating func appendUnknown() {
    values.append(.nan)
    isKnown.append(false)
  }

  package var isComplete: Bool { !isKnown.contains(false) }

  package var tensors: [Tensor] {
    var tensors = values.map { Tensor.scalar($0) }
    for (place, value) in arrays { tensors[place] = value }
    return tensors
  }

  /// The same values with nothing known, so that others are drawn.
  var forgotten: InputValues {
    var result = self
    result.isKnown = isKnown.map { _ in false }
    return result
  }

  /// A value for each element of the inputs.
  func unrolled(_ elements: Elements) -> InputValues {
    if elements.areScalars { return self }
    var result = InputValues(capacity: elements.count)
    for (place, value) in tensors.enumerated() {
      let count = elements.parts[place].places.count
      result.values += isKnown[place] ? value.elements : Array(repeating: .nan, count: count)
      result.isKnown += Array(repeating: isKnown[place], count: count)
    }
    return result
  }
}

/// The inputs of a program as a row of numbers, where an array stands element by element.
struct ElementInputs {
  let elements: Elements
  /// A value for each element.
  let known: InputValues

  init(_ values: InputValues, of graph: Graph) {
    elements = Elements(inputsOf: graph)
    known = values.unrolled(elements)
  }
}
