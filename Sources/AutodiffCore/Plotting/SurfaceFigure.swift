/// A function of two numbers as a picture: level lines, arrows of the gradient, and a way through them.
package struct SurfaceFigure {
  private let section: Section
  private let surface: Surface
  private let path: [Figure.Point]
  private let point: Figure.Point?
  private let number: NumberText

  /// The number of places along each axis that level lines are drawn by, of those that have an arrow, and of those that
  /// a table lists.
  private static let places = (lines: 97, arrows: (x: 13, y: 10), table: 41)

  /// Takes a function over a plane.
  ///
  /// - Parameter point: A point to be marked.
  /// - Parameter path: The points of a way.
  package init(_ section: Section, point: Figure.Point? = nil, path: [Figure.Point] = [], number: NumberText) {
    self.section = section
    self.path = path
    self.point = point
    self.number = number
    // Of a program that takes long fewer places have to do.
    let isDear = section.graph.elementCount > 2000
    surface = Surface(section, count: isDear ? (Self.places.lines + 1) / 2 : Self.places.lines)
  }

  /// A Boolean value indicating whether f has no value anywhere.
  package var isUndefined: Bool { surface.isUndefined }

  /// Returns the picture.
  package func figure(title: String) -> Figure {
    var figure = Figure(title: title)
    let axes = surface.axes
    var panel = Figure.Panel(Figure.Scale(axes[0].name, axes[0].range), Figure.Scale(axes[1].name, axes[1].range))
    panel.isPlane = true
    let contours = Contours(
      columns: surface.columns, rows: surface.rows, values: surface.values[0], isBroken: surface.isBroken)
    for level in Levels.round(surface.values[0], about: 9) {
      let lines = contours.lines(level)
      panel.lines += lines.map { Figure.Line(points: $0, style: .level) }
      guard let longest = lines.max(by: { $0.count < $1.count }), longest.count > 12 else { continue }
      panel.labels.append((longest[longest.count / 2], NumberText(digits: 6)(level + 0), .level))
    }
    panel.arrows = arrows
    if path.count > 1 { panel.lines.append(Figure.Line(points: path, style: .path)) }
    panel.marks = path.enumerated().map { place, point in
      (point, place == 0 ? .start : place == path.count - 1 ? .finish : .step)
    }
    if let point { panel.marks.append((point, .filled)) }
    figure.panels = [panel]
    figure.captions = captions(panel)
    return figure
  }

  private var arrows: [(point: Figure.Point, vector: Figure.Point)] {
    let (columns, rows) = Self.places.arrows
    let places = (0..<rows).flatMap { row in
      (0..<columns).map { column in
        [
          section.axes[0].place((Double(column) + 0.5) / Double(columns)),
          section.axes[1].place((Double(row) + 0.5) / Double(rows)),
        ]
      }
    }
    return zip(places, Surface.answers(section, places, slopes: true)).map { place, answer in
      (Figure.Point(x: place[0], y: place[1]), Figure.Point(x: answer[1], y: answer[2]))
    }
  }

  private func captions(_ panel: Figure.Panel) -> [String] {
    if isUndefined { return ["undefined everywhere in this range"] }
    var captions: [String] = []
    if panel.lines.contains(where: { $0.style == .level }) {
      captions.append("lines: f has the value that is written on them; arrows: the gradient, uphill")
    } else if let value = surface.values[0].first(where: { $0.isFinite }) {
      captions.append("f is \(number(value)) here")
    }
    if path.count > 1, let first = path.first, let last = path.last {
      captions.append("way: \(path.count) points, from \(text(first)) to \(text(last))")
    }
    if surface.values[0].contains(where: \.isNaN) { captions.append("undefined where there are neither") }
    return captions
  }

  private func text(_ point: Figure.Point) -> String {
    "\(surface.axes[0].name) = \(number(point.x)), \(surface.axes[1].name) = \(number(point.y))"
  }

  /// The values and slopes on a grid, row by row.
  package var table: FigureTable {
    let names = surface.axes.map(\.name)
    var table = FigureTable(names: names + ["f"] + names.map { "df/d\($0)" })
    let count = Self.places.table
    let places = (0..<count * count).map { place in
      [
        section.axes[0].place(Double(place % count) / Double(count - 1)),
        section.axes[1].place(Double(place / count) / Double(count - 1)),
      ]
    }
    table.rows = zip(places, Surface.answers(section, places, slopes: true)).map { $0 + $1 }
    return table
  }
}
