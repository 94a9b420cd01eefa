/// A place at which a curve or its slope is not continuous, or f has no value.
package struct Break: Sendable {
  /// The kinds of such places.
  package enum Kind: Sendable, Equatable, CaseIterable {
    /// f goes to infinity on one side at least.
    case pole
    /// f has different limits on its sides.
    case jump
    /// f has no limit on a side, though it stays finite.
    case unsettled
    /// f has the same limit on both sides, and no value or another one.
    case hole
    /// The slope of f is infinite on both sides.
    case upright
    /// The slope of f has different limits on its sides.
    case kink
    /// f is defined on one side only.
    case end
  }

  /// The behaviour of f or of its slope on one side.
  package enum Limit: Sendable, Equatable {
    case finite(Double)
    case infinite(Double)
    case none
    case undefined

    /// The limit as a number; nil if it is none, or infinite.
    package var number: Double? { if case .finite(let value) = self { value } else { nil } }

    /// A Boolean value indicating whether there is a value on this side.
    var isDefined: Bool { self != .undefined }

    /// A Boolean value indicating whether this is infinity of either sign.
    var isInfinite: Bool { if case .infinite = self { true } else { false } }
  }

  /// One side of the place.
  package struct Side: Sendable {
    /// The limit of f.
    package var value = Limit.undefined
    /// The limit of its slope.
    package var slope = Limit.undefined

    /// A Boolean value indicating whether both limits are numbers.
    var isFinite: Bool { value.number != nil && slope.number != nil }
  }

  /// The place.
  package var x: Double
  /// The kind of place.
  package var kind: Kind
  /// The value of f at the place itself; nan if it has none.
  package var value: Double
  /// The side below the place.
  package var left: Side
  /// The side above it.
  package var right: Side

  /// A Boolean value indicating whether the line of f is drawn through the place.
  package var isContinuous: Bool { kind == .kink || kind == .upright }
}

/// A stretch between two numbers, next to each other or nearly so, at which the smooth piece changes.
struct Bracket {
  var left: Probe.Sample
  var right: Probe.Sample
}

extension Probe {
  /// The numbers of places that may be looked at to find where pieces meet.
  static let patience = 200_000

  /// Returns the stretches between two places at which the smooth piece changes, in their order.
  ///
  /// - Parameter span: The length of the whole range.
  /// - Returns: nil if there are too many of them.
  func brackets(_ samples: [Sample], span: Double, most: Int) -> [Bracket]? {
    var found: [Bracket] = []
    for (left, right) in zip(samples, samples.dropFirst()) {
      guard left.piece != right.piece else { continue }
      var open = [Bracket(left: left, right: right)]
      while let next = open.popLast() {
        guard next.left.piece != next.right.piece else { continue }
        if isNarrow(next, span) {
          // A place that is met exactly has a piece of its own, with a stretch on either side.
          if let last = found.last, last.right.x == next.left.x {
            found[found.count - 1].right = next.right
          } else {
            found.append(next)
          }
          continue
        }
        guard count < Self.patience, found.count <= most else { return nil }
        let middle = self(next.left.x + (next.right.x - next.left.x) / 2)
        open.append(Bracket(left: middle, right: next.right))
        open.append(Bracket(left: next.left, right: middle))
      }
    }
    return found
  }

  private func isNarrow(_ bracket: Bracket, _ span: Double) -> Bool {
    let size = fmax(fabs(bracket.left.x), fabs(bracket.right.x))
    return bracket.right.x - bracket.left.x <= fmax(span * 0x1p-52, 2 * size.ulp)
  }

  /// Returns the places between samples at which the distance from a border falls to 0 and grows again, each with a
  /// narrow stretch around it.
  ///
  /// Source: J. Kiefer, "Sequential minimax search for a maximum", Proc. AMS 4 (1953), the golden section.
  func touches(_ samples: [Sample], span: Double) -> [Bracket] {
    var found: [Bracket] = []
    guard samples.count > 2 else { return [] }
    for place in 1..<samples.count - 1 {
      let (a, b, c) = (samples[place - 1], samples[place], samples[place + 1])
      guard a.piece == c.piece, a.piece == b.piece, a.borders.count == b.borders.count,
        c.borders.count == b.borders.count
      else { continue }
      for border in b.borders.indices {
        let (left, middle, right) = (fabs(a.borders[border]), fabs(b.borders[border]), fabs(c.borders[border]))
        guard middle <= left, middle <= right, middle < fmax(left, right) else { continue }
        guard
          let x = least(
            from: a.x, to: c.x, span: span, below: fmax(left, right) * 1e-12,
            { sample in
              border < sample.borders.count ? fabs(sample.borders[border]) : .infinity
            })
        else { continue }
        if let last = found.last, last.right.x >= x { continue }
        // So narrow that the limits on both sides are those at the place itself.
        let width = fmax(span * 0x1p-50, 4 * x.ulp)
        found.append(Bracket(left: self(fmax(a.x, x - width)), right: self(fmin(c.x, x + width))))
        break
      }
    }
    return found
  }

  /// Returns the place between two at which a distance is 0 but for rounding; nil if it never is.
  private func least(
    from a: Double, to b: Double, span: Double, below threshold: Double, _ distance: (Sample) -> Double
  ) -> Double? {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (a, b)
    var (x1, x2) = (high - ratio * (high - low), low + ratio * (high - low))
    var (d1, d2) = (distance(self(x1)), distance(self(x2)))
    for _ in 0..<80 {
      if d1 <= d2 {
        (high, x2, d2) = (x2, x1, d1)
        x1 = high - ratio * (high - low)
        d1 = distance(self(x1))
      } else {
        (low, x1, d1) = (x1, x2, d2)
        x2 = low + ratio * (high - low)
        d2 = distance(self(x2))
      }
      if fmin(d1, d2) > threshold * 1e12 { return nil }
    }
    let x = d1 <= d2 ? x1 : x2
    let width = span * 1e-7
    // Rounding hides the last digits of a place at which the distance is flat: a short number is likely to be meant.
    let short = ShortNumber.between(x - width, x + width)
    let best = distance(self(short)) <= fmin(d1, d2) ? short : x
    return distance(self(best)) <= threshold ? best : nil
  }
}

/// The number with the fewest decimals in a stretch.
enum ShortNumber {
  static func between(_ low: Double, _ high: Double) -> Double {
    if low <= 0, high >= 0 { return 0 }
    let middle = low + (high - low) / 2
    var power = 1.0
    for _ in 0...15 {
      let short = (middle * power).rounded() / power
      if short >= low, short <= high { return short }
      power *= 10
    }
    return middle
  }
}
