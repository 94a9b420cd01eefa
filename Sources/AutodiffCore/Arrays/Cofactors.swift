extension Tensor {
  /// The matrix C with d det(A) = Σ C·dA: the gradient of the determinant of this square matrix, which is det(A)·A⁻ᵀ
  /// where that exists. nan where an element is not finite, but for at most two rows.
  package var cofactors: Tensor {
    let lengths = shape.lengths
    guard lengths.count == 2, lengths[0] == lengths[1] else { return .scalar(.nan) }
    if lengths[0] == 1 { return Tensor(shape, [1]) }
    let factorization = Factorization(self)
    return factorization.inverse.transposed() * .scalar(factorization.determinant)
  }
}
