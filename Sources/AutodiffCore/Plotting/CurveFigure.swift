/// A curve as a picture: f above its derivative, over the same numbers.
package struct CurveFigure {
  private let curve: Curve
  private let number: NumberText
  private let name: String
  /// The name of the derivative.
  private let slopeName: String
  private let tangent: TangentLine?
  /// The points of a way along the curve.
  private let path: [Figure.Point]

  /// Creates a picture of a curve.
  ///
  /// - Parameter number: The way in which captions write numbers.
  package init(_ curve: Curve, tangent: TangentLine? = nil, path: [Figure.Point] = [], number: NumberText) {
    self.curve = curve
    self.number = number
    self.tangent = tangent
    self.path = path
    name = curve.axis.name
    slopeName = "df/d\(name)"
  }

  /// The number of breaks up to which their ends are marked.
  private static let mostMarked = 40
  /// The number of places that a caption lists.
  private static let mostListed = 8

  /// Returns the picture.
  package func figure(title: String) -> Figure {
    var figure = Figure(title: title)
    let x = Figure.Scale(name, curve.axis.range)
    var values = Figure.Panel(x, Self.scale("f", curve.shown.value))
    var slopes = Figure.Panel(x, Self.scale(slopeName, curve.shown.slope))
    values.lines = valueLines.map { Figure.Line(points: $0, style: .curve) }
    slopes.lines = curve.pieces.map { piece in
      Figure.Line(points: line(piece, \.slope), style: .slope)
    }
    if curve.breaks.count <= Self.mostMarked {
      for place in curve.breaks { mark(place, &values, &slopes) }
    }
    if path.count > 1 { values.lines.append(Figure.Line(points: path, style: .path)) }
    values.marks += path.enumerated().map { place, point in
      (point, place == 0 ? .start : place == path.count - 1 ? .finish : .step)
    }
    if let tangent {
      values.lines.append(
        Figure.Line(
          points: [x.low, x.high].map { Figure.Point(x: $0, y: tangent.height($0)) }, style: .tangent))
      values.marks.append((Figure.Point(x: tangent.x, y: tangent.value), .filled))
      slopes.marks.append((Figure.Point(x: tangent.x, y: tangent.slope), .filled))
    }
    figure.panels = [values, slopes]
    figure.captions = captions
    return figure
  }

  /// Returns an axis with some room above and below what is shown.
  private static func scale(_ name: String, _ range: ClosedRange<Double>) -> Figure.Scale {
    let room = (range.upperBound / 2 - range.lowerBound / 2) * 0.12
    let (low, high) = (range.lowerBound - room, range.upperBound + room)
    return Figure.Scale(name, low.isFinite && high.isFinite && low < high ? low...high : range)
  }

  /// Returns the line through the points of a piece; one that has a point alone is a dot.
  private func line(_ piece: Curve.Piece, _ height: (Curve.Point) -> Double) -> [Figure.Point] {
    let points = piece.points.map { Figure.Point(x: $0.x, y: height($0)) }
    guard points.count == 1 else { return points }
    let half = curve.axis.length / 2000
    return [-half, half].map { Figure.Point(x: points[0].x + $0, y: points[0].y) }
  }

  /// The lines of f, which go through kinks.
  private var valueLines: [[Figure.Point]] {
    let continuous = Set(curve.breaks.filter(\.isContinuous).map(\.x))
    var lines: [[Figure.Point]] = []
    for piece in curve.pieces {
      let points = line(piece, \.value)
      if let first = points.first, lines.last?.last?.x == first.x, continuous.contains(first.x) {
        lines[lines.count - 1] += points.dropFirst()
      } else {
        lines.append(points)
      }
    }
    return lines
  }

  /// Marks the ends of lines at a break: full where f has that value, open where it only comes near to it.
  private func mark(_ place: Break, _ values: inout Figure.Panel, _ slopes: inout Figure.Panel) {
    switch place.kind {
    case .pole, .unsettled, .upright: return
    case .kink:
      for slope in [place.left.slope.number, place.right.slope.number] {
        if let slope { slopes.marks.append((Figure.Point(x: place.x, y: slope), .open)) }
      }
    case .jump, .hole, .end:
      let limits = [place.left.value.number, place.right.value.number].compactMap { $0 }
      for limit in limits where !isNear(limit, place.value) {
        values.marks.append((Figure.Point(x: place.x, y: limit), .open))
      }
      if place.value.isFinite, place.kind != .end {
        values.marks.append((Figure.Point(x: place.x, y: place.value), .filled))
      }
    }
  }

  private func isNear(_ limit: Double, _ value: Double) -> Bool {
    let height = curve.shown.value.upperBound - curve.shown.value.lowerBound
    return fabs(limit - value) <= 1e-6 * fmax(fabs(limit), height)
  }

  // MARK: - Words

  private var captions: [String] {
    var captions: [String] = []
    if let tangent {
      captions.append(
        "tangent at \(name) = \(number(tangent.x)): \(tangent.equation(name, number))")
    }
    if path.count > 1, let first = path.first, let last = path.last {
      captions.append(
        "way: \(path.count) points, from \(name) = \(number(first.x)) to \(name) = \(number(last.x))")
    }
    for kind in Break.Kind.allCases {
      let places = curve.breaks.filter { $0.kind == kind }.map { number($0.x + 0) }
      if places.isEmpty { continue }
      let list = places.prefix(Self.mostListed).joined(separator: ", ")
      let more = places.count > Self.mostListed ? ", … (\(places.count) in all)" : ""
      captions.append("\(Self.name(kind, count: places.count)) at \(name) = \(list)\(more)")
    }
    if !curve.gaps.isEmpty, !curve.isUndefined {
      let gaps = curve.gaps.map { "from \(number($0.lowerBound)) to \(number($0.upperBound))" }
      let list = gaps.prefix(Self.mostListed).joined(separator: ", ")
      captions.append("undefined \(list)\(gaps.count > Self.mostListed ? ", …" : "")")
    }
    if curve.isUndefined { captions.append("undefined everywhere in this range") }
    if curve.isCrowded {
      captions.append("more than \(Curve.mostBreaks) jumps, poles or kinks, which a shorter range would show")
    }
    return captions
  }

  private static func name(_ kind: Break.Kind, count: Int) -> String {
    let (one, many) =
      switch kind {
      case .pole: ("pole", "poles")
      case .jump: ("jump", "jumps")
      case .unsettled: ("no limit", "no limit")
      case .hole: ("hole", "holes")
      case .upright: ("vertical tangent", "vertical tangents")
      case .kink: ("kink", "kinks")
      case .end: ("end of the domain", "ends of the domain")
      }
    return count == 1 ? one : many
  }

  // MARK: - Numbers

  /// The points as a table, with a row of nan where the lines of f are not to be joined, and a slope of nan where those
  /// of the slope are not.
  package var table: FigureTable {
    var table = FigureTable(names: [name, "f", slopeName] + (tangent == nil ? [] : ["tangent"]))
    func add(_ x: Double, _ value: Double, _ slope: Double) {
      table.rows.append([x, value, slope] + (tangent.map { [$0.height(x)] } ?? []))
    }
    if curve.isUndefined {
      for x in [curve.axis.range.lowerBound, curve.axis.range.upperBound] { add(x, .nan, .nan) }
    }
    let continuous = Set(curve.breaks.filter(\.isContinuous).map(\.x))
    for (place, piece) in curve.pieces.enumerated() {
      if place > 0, let first = piece.points.first, let last = curve.pieces[place - 1].points.last {
        let isJoined = first.x == last.x && continuous.contains(first.x)
        add(first.x == last.x ? first.x : last.x + (first.x - last.x) / 2, isJoined ? last.value : .nan, .nan)
      }
      for point in piece.points { add(point.x, point.value, point.slope) }
    }
    return table
  }
}
