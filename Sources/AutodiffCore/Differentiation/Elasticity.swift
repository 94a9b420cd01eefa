/// The elasticity of f along x, x/f · ∂f/∂x: by how many percent f changes where x changes by one.
package enum Elasticity {
  /// Returns the elasticity; infinite or nan where f is 0.
  package static func of(_ x: Double, value f: Double, slope: Double) -> Double {
    let quotient = x / f * slope
    // The quotient may leave the range of doubles where the whole does not.
    let isSure = quotient.isFinite && quotient != 0 || f == 0
    return (isSure ? quotient : x * slope / f) + 0.0
  }
}
