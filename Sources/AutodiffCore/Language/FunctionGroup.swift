/// Functions that belong together, in the order of the table of primitives.
package struct FunctionGroup: Sendable {
  /// The name of the group.
  package let title: String
  /// The names of its functions.
  package let functions: [String]

  /// The groups. Each begins with a function and ends before the next one's, so that a new function joins its
  /// neighbours.
  package static var all: [FunctionGroup] {
    let beginnings: [(title: String, first: Primitive)] = [
      ("power, choice", .add), ("exponentials", .exp), ("piecewise", .abs), ("trigonometric", .sin),
      ("hyperbolic", .sinh), ("activations", .sigma), ("special", .erf), ("matrices", .matmul), ("sums", .sum),
      ("along an axis", .softmax), ("linear algebra", .det),
    ]
    return beginnings.indices.map { index in
      let end = index + 1 < beginnings.count ? beginnings[index + 1].first.rawValue : UInt8.max
      let names = Primitive.callable.filter { beginnings[index].first.rawValue..<end ~= $0.rawValue }
      return FunctionGroup(title: beginnings[index].title, functions: names.compactMap(\.callName))
    }
  }
}
