import Testing

/// Holds a function of one number against its values, rounded to the nearest double.
func expectNearest(
  _ function: (Double) -> Double, _ values: [(Double, Double)], steps: UInt64 = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var different = 0
  for (x, value) in values {
    let own = function(x)
    if own != value { different += 1 }
    #expect(own.steps(from: value) <= steps, "at \(x): \(own), not \(value)", sourceLocation: sourceLocation)
  }
  #expect(steps > 1 || different <= values.count / 4, "\(different) of \(values.count)", sourceLocation: sourceLocation)
}

/// Holds a function of two numbers against its values likewise.
func expectNearest(
  _ function: (Double, Double) -> Double, _ values: [(Double, Double, Double)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for (x, y, value) in values {
    let own = function(x, y)
    #expect(own.steps(from: value) <= 1, "at \(x), \(y): \(own), not \(value)", sourceLocation: sourceLocation)
  }
}

/// Holds a function against values at its edges, the sign of zero among their bits.
func expectExactly(
  _ function: (Double) -> Double, _ values: [(Double, Double)], sourceLocation: SourceLocation = #_sourceLocation
) {
  for (x, value) in values {
    let own = function(x)
    #expect(own.hasBits(of: value), "at \(x): \(own), not \(value)", sourceLocation: sourceLocation)
  }
}
