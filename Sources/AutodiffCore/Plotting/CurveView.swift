/// The part of the values in which lines are seen.
struct CurveView {
  var value: ClosedRange<Double>
  var slope: ClosedRange<Double>

  init(_ samples: [Probe.Sample]) {
    value = Self.range(samples.map(\.value), isRobust: true)
    slope = Self.range(samples.map(\.slope), isRobust: true)
  }

  /// Returns the range that shows values, or most of them if some are far out.
  static func range(_ values: [Double], isRobust: Bool) -> ClosedRange<Double> {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let greatest = sorted.last else { return -1...1 }
    var (low, high) = (least, greatest)
    if isRobust {
      let (first, last) = (sorted[sorted.count / 10], sorted[sorted.count - 1 - sorted.count / 10])
      let room = 0.6 * (last - first)
      if room > 0 { (low, high) = (fmax(least, first - room), fmin(greatest, last + room)) }
    }
    let size = fmax(fabs(low), fabs(high))
    if high - low <= size * 1e-12 {
      let room = size > 0 ? size / 2 : 1
      return (low - room)...(high + room)
    }
    return low...high
  }

  /// Returns a Boolean value indicating whether a line through three points bends by more than can be seen.
  func bends(_ a: Curve.Point, _ m: Curve.Point, _ b: Curve.Point) -> Bool {
    Self.bends(a.value, m.value, b.value, value) || Self.bends(a.slope, m.slope, b.slope, slope)
  }

  private static func bends(_ a: Double, _ m: Double, _ b: Double, _ range: ClosedRange<Double>) -> Bool {
    let height = range.upperBound - range.lowerBound
    let (low, high) = (range.lowerBound - height / 4, range.upperBound + height / 4)
    guard fmin(a, fmin(m, b)) <= high, fmax(a, fmax(m, b)) >= low else { return false }
    guard a.isFinite, b.isFinite, m.isFinite else { return m.isFinite && (a.isInfinite || b.isInfinite) }
    return fabs(m - (a + (b - a) / 2)) > height / 800
  }

  /// Returns a Boolean value indicating whether f or its slope is within sight at a point.
  func isSeen(_ point: Curve.Point) -> Bool {
    let slack = (value: value.upperBound - value.lowerBound, slope: slope.upperBound - slope.lowerBound)
    return (value.lowerBound - slack.value...value.upperBound + slack.value).contains(point.value)
      || (slope.lowerBound - slack.slope...slope.upperBound + slack.slope).contains(point.slope)
  }
}
