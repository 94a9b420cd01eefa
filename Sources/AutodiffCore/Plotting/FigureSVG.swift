/// A picture of functions in SVG, with the fonts and numbers of the pictures of graphs.
package struct FigureSVG {
  private let figure: Figure
  private let ascii: Bool

  private static let width = 640.0
  private static let margin = (top: 40.0, right: 22.0, between: 32.0, bottom: 56.0)
  /// The size of the font of numbers, in pixels.
  private static let small = 12
  private static let faint = "#6e7781"
  private static let grid = "#e4e7eb"

  /// Returns the lines of a picture in SVG.
  ///
  /// - Parameter ascii: A Boolean value indicating whether characters beyond ASCII are written by their numbers.
  package static func lines(_ figure: Figure, ascii: Bool) -> [String] {
    FigureSVG(figure: figure, ascii: ascii).lines
  }

  /// A panel at its place.
  private struct Frame {
    var panel: Figure.Panel
    var left: Double
    var top: Double
    var size: Figure.Point
    var x: [Double]
    var y: [Double]

    /// Returns where a place of the frame lies in the picture.
    func pixel(_ place: Figure.Point) -> Scene.Point { Scene.Point(x: left + place.x, y: top + size.y - place.y) }
  }

  private func frames() -> [Frame] {
    let ticks = figure.panels.map { panel in
      (x: panel.x.ticks(about: 8), y: panel.y.ticks(about: figure.panels.count > 1 ? 5 : 7))
    }
    let labels = ticks.map { widest($0.y) }.max() ?? 0
    let left = Double(labels) + 22
    var top = Self.margin.top
    return figure.panels.enumerated().map { place, panel in
      var size = Figure.Point(x: Self.width - left - Self.margin.right, y: place == 0 ? 300 : 170)
      if panel.isPlane {
        let ratio = (panel.y.high - panel.y.low) / (panel.x.high - panel.x.low)
        // A unit is as long both ways unless one axis would be much shorter than the other.
        size.y = ratio > 0.45 && ratio < 1.1 ? size.x * ratio : 400
        if ratio >= 1.1, ratio < 2.2 { size = Figure.Point(x: 480 / ratio, y: 480) }
      }
      defer { top += size.y + (place == figure.panels.count - 1 ? 0 : Self.margin.between) }
      return Frame(panel: panel, left: left, top: top, size: size, x: ticks[place].x, y: ticks[place].y)
    }
  }

  private func widest(_ ticks: [Double]) -> Int {
    ticks.map { TextExtent.width(Self.text($0), size: Self.small) }.max() ?? 0
  }

  private static func text(_ value: Double) -> String { NumberText(digits: 12)(value + 0).minus }

  private var lines: [String] {
    let frames = frames()
    let bottom = (frames.last.map { $0.top + $0.size.y } ?? 0) + Self.margin.bottom
    let captions = figure.captions.flatMap { wrapped($0) }
    let height = Int(bottom + Double(captions.count) * 17 + (captions.isEmpty ? 0 : 6))
    let width = Int(Self.width)
    let title = TextExtent.abridged(figure.title, to: width - 40, size: 15, isBold: true)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\""
        + " viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"\(SVG.fonts)\">",
      "<title id=\"title\">\(escaped(figure.title))</title>",
      "<desc id=\"desc\">\(escaped(description))</desc>",
      "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>",
    ]
    for (place, frame) in frames.enumerated() { lines += panel(frame, isLast: place == frames.count - 1) }
    lines.append(
      "<text x=\"\(Fixed.text(Self.width / 2))\" y=\"24\" text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\""
        + " fill=\"\(SVG.ink)\">\(escaped(title))</text>")
    if !captions.isEmpty {
      lines.append("<g font-size=\"\(Self.small)\" fill=\"\(SVG.ink)\">")
      for (place, caption) in captions.enumerated() {
        lines.append(
          "<text x=\"\(Fixed.text(frames.first?.left ?? 0))\" y=\"\(Fixed.text(bottom + 4 + Double(place) * 17))\">"
            + "\(escaped(caption))</text>")
      }
      lines.append("</g>")
    }
    return lines + ["</svg>"]
  }

  /// The picture in words.
  private var description: String {
    let axes = figure.panels.map { "\($0.y.name) over \($0.x.name)" }.joined(separator: "; ")
    return ([axes] + figure.captions).joined(separator: ". ")
  }

  /// Returns a caption in lines that fit into the picture.
  private func wrapped(_ caption: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in caption.split(separator: " ") {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if !line.isEmpty, TextExtent.width(longer, size: Self.small) > Int(Self.width) - 90 {
        lines.append(line)
        line = "  " + word
      } else {
        line = longer
      }
    }
    return lines + [line]
  }

  // MARK: - Panels

  private func panel(_ frame: Frame, isLast: Bool) -> [String] {
    let (panel, size) = (frame.panel, frame.size)
    var lines: [String] = []
    lines += panel.areas.map { area($0, frame) }
    let x = frame.x.map { panel.x.part($0) * size.x }
    let y = frame.y.map { panel.y.part($0) * size.y }
    if !panel.isPlane {
      lines.append("<path stroke=\"\(Self.grid)\" d=\"\(grid(frame, x, y))\"/>")
      if panel.y.low < 0, panel.y.high > 0, !panel.y.isLogarithmic {
        let zero = Figure.Point(x: 0, y: panel.y.part(0) * size.y)
        lines.append(
          "<path stroke=\"#8c959f\" d=\"M\(pair(frame.pixel(zero)))h\(Fixed.text(size.x))\"/>")
      }
    }
    lines.append("<g fill=\"none\" stroke-linejoin=\"round\">")
    // Lines of one style that follow each other are one shape.
    var shape = (style: Figure.Style.curve, path: "")
    func end() {
      if !shape.path.isEmpty { lines.append("<path d=\"\(shape.path)\"\(Self.stroke(shape.style))/>") }
      shape.path = ""
    }
    for line in panel.lines {
      if line.style != shape.style { end() }
      shape.style = line.style
      for part in panel.clipped(line.points, size) { shape.path += path(Self.thinned(part), frame) }
    }
    end()
    lines.append("</g>")
    lines += arrows(frame)
    lines.append(
      "<rect x=\"\(Fixed.text(frame.left))\" y=\"\(Fixed.text(frame.top))\" width=\"\(Fixed.text(size.x))\""
        + " height=\"\(Fixed.text(size.y))\" fill=\"none\" stroke=\"#8c959f\"/>")
    lines += marks(frame)
    lines += axes(frame, x, y, isLast: isLast)
    return lines + labels(frame)
  }

  private func grid(_ frame: Frame, _ x: [Double], _ y: [Double]) -> String {
    let upright = x.map { "M\(pair(frame.pixel(Figure.Point(x: $0, y: 0))))v\(Fixed.text(-frame.size.y))" }
    let flat = y.map { "M\(pair(frame.pixel(Figure.Point(x: 0, y: $0))))h\(Fixed.text(frame.size.x))" }
    return (upright + flat).joined()
  }

  private func axes(_ frame: Frame, _ x: [Double], _ y: [Double], isLast: Bool) -> [String] {
    var lines = ["<g font-size=\"\(Self.small)\" fill=\"\(SVG.ink)\">"]
    let bottom = frame.top + frame.size.y
    if frame.panel.isPlane {
      let ticks =
        x.map { "M\(Fixed.text(frame.left + $0)) \(Fixed.text(bottom))v5" }
        + y.map { "M\(Fixed.text(frame.left)) \(Fixed.text(bottom - $0))h-5" }
      lines.append("<path stroke=\"#8c959f\" d=\"\(ticks.joined())\"/>")
    }
    for (place, tick) in zip(x, frame.x) where isLast {
      lines.append(label(frame.left + place, bottom + 18, "middle", Self.text(tick)))
    }
    for (place, tick) in zip(y, frame.y) {
      lines.append(label(frame.left - 8, bottom - place + 4, "end", Self.text(tick)))
    }
    if isLast {
      lines.append(
        label(frame.left + frame.size.x / 2, bottom + 36, "middle", frame.panel.x.name, isBold: true))
    }
    lines.append(
      label(frame.left - 8, frame.top - (frame.panel.isPlane ? 12 : 8), "middle", frame.panel.y.name, isBold: true))
    return lines + ["</g>"]
  }

  private func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String, isBold: Bool = false) -> String {
    "<text x=\"\(Fixed.text(x))\" y=\"\(Fixed.text(y))\" text-anchor=\"\(anchor)\"\(isBold ? " font-weight=\"bold\"" : "")>"
      + "\(escaped(text))</text>"
  }

  // MARK: - Inside

  /// The fills of areas: light, and told apart by the numbers on them as well.
  private static let fills = ["#dbe9f6", "#fbe6cd", "#dcefd9", "#f3dcea", "#e6e1f4", "#f6f1c9", "#d9f0ee", "#e8e8e8"]

  private func area(_ area: Figure.Area, _ frame: Frame) -> String {
    let outlines = area.outlines.map { outline in
      let places = outline.dropLast().map { frame.panel.place($0, frame.size) }
      return path(Self.thinned(places + places.prefix(1)).dropLast(), frame) + "Z"
    }
    return "<path fill=\"\(Self.fills[area.output % Self.fills.count])\" fill-rule=\"evenodd\" stroke=\"#57606a\""
      + " stroke-width=\"1.2\" stroke-linejoin=\"round\" d=\"\(outlines.joined())\"/>"
  }

  private static let dashes = ["", "7 3", "2 3", "10 3 2 3", "5 5"]
  private static let colours = ["#0550ae", "#bc4c00", "#1a7f37", "#8250df", "#24292f"]

  private static func stroke(_ style: Figure.Style) -> String {
    switch style {
    case .curve: " stroke=\"#0550ae\" stroke-width=\"2\""
    case .slope: " stroke=\"#bc4c00\" stroke-width=\"2\""
    case .tangent: " stroke=\"#cf222e\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\""
    case .level: " stroke=\"#57606a\" stroke-width=\"1\""
    case .path: " stroke=\"#cf222e\" stroke-width=\"1.5\""
    case .series(let place):
      " stroke=\"\(colours[place % colours.count])\" stroke-width=\"2\""
        + (place % dashes.count == 0 ? "" : " stroke-dasharray=\"\(dashes[place % dashes.count])\"")
    }
  }

  private func arrows(_ frame: Frame) -> [String] {
    let steps = frame.panel.steps(frame.size, longest: 24)
    guard !steps.isEmpty else { return [] }
    var shafts = ""
    var tips = ""
    for (from, step) in steps {
      let length = Root.hypot(step.x, step.y)
      let to = Figure.Point(x: from.x + step.x, y: from.y + step.y)
      guard length > 2, frame.panel.holds(to, frame.size) else { continue }
      let (x, y) = (step.x / length, step.y / length)
      let tip = fmin(5, length / 2)
      let back = Figure.Point(x: to.x - x * tip, y: to.y - y * tip)
      let half = tip * 0.5
      shafts += path([from, back], frame)
      tips +=
        path(
          [
            to, Figure.Point(x: back.x - y * half, y: back.y + x * half),
            Figure.Point(x: back.x + y * half, y: back.y - x * half),
          ], frame) + "Z"
    }
    return [
      "<path stroke=\"#0969da\" fill=\"none\" d=\"\(shafts)\"/>", "<path fill=\"#0969da\" d=\"\(tips)\"/>",
    ]
  }

  private func marks(_ frame: Frame) -> [String] {
    var last: Figure.Point?
    return frame.panel.marks.compactMap { point, mark in
      let place = frame.panel.place(point, frame.size)
      guard frame.panel.holds(place, frame.size) else { return nil }
      // Of steps that lie close to each other some are enough.
      if mark == .step, frame.panel.areas.isEmpty {
        if let last, Root.hypot(place.x - last.x, place.y - last.y) < 7 { return nil }
        last = place
      }
      let pixel = frame.pixel(place)
      let (radius, attributes) =
        switch mark {
        case .filled: (3.5, "fill=\"\(SVG.ink)\"")
        case .open: (3.5, "fill=\"#ffffff\" stroke=\"\(SVG.ink)\" stroke-width=\"1.3\"")
        case .step: (2.2, "fill=\"#cf222e\"")
        case .start: (4, "fill=\"#ffffff\" stroke=\"#cf222e\" stroke-width=\"1.5\"")
        case .finish: (4, "fill=\"#cf222e\"")
        }
      return
        "<circle cx=\"\(Fixed.text(pixel.x))\" cy=\"\(Fixed.text(pixel.y))\" r=\"\(Fixed.text(radius))\" \(attributes)/>"
    }
  }

  private func labels(_ frame: Frame) -> [String] {
    var taken: [(left: Double, top: Double, width: Double)] = []
    var lines: [String] = []
    for (point, text, role) in frame.panel.labels {
      let place = frame.panel.place(point, frame.size)
      guard frame.panel.holds(place, frame.size) else { continue }
      let pixel = frame.pixel(place)
      let size = role == .region ? 20 : 11
      let width = Double(TextExtent.width(text.minus, size: size)) + 4
      var left = pixel.x - width / 2
      if role == .series { left = fmin(pixel.x + 4, frame.left + frame.size.x - width) }
      left = fmax(frame.left + 1, fmin(left, frame.left + frame.size.x - width - 1))
      let box = (left: left, top: pixel.y - Double(size) * 0.65, width: width)
      if role == .level {
        let isFree = !taken.contains { other in
          fabs(other.top - box.top) < 14 && other.left < box.left + box.width && box.left < other.left + other.width
        }
        guard isFree, box.top > frame.top, box.top + 13 < frame.top + frame.size.y else { continue }
        lines.append(
          "<rect x=\"\(Fixed.text(left))\" y=\"\(Fixed.text(box.top))\" width=\"\(Fixed.text(width))\" height=\"13\""
            + " fill=\"#ffffff\"/>")
      }
      taken.append(box)
      let bold =
        role == .region
        ? " font-weight=\"bold\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"" : ""
      // The name of a curve stands above its end.
      let base = role == .series ? pixel.y - 6 : pixel.y + Double(size) * 0.36
      lines.append(
        "<text x=\"\(Fixed.text(left + 2))\" y=\"\(Fixed.text(base))\""
          + " font-size=\"\(size)\"\(bold) fill=\"\(SVG.ink)\">\(escaped(text.minus))</text>")
    }
    return lines
  }

  // MARK: - Paths

  /// Returns a line without the points that nobody would miss.
  ///
  /// Source: U. Ramer, "An iterative procedure for the polygonal approximation of plane curves" (1972).
  private static func thinned(_ points: [Figure.Point]) -> [Figure.Point] {
    guard points.count > 2 else { return points }
    var isKept = [Bool](repeating: false, count: points.count)
    isKept[0] = true
    isKept[points.count - 1] = true
    var open = [(0, points.count - 1)]
    while let (first, last) = open.popLast() {
      let (a, b) = (points[first], points[last])
      let length = Root.hypot(b.x - a.x, b.y - a.y)
      var farthest = (place: first, distance: 0.12)
      for place in first + 1..<max(last, first + 1) {
        let point = points[place]
        let distance =
          length > 0
          ? fabs((point.x - a.x) * (b.y - a.y) - (point.y - a.y) * (b.x - a.x)) / length
          : Root.hypot(point.x - a.x, point.y - a.y)
        if distance > farthest.distance { farthest = (place, distance) }
      }
      guard farthest.place > first else { continue }
      isKept[farthest.place] = true
      open.append((first, farthest.place))
      open.append((farthest.place, last))
    }
    return zip(points, isKept).filter(\.1).map(\.0)
  }

  private func path(_ points: some Sequence<Figure.Point>, _ frame: Frame) -> String {
    var path = ""
    var last = ""
    for point in points {
      let text = pair(frame.pixel(point))
      if text == last { continue }
      path += (path.isEmpty ? "M" : "L") + text
      last = text
    }
    return path
  }

  private func pair(_ point: Scene.Point) -> String { "\(Fixed.text(point.x)) \(Fixed.text(point.y))" }

  private func escaped(_ text: String) -> String { SVG.escaped(text, ascii: ascii) }
}

extension String {
  /// The text of a number with a minus sign in place of a hyphen.
  fileprivate var minus: String { hasPrefix("-") ? "−" + String(dropFirst()) : self }
}
