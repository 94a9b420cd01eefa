/// The Hessian by some elements, and its eigenvalues after the elements were scaled so that its diagonal is 1 or -1:
/// their signs are the same, and steps do not depend on the units of the parameters.
struct CurvatureMatrix {
  /// The scale of each element.
  let scale: [Double]
  /// The eigenvalues and eigenvectors of the scaled Hessian.
  let scaled: SymmetricEigen
  private let elements: [Double]
  private let count: Int

  /// Takes the second derivatives at parameters; nil if one of them is not finite.
  ///
  /// - Parameter scale: The scale of another Hessian; nil for its own.
  /// - Throws: The problem of the program if it has no answer there.
  init?(
    of loss: inout some Loss, at parameters: [Double], free: [Int], scale: [Double]? = nil
  ) throws(LossProblem) {
    var elements: [Double] = []
    for place in free.indices {
      var basis = Array(repeating: 0.0, count: free.count)
      basis[place] = 1
      elements += try loss.curvature(at: parameters, along: basis, of: free)
    }
    guard elements.allSatisfy(\.isFinite) else { return nil }
    let count = free.count
    let scale =
      scale
      ?? (0..<count).map { row in
        let diagonal = fabs(elements[row * count + row])
        let greatest = Vector.greatest(Array(elements[row * count..<(row + 1) * count]))
        // A row without a diagonal still has a size.
        let size = diagonal > 0x1p-40 * greatest ? diagonal : greatest
        return size > 0 ? size.squareRoot() : 1
      }
    var matrix = elements
    for row in 0..<count {
      for column in 0..<count { matrix[row * count + column] /= scale[row] * scale[column] }
    }
    (self.scale, self.elements, self.count) = (scale, elements, count)
    scaled = SymmetricEigen(Tensor(Shape([count, count]), matrix))
    guard scaled.values.allSatisfy(\.isFinite) else { return nil }
  }

  /// The eigenvalues of the Hessian itself, in ascending order.
  var eigenvalues: [Double] { SymmetricEigen(Tensor(Shape([count, count]), elements)).values }

  /// The greatest magnitude of an eigenvalue of the scaled Hessian.
  private var greatest: Double { Vector.greatest(scaled.values) }
  /// The magnitude up to which an eigenvalue of the scaled Hessian is 0 but for rounding.
  var negligible: Double { 1e-14 * Double(count) * greatest }

  /// Returns Newton's step with the magnitudes of the eigenvalues.
  ///
  /// - Parameter skipsFlat: A Boolean value indicating whether the step leaves out the directions in which the
  ///   curvature is 0 but for rounding.
  func newtonStep(_ gradient: [Double], skipsFlat: Bool = false) -> [Double] {
    var step = Array(repeating: 0.0, count: count)
    for (column, value) in scaled.values.enumerated() {
      if skipsFlat, fabs(value) <= negligible { continue }
      let slope = slope(gradient, along: column)
      let size = fmax(fabs(value), 0x1p-50 * greatest)
      guard slope != 0, size > 0 else { continue }
      for row in 0..<count { step[row] -= slope / size * scaled.vectors[row * count + column] / scale[row] }
    }
    return step
  }

  /// Returns the derivative along a scaled eigenvector.
  func slope(_ gradient: [Double], along column: Int) -> Double {
    (0..<count).reduce(0) { $0 + scaled.vectors[$1 * count + column] * gradient[$1] / scale[$1] }
  }
}
