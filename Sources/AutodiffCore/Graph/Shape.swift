/// The lengths of an array's axes; a scalar's is `[]`.
package struct Shape: Hashable, Sendable {
  package var lengths: [Int]

  package init(_ lengths: [Int]) { self.lengths = lengths }

  package static let scalar = Shape([])

  package var count: Int { lengths.reduce(1, *) }
}
