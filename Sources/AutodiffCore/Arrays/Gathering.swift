/// Elements and rows of arrays by indices that are numbers themselves, and the adjoint, which adds up.
extension Tensor {
  /// Returns the elements of a vector, or the parts of another array along its first axis, at each of some places.
  ///
  /// - Parameter indices: The places, counted from 1, in an array of any shape. An index that is not a whole number in
  ///   the range gives a part of nan.
  /// - Returns: An array of the shape of the indices followed by that of a part.
  package func gathered(_ indices: Tensor) -> Tensor {
    guard let length = shape.lengths.first else { return .scalar(.nan) }
    let part = Shape(Array(shape.lengths.dropFirst()))
    let shape = Shape(indices.shape.lengths + part.lengths)
    if shape.isScalar {
      return .scalar(IndexPlace.place(indices[0], length).map { self[$0] } ?? .nan)
    }
    return Tensor(shape) { result in
      withElements { x in indices.withElements { IndexPlace.gather(x, length, part.count, $0, to: result) } }
    }
  }

  /// Returns an array of shape `whole` in which each part of this one is added at its place, and zeros elsewhere: the
  /// adjoint of `gathered(_:)`. A part whose index is none goes nowhere.
  package func scatteredSum(_ indices: Tensor, into whole: Shape) -> Tensor {
    guard let length = whole.lengths.first else { return .scalar(.nan) }
    let count = whole.count / max(length, 1)
    return Tensor(whole) { result in
      withElements { part in indices.withElements { IndexPlace.scatter(part, $0, length, count, to: result) } }
    }
  }

  /// Returns the number, counted from 1, of the last of these indices that names each of so many places; 0 where none
  /// does.
  package func lastOccurrences(among length: Int) -> Tensor {
    Tensor(Shape([length])) { result in
      for place in result.indices { result[place] = 0 }
      withElements { indices in
        for (number, index) in indices.enumerated() {
          if let place = IndexPlace.place(index, length) { result[place] = Double(number + 1) }
        }
      }
    }
  }
}

/// The place that an index names.
package enum IndexPlace {
  /// Returns the place, counted from 0, that an index names, counted from 1; nil if it is not a whole number in the
  /// range.
  @inline(__always)
  package static func place(_ index: Double, _ length: Int) -> Int? {
    // The comparison is false for nan.
    guard index >= 1, index <= Double(length) else { return nil }
    let place = Int(index)
    return Double(place) == index ? place - 1 : nil
  }

  /// Writes the parts of an array at each of some places.
  ///
  /// - Parameter length: The number of parts.
  /// - Parameter count: The number of elements of a part.
  static func gather(_ x: Lane, _ length: Int, _ count: Int, _ indices: Lane, to result: MutableLane) {
    var next = 0
    for index in indices {
      if let place = place(index, length) {
        for element in 0..<count { result[next &+ element] = x[place &* count &+ element] }
      } else {
        for element in 0..<count { result[next &+ element] = .nan }
      }
      next += count
    }
  }

  /// Writes an array of zeros to which parts are added at each of some places.
  static func scatter(_ parts: Lane, _ indices: Lane, _ length: Int, _ count: Int, to result: MutableLane) {
    for element in result.indices { result[element] = 0 }
    add(parts, indices, length, count, to: result)
  }

  /// Adds parts to an array at each of some places.
  static func add(_ parts: Lane, _ indices: Lane, _ length: Int, _ count: Int, to result: MutableLane) {
    var next = 0
    for index in indices {
      if let place = place(index, length) {
        for element in 0..<count { result[place &* count &+ element] += parts[next &+ element] }
      }
      next += count
    }
  }
}
