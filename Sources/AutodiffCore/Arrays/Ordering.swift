/// The order of a lane's elements, and the places of the greatest ones. Of equal elements the first stands first, and
/// nan is greater than every number, as in NumPy.
extension UnsafeBufferPointer<Double> {
  /// Returns a Boolean value indicating whether the element at a place, counted from 0, stands before another one.
  @inline(__always)
  private func stands(_ place: Int, before other: Int) -> Bool {
    let (x, y) = (self[place], self[other])
    if x == y { return place < other }
    if x.isNaN || y.isNaN { return x.isNaN ? y.isNaN && place < other : true }
    return x < y
  }

  /// Returns a Boolean value indicating whether an element is greater than another one.
  @inline(__always)
  private static func exceeds(_ x: Double, _ y: Double) -> Bool { x > y || x.isNaN && !y.isNaN }

  /// The places of the elements in ascending order, counted from 0.
  private var ascendingPlaces: [Int] { indices.sorted { stands($0, before: $1) } }

  /// Writes the places of the elements in ascending order, counted from 1.
  func order(into result: MutableLane) {
    for (rank, place) in ascendingPlaces.enumerated() { result[rank] = Double(place + 1) }
  }

  /// Writes the elements in ascending order.
  func sorted(into result: MutableLane) {
    var result = result
    _ = result.update(from: self)
    // Zeros of both signs are equal, and stay in their order.
    if contains(where: { $0.isNaN || $0 == 0 && $0.sign == .minus }) {
      for (rank, place) in ascendingPlaces.enumerated() { result[rank] = self[place] }
    } else {
      result.sort()
    }
  }

  /// Writes the place of the greatest of all elements up to each, counted from 1.
  func placesOfLeaders(into result: MutableLane) {
    var leader = 0
    for place in indices {
      if Self.exceeds(self[place], self[leader]) { leader = place }
      result[place] = Double(leader + 1)
    }
  }

  /// Writes the greatest of all elements up to each.
  func runningGreatest(into result: MutableLane) {
    var leader = 0
    for place in indices {
      if Self.exceeds(self[place], self[leader]) { leader = place }
      result[place] = self[leader]
    }
  }

  /// The place of the greatest element, counted from 1.
  var placeOfGreatest: Double {
    var leader = 0
    for place in indices where Self.exceeds(self[place], self[leader]) { leader = place }
    return Double(leader + 1)
  }

  /// The place of the least element, counted from 1.
  var placeOfLeast: Double {
    var leader = 0
    for place in indices where self[place] < self[leader] || self[place].isNaN && !self[leader].isNaN { leader = place }
    return Double(leader + 1)
  }

  /// The element in the middle of the order, or the mean of both that stand there; nan if an element is nan.
  var median: Double {
    if count == 0 || contains(where: \.isNaN) { return .nan }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { ascending in
      sorted(into: ascending)
      let middle = ascending[count / 2]
      return count.isMultiple(of: 2) ? 0.5 * ascending[count / 2 - 1] + 0.5 * middle : middle
    }
  }
}
