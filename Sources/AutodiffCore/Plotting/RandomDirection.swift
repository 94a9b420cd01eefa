/// Directions drawn at random in the space of parameters.
package enum RandomDirection {
  /// Returns a direction, a part for each element of some inputs.
  ///
  /// Each array's part is as long as the array itself, so that pictures of networks with small and with large weights
  /// can be compared; scalars count as one array together. Source: H. Li et al., "Visualizing the loss landscape of
  /// neural nets" (NeurIPS 2018), which scales filters so.
  ///
  /// - Parameter inputs: The inputs that move, as places among the parts of `elements`.
  /// - Parameter origin: The values of all elements.
  package static func direction(
    _ elements: Elements, inputs: [Int], origin: [Double], seed: UInt64
  ) -> [(element: Int, part: Double)] {
    let scalars = inputs.filter { elements.parts[$0].shape.isScalar }.flatMap { Array(elements.parts[$0].places) }
    let arrays = inputs.filter { !elements.parts[$0].shape.isScalar }.map { Array(elements.parts[$0].places) }
    let groups = (scalars.isEmpty ? [] : [scalars]) + arrays
    let count = groups.reduce(0) { $0 + $1.count }
    var numbers = RandomArray.normal.numbers(count, seed: Int(truncatingIfNeeded: seed))[...]
    return groups.flatMap { group -> [(element: Int, part: Double)] in
      let drawn = Array(numbers.prefix(group.count))
      numbers = numbers.dropFirst(group.count)
      let (own, length) = (norm(group.map { origin[$0] }), norm(drawn))
      let factor = length > 0 && own > 0 ? own / length : 1
      return zip(group, drawn).map { ($0, $1 * factor) }
    }
  }

  private static func norm(_ numbers: [Double]) -> Double { numbers.withUnsafeBufferPointer(\.norm) }
}
