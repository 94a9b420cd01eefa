/// Gathers by indices, and their adjoints, in the operations that the language has.
extension Algebra {
  /// Returns an array of shape `whole`, zeros to which parts are added at their indices.
  ///
  /// The language has no such function: it is a product with a matrix that has a one in each column, at the index.
  func scatteredSum(_ parts: ID, at indices: ID, into whole: Shape) -> ID {
    let length = whole.lengths[0]
    let numbers = apply(.numbers(to: length), [])
    let (own, count) = (shape(indices), whole.count / length)
    func term(_ id: ID) -> Expression { .term(id, self) }
    func flags(_ places: ID, _ indices: ID) -> Expression {
      Primitive.choose(Primitive.equal(term(places), term(indices)), 1.0, 0.0)
    }
    let result: Expression
    if own.isScalar {
      let flags = flags(numbers, indices)
      result =
        count == 1
        ? flags * term(reshaped(parts, .scalar)) : flags.outer(term(reshaped(parts, Shape([count]))))
    } else {
      let flags = flags(reshaped(numbers, Shape([length, 1])), reshaped(indices, Shape([own.count])))
      let lengths = count == 1 ? [own.count] : [own.count, count]
      result = flags.matmul(term(reshaped(parts, Shape(lengths))))
    }
    return reshaped(result.id(in: self), whole)
  }
}
