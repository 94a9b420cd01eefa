/// Second derivatives of a program together with the first ones, whose kinks tell of both.
extension Point<Tensor> {
  /// Returns the gradient and the second derivatives by all pairs of inputs.
  ///
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package func hessian(path program: Program?) -> (gradient: Derivatives, hessian: Hessian) {
    let gradient = Derivatives(gradientOf: self, path: program)
    let hessian = Hessian(self, gradient: gradient.tensors, isExamined: gradient.isExamined, path: program)
    return (gradient.adding(hessian.kinks, areExamined: hessian.isExamined), hessian)
  }

  /// Returns the gradient and its derivative along a direction.
  ///
  /// - Parameter direction: A tangent for each input that moves, in its shape.
  /// - Parameter program: The program of which the graph is one path; nil if the graph is all there is.
  package func hessianProduct(
    _ direction: Direction, path program: Program?
  ) -> (gradient: Derivatives, product: HessianProduct) {
    let gradient = Derivatives(gradientOf: self, path: program)
    let product = HessianProduct(
      self, direction, gradient: gradient.tensors, isExamined: gradient.isExamined, path: program)
    return (gradient.adding(product.kinks, areExamined: product.isExamined), product)
  }
}
