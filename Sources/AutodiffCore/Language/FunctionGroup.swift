/// Functions that belong together, in the order of the table of primitives.
package struct FunctionGroup: Sendable {
  /// The name of the group.
  package let title: String
  /// The names of its functions.
  package let functions: [String]

  /// The groups. Each begins with a function and ends before the next one's, so that a new function joins its
  /// neighbours.
  package static var all: [FunctionGroup] {
    let beginnings: [(title: String, first: String)] = [
      ("powers, choice", "pow"), ("piecewise", "abs"), ("trigonometric", "sin"),
      ("hyperbolic", "sinh"), ("activations", "sigma"), ("special", "erf"), ("matrices", "dot"), ("sums", "sum"),
      ("along an axis", "softmax"), ("windows", "conv"), ("linear algebra", "det"),
    ]
    let functions = Primitive.callable.compactMap(\.callName)
    return beginnings.indices.map { index in
      let rest = functions.drop { $0 != beginnings[index].first }
      let next = index + 1 < beginnings.count ? beginnings[index + 1].first : nil
      return FunctionGroup(title: beginnings[index].title, functions: Array(rest.prefix { $0 != next }))
    }
  }
}
