/// A bunch of arrays of one shape, one for each of some directions that a sweep carries at a time.
///
/// At first almost all of their elements are 0: a direction along one element of an input has a 1 at its place. Then the
/// few others are listed, until they are no longer few.
struct Bunch: Sendable {
  /// An element that may not be 0.
  struct Entry: Sendable {
    /// The place, counted from 0 through the arrays of all directions, row by row.
    var place: Int
    var value: Double
  }

  enum Elements: Sendable {
    /// All elements, direction by direction.
    case all([Double])
    /// Those that may not be 0, in the order of their places.
    case few([Entry])
  }

  /// The number of directions.
  let directions: Int
  /// The shape of each array.
  let shape: Shape
  /// The number of elements of each array.
  let count: Int
  private(set) var elements: Elements

  /// The number of times that a bunch has more elements than it may list.
  private static let sparseness = 4

  /// Creates a bunch from all elements, direction by direction.
  init(_ directions: Int, _ shape: Shape, _ elements: [Double]) {
    (self.directions, self.shape) = (directions, shape)
    count = shape.count
    self.elements = .all(elements)
  }

  /// Creates a bunch whose elements a closure writes, all of them.
  @inline(__always)
  init(_ directions: Int, _ shape: Shape, filledBy fill: (MutableLane) -> Void) {
    let total = directions * shape.count
    self.init(
      directions, shape,
      [Double](unsafeUninitializedCapacity: total) { buffer, filled in
        fill(MutableLane(rebasing: buffer[..<total]))
        filled = total
      })
  }

  /// Creates a bunch from the elements that may not be 0, in the order of their places.
  init(_ directions: Int, _ shape: Shape, few entries: [Entry]) {
    (self.directions, self.shape) = (directions, shape)
    count = shape.count
    elements = .few(entries)
    if entries.count * Self.sparseness > directions * count { elements = .all(all) }
  }

  /// Creates the directions along some elements of an array.
  ///
  /// - Parameters:
  ///   - first: The first direction that moves an element of the array; those behind it move the next elements.
  ///   - range: The elements.
  init(_ directions: Int, along range: Range<Int>, of shape: Shape, first: Int) {
    let count = shape.count
    self.init(
      directions, shape,
      few: range.enumerated().map { Entry(place: (first + $0) * count + $1, value: 1) })
  }

  /// The elements of all arrays, direction by direction.
  var all: [Double] {
    switch elements {
    case .all(let elements): return elements
    case .few(let entries):
      var all = [Double](repeating: 0, count: directions * count)
      for entry in entries { all[entry.place] = entry.value }
      return all
    }
  }

  /// The same arrays as one, with an axis of directions before the others.
  var tensor: Tensor { Tensor(Shape([directions] + shape.lengths), all) }

  /// Returns the same arrays as one, with an axis of directions before as many axes as another shape has at least, so that
  /// it broadcasts against an array of that shape.
  func tensor(toward other: Shape) -> Tensor {
    let added = [Int](repeating: 1, count: max(0, other.rank - shape.rank))
    return Tensor(Shape([directions] + added + shape.lengths), all)
  }

  /// Returns the array along one direction.
  func array(_ direction: Int) -> Tensor {
    let places = direction * count..<(direction + 1) * count
    switch elements {
    case .all(let elements): return Tensor(shape, Array(elements[places]))
    case .few(let entries):
      var array = [Double](repeating: 0, count: count)
      for entry in entries where places.contains(entry.place) { array[entry.place - places.lowerBound] = entry.value }
      return Tensor(shape, array)
    }
  }

  /// Returns the bunch of the same elements in arrays of another shape.
  func reshaped(to shape: Shape) -> Bunch {
    switch elements {
    case .all(let elements): Bunch(directions, shape, elements)
    case .few(let entries): Bunch(directions, shape, few: entries)
    }
  }

  /// A Boolean value indicating whether every element is finite.
  var isFinite: Bool {
    switch elements {
    case .all(let elements): elements.withUnsafeBufferPointer(\.areFinite)
    case .few(let entries): entries.allSatisfy(\.value.isFinite)
    }
  }

  /// A Boolean value indicating whether all elements are 0.
  var isZero: Bool {
    switch elements {
    case .all(let elements): elements.allSatisfy { $0 == 0 }
    case .few(let entries): entries.allSatisfy { $0.value == 0 }
    }
  }
}

extension Bunch {
  /// Calls a closure with each listed element and its place in its own array.
  @inline(__always)
  func forEach(_ entries: [Entry], _ body: (_ entry: Entry, _ place: Int) -> Void) {
    if count == 1 {
      for entry in entries { body(entry, 0) }
      return
    }
    var start = 0
    for entry in entries {
      // Most directions have entries, so that a division would take longer.
      while entry.place >= start + count { start += count }
      body(entry, entry.place - start)
    }
  }

  /// Returns the same elements, each changed by a closure; zeros that are not listed stay.
  @inline(__always)
  func map(_ f: (Double) -> Double) -> Bunch {
    switch elements {
    case .all(let elements):
      Bunch(directions, shape) { result in
        elements.withUnsafeBufferPointer { x in for i in 0..<min(x.count, result.count) { result[i] = f(x[i]) } }
      }
    case .few(let entries):
      Bunch(directions, shape, few: entries.map { Entry(place: $0.place, value: f($0.value)) })
    }
  }

  /// Returns the elements listed, each changed by a closure with the element of an array at the same place of its own
  /// array; nil if they are not listed, or the array's shape does not broadcast to theirs.
  @inline(__always)
  func mapFew(_ other: Tensor, _ f: (Double, Double) -> Double) -> Bunch? {
    guard case .few(let entries) = elements, other.shape == shape || shape.broadcast(with: other.shape) == shape else {
      return nil
    }
    if case .scalar(let y) = other {
      return Bunch(directions, shape, few: entries.map { Entry(place: $0.place, value: f($0.value, y)) })
    }
    return other.broadcast(to: shape).withElements { y in
      var result: [Entry] = []
      result.reserveCapacity(entries.count)
      forEach(entries) { result.append(Entry(place: $0.place, value: f($0.value, y[$1]))) }
      return Bunch(directions, shape, few: result)
    }
  }
}
