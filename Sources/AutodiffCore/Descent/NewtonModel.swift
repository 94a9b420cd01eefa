/// A model of the loss by its second derivatives.
///
/// Of few elements it is the Hessian, column by column, with the magnitudes of its eigenvalues, so that a direction of
/// negative curvature is one to go down. Of many elements, products with the Hessian approach Newton's direction until
/// it is good enough or a direction of negative curvature is met.
///
/// Source: J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed., §3.4 (eigenvalue modification) and algorithm
/// 7.1 (Newton and conjugate gradients).
struct NewtonModel: DirectionModel {
  /// The greatest length of a gradient met.
  private var greatest = 0.0

  /// The number of elements up to which the Hessian takes no time.
  private static let few = 50
  private static let mostProducts = 200

  mutating func direction(
    from here: DescentPoint, free: [Int], _ loss: inout some Loss
  ) throws(LossProblem) -> [Double]? {
    let gradient = free.map { here.slope.gradient[$0] }
    greatest = fmax(greatest, Vector.norm(gradient))
    let step: [Double]?
    if free.count <= Self.few {
      step = try CurvatureMatrix(of: &loss, at: here.parameters, free: free)?.newtonStep(gradient)
    } else {
      step = try conjugateStep(gradient, here.parameters, free, &loss)
    }
    guard let step else { return nil }
    var direction = Array(repeating: 0.0, count: here.parameters.count)
    for (place, value) in zip(free, step) { direction[place] = value }
    return direction
  }

  private func conjugateStep(
    _ gradient: [Double], _ parameters: [Double], _ free: [Int], _ loss: inout some Loss
  ) throws(LossProblem) -> [Double]? {
    let size = Vector.norm(gradient)
    let tolerance = fmin(0.5, (size / greatest).squareRoot()) * size
    var step = Array(repeating: 0.0, count: free.count)
    var rest = gradient
    var direction = gradient.map { -$0 }
    var square = Vector.product(rest, rest)
    for count in 0..<min(2 * free.count, Self.mostProducts) {
      let bent = try loss.curvature(at: parameters, along: direction, of: free)
      let curvature = Vector.product(direction, bent)
      guard curvature > 0x1p-52 * Vector.product(direction, direction) else {
        // Against the gradient, as far as the loss is bent, if this is the first one.
        return count == 0 ? curvature < 0 ? direction : nil : step
      }
      let length = square / curvature
      for place in step.indices {
        step[place] += length * direction[place]
        rest[place] += length * bent[place]
      }
      let next = Vector.product(rest, rest)
      if next.squareRoot() < tolerance { break }
      for place in step.indices { direction[place] = next / square * direction[place] - rest[place] }
      square = next
    }
    return step
  }

  mutating func learn(from before: DescentPoint, to after: DescentPoint) {}
}

extension Loss {
  /// Returns a product with the Hessian by some elements: those of the direction and of the product.
  mutating func curvature(
    at parameters: [Double], along direction: [Double], of free: [Int]
  ) throws(LossProblem) -> [Double] {
    var whole = Array(repeating: 0.0, count: parameters.count)
    for (place, value) in zip(free, direction) { whole[place] = value }
    let product = try curvature(at: parameters, along: whole)
    return free.map { product[$0] }
  }
}
