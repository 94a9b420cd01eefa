/// A picture of functions for the terminal.
package struct FigureText {
  private let figure: Figure
  private let ascii: Bool
  private let width: Int
  private let margin: Int
  private let number = NumberText(digits: 6)

  /// The greatest width of a name beside a panel that panels make room for.
  private static let mostMargin = 6

  /// Returns the lines of a picture, none wider than the terminal.
  package static func lines(_ figure: Figure, width: Int, ascii: Bool) -> [String] {
    FigureText(figure, width: max(30, min(width, 200)), ascii: ascii).lines
  }

  private init(_ figure: Figure, width: Int, ascii: Bool) {
    self.figure = figure
    self.ascii = ascii
    self.width = width
    let number = number
    let labels = figure.panels.enumerated().flatMap { place, panel in
      Self.ticks(panel, isFirst: place == 0).map { number($0).utf8.count }
    }
    let names = figure.panels.map { min(TextWidth.of($0.y.name), Self.mostMargin) }
    margin = max(names.max() ?? 0, labels.max() ?? 0)
  }

  private var lines: [String] {
    var lines = [abridged(figure.title, to: width)]
    for (place, panel) in figure.panels.enumerated() {
      lines += self.lines(panel, isFirst: place == 0, isLast: place == figure.panels.count - 1)
    }
    return lines + figure.captions.flatMap { Paragraph.lines($0, width: width) }
  }

  private func lines(_ panel: Figure.Panel, isFirst: Bool, isLast: Bool) -> [String] {
    let columns = width - margin - 3
    var canvas = DotCanvas(columns: columns, rows: panel.isPlane ? 24 : isFirst ? 15 : 9)
    draw(panel, on: &canvas)
    let rows = Self.ticks(panel, isFirst: isFirst).map { tick in
      (row: canvas.cell(Figure.Point(x: 0, y: panel.y.part(tick) * canvas.size.y)).row, text: number(tick))
    }
    var lines = [right(abridged(panel.y.name, to: width))]
    for (place, line) in canvas.lines(ascii: ascii).enumerated() {
      let label = rows.first { $0.row == place }
      let axis = label == nil ? (ascii ? " |" : " │") : (ascii ? " +" : " ┤")
      lines.append((right(label?.text ?? "") + axis + line).withoutBlanksAtEnd)
    }
    let ticks = panel.x.ticks(about: max(2, columns / 10)).map { tick in
      (column: canvas.cell(Figure.Point(x: panel.x.part(tick) * canvas.size.x, y: 0)).column, text: number(tick))
    }
    var axis = [Character](repeating: ascii ? "-" : "─", count: columns)
    for tick in ticks { axis[tick.column] = ascii ? "+" : "┬" }
    lines.append(right("") + (ascii ? " +" : " └") + String(axis))
    guard isLast else { return lines }
    var labels = [Character](repeating: " ", count: width)
    var end = 0
    for (column, text) in ticks {
      let start = min(margin + 2 + column - text.count / 2, width - text.count)
      guard start >= end else { continue }
      for (place, character) in text.enumerated() { labels[start + place] = character }
      end = start + text.count + 1
    }
    lines.append(String(labels).withoutBlanksAtEnd)
    let name = abridged(panel.x.name, to: columns)
    lines.append(String(repeating: " ", count: margin + 2 + (columns - TextWidth.of(name)) / 2) + name)
    return lines
  }

  /// Returns the round numbers beside a panel.
  private static func ticks(_ panel: Figure.Panel, isFirst: Bool) -> [Double] {
    panel.y.ticks(about: panel.isPlane ? 6 : isFirst ? 5 : 3)
  }

  /// Returns the beginning of a text that keeps to a width, with an ellipsis if some is left out.
  private func abridged(_ text: String, to width: Int) -> String {
    let ellipsis = ascii ? "..." : "…"
    let text = text.map { $0.isNewline ? "; " : String($0) }.joined()
    guard TextWidth.of(text) > width else { return text }
    var kept = text
    while !kept.isEmpty, TextWidth.of(kept) > width - TextWidth.of(ellipsis) { kept.removeLast() }
    return kept + ellipsis
  }

  private func right(_ text: String) -> String {
    String(repeating: " ", count: max(0, margin - TextWidth.of(text))) + text
  }

  // MARK: - Inside a frame

  private func draw(_ panel: Figure.Panel, on canvas: inout DotCanvas) {
    let size = canvas.size
    for area in panel.areas { draw(area, panel, on: &canvas) }
    for line in panel.lines {
      for part in panel.clipped(line.points, size) { canvas.draw(part, isDashed: line.style == .tangent) }
    }
    for (point, mark) in panel.marks {
      let place = panel.place(point, size)
      if panel.holds(place, size) { canvas.write(sign(of: mark), at: place) }
    }
    for (point, text, role) in panel.labels {
      let place = panel.place(point, size)
      if panel.holds(place, size), role != .region { canvas.write(text, at: place, yields: role == .level) }
    }
    for (from, step) in panel.steps(size, longest: 8) { canvas.write(arrow(step), at: from, yields: true) }
  }

  private func draw(_ area: Figure.Area, _ panel: Figure.Panel, on canvas: inout DotCanvas) {
    let size = canvas.size
    let outlines = area.outlines.map { $0.map { panel.place($0, size) } }
    func isAtBorder(_ a: Figure.Point, _ b: Figure.Point) -> Bool {
      a.x == b.x && (a.x <= 0 || a.x >= size.x) || a.y == b.y && (a.y <= 0 || a.y >= size.y)
    }
    for outline in outlines {
      for (a, b) in zip(outline, outline.dropFirst()) where !isAtBorder(a, b) {
        canvas.draw([a, b], isDashed: false)
      }
    }
    for row in stride(from: 1, to: canvas.rows, by: 2) {
      for column in stride(from: row / 2 % 2 == 0 ? 2 : 5, to: canvas.columns, by: 6) {
        let place = Figure.Point(x: Double(column * 2), y: size.y - Double(row * 4) - 1)
        if Self.isInside(place, outlines) { canvas.write(String(area.output + 1), at: place) }
      }
    }
  }

  /// Returns a Boolean value indicating whether a place lies inside closed lines.
  ///
  /// Source: M. Shimrat, "Algorithm 112: Position of point relative to polygon", CACM 5 (1962).
  private static func isInside(_ place: Figure.Point, _ outlines: [[Figure.Point]]) -> Bool {
    var isInside = false
    for outline in outlines {
      for (a, b) in zip(outline, outline.dropFirst()) where (a.y > place.y) != (b.y > place.y) {
        if place.x < a.x + (place.y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
      }
    }
    return isInside
  }

  private func sign(of mark: Figure.Mark) -> String {
    switch mark {
    case .filled, .finish: ascii ? "*" : "●"
    case .open, .start: ascii ? "o" : "○"
    case .step: ascii ? "+" : "•"
    }
  }

  private static let arrows = ["→", "↗", "↑", "↖", "←", "↙", "↓", "↘"]
  private static let plainArrows = [">", "^", "<", "v"]

  /// Returns the arrow whose direction is nearest to a step's.
  private func arrow(_ step: Figure.Point) -> String {
    let signs = ascii ? Self.plainArrows : Self.arrows
    let turn = InverseTangent.atan2(step.y, step.x) / (2 * Double.pi) * Double(signs.count)
    let place = Int(turn.rounded()) % signs.count
    return signs[place < 0 ? place + signs.count : place]
  }
}

extension String {
  /// The text without blanks at its end.
  fileprivate var withoutBlanksAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
