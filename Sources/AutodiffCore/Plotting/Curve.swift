/// f and its slope along a line, in pieces between the places at which one of them is not continuous.
package struct Curve: Sendable {
  /// A place with f and its slope there.
  package struct Point: Sendable {
    package var x: Double
    package var value: Double
    package var slope: Double
  }

  /// A stretch on which f and its slope are continuous.
  package struct Piece: Sendable {
    /// The points, in their order; limits stand at the ends.
    package var points: [Point]
    /// The points next to ends at which f or its slope is infinite, for lines that leave a picture.
    var beyond: (left: Point?, right: Point?)
  }

  /// The axis that f is drawn over.
  package let axis: Section.Axis
  /// The pieces, in their order.
  package private(set) var pieces: [Piece] = []
  /// The places at which pieces end.
  package private(set) var breaks: [Break] = []
  /// The stretches on which f has no value.
  package private(set) var gaps: [ClosedRange<Double>] = []
  /// A Boolean value indicating whether there were too many places to find them all.
  package private(set) var isCrowded = false
  /// The values of f, and of its slope, that a picture shows.
  package private(set) var shown = (value: -1.0...1.0, slope: -1.0...1.0)

  /// A Boolean value indicating whether f has no finite value anywhere.
  package var isUndefined: Bool { !pieces.contains { $0.points.contains { $0.value.isFinite } } }

  /// The number of places that are looked at first.
  private static let places = 512
  /// The number of places between two of these at most, as a power of 2.
  private static let depth = 6
  /// The number of places at most.
  private static let mostPlaces = 5000
  /// The number of breaks that are told apart.
  package static let mostBreaks = 400

  /// Takes f along a line.
  package init(_ section: Section) {
    axis = section.axes[0]
    let probe = Probe(section)
    let places = section.graph.elementCount > 20_000 ? Self.places / 4 : Self.places
    var samples = (0...places).map { probe(axis.place(Double($0) / Double(places))) }
    var view = CurveView(samples)
    samples = Self.refined(samples, probe, view)
    var brackets: [Bracket]
    if let found = probe.brackets(samples, span: axis.length, most: Self.mostBreaks) {
      let touches = probe.touches(samples, span: axis.length).filter { touch in
        !found.contains { $0.left.x <= touch.right.x && touch.left.x <= $0.right.x }
      }
      brackets = (found + touches).sorted { $0.left.x < $1.left.x }
    } else {
      isCrowded = true
      brackets = []
    }
    var found = classified(brackets, probe, view)
    // Places that are smooth after all part nothing.
    let kept = found.indices.filter { found[$0] != nil }
    brackets = kept.map { brackets[$0] }
    found = kept.map { found[$0] }
    breaks = found.compactMap { $0 }
    if isCrowded { part(samples) } else { cut(samples, brackets) }
    let isInfinite = breaks.contains { $0.left.value.isInfinite || $0.right.value.isInfinite }
    let isSteep = breaks.contains { place in
      [place.left.slope, place.right.slope].contains { $0.isInfinite || $0 == .none }
    }
    let points = pieces.flatMap(\.points)
    shown = (
      CurveView.range(points.map(\.value), isRobust: isInfinite || isCrowded),
      CurveView.range(points.map(\.slope), isRobust: isInfinite || isSteep || isCrowded)
    )
    view.value = shown.value
    view.slope = shown.slope
    for place in pieces.indices { refine(place, probe, view) }
  }

  // MARK: - Breaks

  /// Returns the place in each bracket, or nil where f and its slope are continuous.
  private func classified(_ brackets: [Bracket], _ probe: Probe, _ view: CurveView) -> [Break?] {
    let ends = [axis.range.lowerBound] + brackets.map(\.left.x) + [axis.range.upperBound]
    let scale = view.value.upperBound - view.value.lowerBound
    let slopeScale = view.slope.upperBound - view.slope.lowerBound
    return brackets.enumerated().map { place, bracket in
      // At an end of the range nothing is known to be near.
      let room = axis.length / 64
      let before = bracket.left.x > ends[place] ? bracket.left.x - ends[place] : room
      let after = ends[place + 2] > bracket.right.x ? ends[place + 2] - bracket.right.x : room
      let left = OneSidedLimit(probe, at: bracket.left, direction: -1, reach: before)
        .side(scale: scale, slopeScale: slopeScale)
      let right = OneSidedLimit(probe, at: bracket.right, direction: 1, reach: after)
        .side(scale: scale, slopeScale: slopeScale)
      let x = ShortNumber.between(bracket.left.x, bracket.right.x)
      let value = probe(x).value
      guard let kind = Self.kind(left, right, value, scale, slopeScale) else { return nil }
      return Break(x: x, kind: kind, value: value, left: left, right: right)
    }
  }

  private static func kind(
    _ left: Break.Side, _ right: Break.Side, _ value: Double, _ scale: Double, _ slopeScale: Double
  ) -> Break.Kind? {
    if left.value.isInfinite || right.value.isInfinite { return .pole }
    switch (left.value.isDefined, right.value.isDefined) {
    case (false, false): return nil
    case (true, false), (false, true): return .end
    case (true, true): break
    }
    guard let below = left.value.number, let above = right.value.number else { return .unsettled }
    // A jump that nobody could see in the picture may be a limit that is known less well.
    let tolerance = 1e-5 * scale + 1e-12 * fmax(fabs(below), fabs(above))
    if fabs(below - above) > tolerance { return .jump }
    if !(fabs(value - below) <= 2 * tolerance) { return .hole }
    switch (left.slope, right.slope) {
    case (.finite(let below), .finite(let above)):
      return fabs(below - above) <= 1e-6 * fmax(slopeScale * 1e-3, fmax(fabs(below), fabs(above))) ? nil : .kink
    case (.infinite(let below), .infinite(let above)) where below == above: return .upright
    default: return .kink
    }
  }

  // MARK: - Pieces

  /// Parts the samples at the breaks.
  private mutating func cut(_ samples: [Probe.Sample], _ brackets: [Bracket]) {
    var start = axis.range.lowerBound
    for place in 0...breaks.count {
      let left = place > 0 ? (breaks[place - 1], brackets[place - 1].right) : nil
      let right = place < breaks.count ? (breaks[place], brackets[place].left) : nil
      let end = right?.0.x ?? axis.range.upperBound
      defer { start = end }
      guard start < end else { continue }
      let inner = samples.filter { sample in
        sample.x > (left?.1.x ?? -.infinity) && sample.x < (right?.1.x ?? .infinity)
      }
      let isDefined =
        (left?.0.right.value.isDefined ?? false) || (right?.0.left.value.isDefined ?? false)
        || inner.contains { !$0.value.isNaN }
      if isDefined {
        var points = inner.map { Point(x: $0.x, value: $0.value, slope: $0.slope) }
        var beyond: (left: Point?, right: Point?)
        if let (found, edge) = left {
          points.insert(Self.end(found.x, found.right), at: 0)
          if !found.right.isFinite { beyond.left = Self.point(edge) }
        }
        if let (found, edge) = right {
          points.append(Self.end(found.x, found.left))
          if !found.left.isFinite { beyond.right = Self.point(edge) }
        }
        add(points, beyond)
      } else {
        add(gap: start...end)
      }
    }
  }

  /// Parts the samples where neighbours lie on different pieces.
  private mutating func part(_ samples: [Probe.Sample]) {
    var points: [Point] = []
    for (place, sample) in samples.enumerated() {
      if place > 0, sample.piece != samples[place - 1].piece {
        add(points, (nil, nil))
        points = []
      }
      points.append(Self.point(sample))
    }
    add(points, (nil, nil))
  }

  private mutating func add(gap: ClosedRange<Double>) {
    if let last = gaps.last, last.upperBound == gap.lowerBound {
      gaps[gaps.count - 1] = last.lowerBound...gap.upperBound
    } else {
      gaps.append(gap)
    }
  }

  /// Adds the piece that points make, or the parts of it that have values.
  private mutating func add(_ points: [Point], _ beyond: (left: Point?, right: Point?)) {
    let parts = points.split { $0.value.isNaN }
    for (place, part) in parts.enumerated() {
      pieces.append(
        Piece(
          points: Array(part),
          beyond: (place == 0 ? beyond.left : nil, place == parts.count - 1 ? beyond.right : nil)))
    }
  }

  /// Returns the point at the end of a piece.
  private static func end(_ x: Double, _ side: Break.Side) -> Point {
    func number(_ limit: Break.Limit) -> Double {
      switch limit {
      case .finite(let value), .infinite(let value): value
      case .none, .undefined: .nan
      }
    }
    return Point(x: x, value: number(side.value), slope: number(side.slope))
  }

  // MARK: - Between samples

  private static func point(_ sample: Probe.Sample) -> Point {
    Point(x: sample.x, value: sample.value, slope: sample.slope)
  }

  /// Returns samples with others between them where a line through them would be seen to bend, or a piece ends.
  private static func refined(_ samples: [Probe.Sample], _ probe: Probe, _ view: CurveView) -> [Probe.Sample] {
    var result = [samples[0]]
    for (a, b) in zip(samples, samples.dropFirst()) {
      add(between: a, b, depth, probe, view, to: &result)
      result.append(b)
    }
    return result
  }

  private static func add(
    between a: Probe.Sample, _ b: Probe.Sample, _ depth: Int, _ probe: Probe, _ view: CurveView,
    to result: inout [Probe.Sample]
  ) {
    guard depth > 0, a.piece == b.piece, probe.count < mostPlaces else { return }
    let middle = probe(a.x + (b.x - a.x) / 2)
    guard middle.x > a.x, middle.x < b.x else { return }
    guard middle.piece != a.piece || view.bends(point(a), point(middle), point(b)) else { return }
    add(between: a, middle, depth - 1, probe, view, to: &result)
    result.append(middle)
    add(between: middle, b, depth - 1, probe, view, to: &result)
  }

  /// Adds points to a piece near its ends, where it may go out of sight.
  private mutating func refine(_ place: Int, _ probe: Probe, _ view: CurveView) {
    let points = pieces[place].points
    guard points.count > 1 else { return }
    var left: [Point] = []
    var right: [Point] = []
    // A limit stands at the end, unless there is none.
    var (first, last) = (0, points.count - 1)
    if let edge = pieces[place].beyond.left {
      if points[0].x <= edge.x { first = 1 }
      Self.approach(from: points[first], to: edge, probe, view, points: &left)
      left.reverse()
    }
    if let edge = pieces[place].beyond.right {
      if points[last].x >= edge.x { last -= 1 }
      Self.approach(from: points[last], to: edge, probe, view, points: &right)
    }
    guard first <= last else { return }
    let (beginning, end) = (Array(points[..<first]), Array(points[(last + 1)...]))
    pieces[place].points = beginning + left + Array(points[first...last]) + right + end
  }

  /// Goes from a point towards the end of its piece, by ever shorter steps, as long as something is seen to change.
  private static func approach(
    from start: Point, to edge: Point, _ probe: Probe, _ view: CurveView, points: inout [Point]
  ) {
    var last = start
    for _ in 0..<40 {
      let x = edge.x + (last.x - edge.x) * 0.7
      guard x != last.x, x != edge.x, view.isSeen(last), fabs(last.x - edge.x) > fabs(start.x - edge.x) * 1e-5 else {
        return
      }
      let next = point(probe(x, nil))
      guard !next.value.isNaN else { return }
      points.append(next)
      last = next
    }
  }
}
