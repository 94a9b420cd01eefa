/// The tangent of a curve at a point.
package struct TangentLine: Sendable {
  /// The place of the point.
  package var x: Double
  package var value: Double
  package var slope: Double

  /// Creates a tangent.
  package init(x: Double, value: Double, slope: Double) {
    self.x = x
    self.value = value
    self.slope = slope
  }

  /// Returns the height of the tangent at a place.
  func height(_ place: Double) -> Double { value + slope * (place - x) }

  /// Returns the equation, as the language writes it.
  package func equation(_ name: String, _ number: NumberText) -> String {
    let rest = value - slope * x
    if slope == 0 { return "y = \(number(value + 0))" }
    let factor = slope == 1 ? "" : slope == -1 ? "-" : "\(number(slope))*"
    // A difference that is rounding alone is no part of it.
    guard fabs(rest) > 1e-14 * fmax(fabs(value), fabs(slope * x)) else { return "y = \(factor)\(name)" }
    return "y = \(factor)\(name) \(rest < 0 ? "-" : "+") \(number(fabs(rest)))"
  }
}
