/// A scene in SVG, which browsers show and papers print: plain shapes and texts without styles, scripts or anything from
/// outside.
///
/// Source: W3C, "Scalable Vector Graphics (SVG) 2"; W3C, "SVG Accessibility API Mappings" for `role`, `title` and
/// `desc`.
package struct SVG {
  static let ink = "#24292f"
  private static let faint = "#6e7781"
  static let fonts = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

  /// The picture as a part of a page, whose style settles the colours, and whose script finds the parts.
  package struct PageParts {
    /// The size of a pixel of the scene on the page.
    let scale: Double
    /// A closure that returns the attributes of a text by what it shows.
    let attributes: (Scene.Shown) -> String

    /// Creates the marks of parts.
    package init(scale: Double, _ attributes: @escaping (Scene.Shown) -> String) {
      self.scale = scale
      self.attributes = attributes
    }
  }

  private let scene: Scene
  private let page: PageParts?
  /// A Boolean value indicating whether characters beyond ASCII are written by their numbers.
  private let ascii: Bool

  /// Returns the lines of a scene in SVG.
  ///
  /// - Parameter ascii: A Boolean value indicating whether characters beyond ASCII are written by their numbers.
  /// - Parameter page: The marks of parts in a page; nil for a picture of its own.
  package static func lines(_ scene: Scene, ascii: Bool, in page: PageParts? = nil) -> [String] {
    SVG(scene: scene, page: page, ascii: ascii).lines
  }

  private var lines: [String] {
    let (width, height) = (Int(scene.width.rounded(.up)), Int(scene.height.rounded(.up)))
    let box = page == nil ? "xmlns=\"http://www.w3.org/2000/svg\"" : "class=\"picture\""
    var lines = [
      "<svg \(box) width=\"\(number(Double(width) * (page?.scale ?? 1)))\""
        + " height=\"\(number(Double(height) * (page?.scale ?? 1)))\""
        + " viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"\(Self.fonts)\">",
      "<title id=\"title\">\(escaped(scene.title))</title>",
      "<desc id=\"desc\">\(escaped(scene.description))</desc>",
    ]
    if page == nil {
      lines.append("<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>")
    }
    lines.append(
      "<g\(part("wires")) fill=\"none\" stroke=\"\(Self.ink)\" stroke-linejoin=\"round\">")
    // Strong wires lie on faint ones.
    for wire in scene.wires.sorted(by: { ($0.flow?.width ?? 0) < ($1.flow?.width ?? 0) }) { lines.append(line(wire)) }
    lines.append("</g>")
    let tips = scene.wires.filter(\.hasTip).map(tip)
    if !tips.isEmpty { lines += ["<g\(part("tips")) fill=\"\(Self.ink)\">"] + tips + ["</g>"] }
    let partings = scene.wires.filter(\.parts).compactMap(\.points.last).map(parting)
    if !partings.isEmpty {
      lines += ["<g\(part("tips")) fill=\"\(Self.ink)\">"] + partings + ["</g>"]
    }
    lines.append("<g\(part("boxes")) fill=\"#ffffff\" stroke=\"\(Self.ink)\" stroke-width=\"1.3\">")
    for box in scene.boxes { lines += outline(box) }
    lines.append("</g>")
    if !scene.keptMarks.isEmpty {
      lines.append("<g\(part("kept")) stroke=\"\(Self.ink)\" stroke-width=\"1.2\">")
      for mark in scene.keptMarks { lines.append(kept(mark.centre, isSide: mark.isSide)) }
      lines.append("</g>")
    }
    for mark in scene.legend { lines += legendMark(mark.mark, mark.label) }
    let labels = scene.boxes.flatMap(\.labels) + scene.wires.flatMap(\.labels) + scene.legend.map(\.label)
    for role in Scene.Role.allCases { lines += texts(labels.filter { $0.role == role }, role) }
    return lines + ["</svg>"]
  }

  // MARK: - Parts of a page

  /// Returns the class of a group.
  private func part(_ name: String) -> String { page == nil ? "" : " class=\"\(name)\"" }

  /// Returns the marks of a wire by which a page finds it: the boxes that it leads to, with the place among the operands
  /// of each.
  private func mark(_ wire: Scene.Wire) -> String {
    guard page != nil else { return "" }
    return " data-w=\"" + wire.targets.map { "\($0.box).\($0.place)" }.joined(separator: " ") + "\""
  }

  private func mark(_ box: Scene.Box) -> String { page == nil ? "" : " data-b=\"\(box.id)\"" }

  // MARK: - Shapes

  private func line(_ wire: Scene.Wire) -> String {
    var points = wire.points
    if wire.hasTip, let arrow = wire.arrow { points[points.count - 1] = arrow.base }
    return "<path\(mark(wire)) d=\"\(path(points))\"\(stroke(wire.flow))/>"
  }

  private func path(_ points: [Scene.Point]) -> String {
    points.enumerated().map { ($0 == 0 ? "M" : "L") + pair($1) }.joined()
  }

  /// Returns the attributes of a line, by the strength of the gradient along it.
  private func stroke(_ flow: Flow.Strength?) -> String {
    guard let flow else { return page == nil ? " stroke-width=\"1.3\"" : "" }
    if page != nil { return strength(flow) }
    let dashes = flow == .nothing ? " stroke-dasharray=\"3 3\"" : ""
    return " stroke=\"\(Self.grey(flow))\" stroke-width=\"\(number(Double(flow.width) / 10))\"\(dashes)"
  }

  /// Returns the class of a line in a page, by the strength of the gradient along it.
  private func strength(_ flow: Flow.Strength) -> String {
    switch flow {
    case .nothing: " class=\"flow0\""
    case .step(let step): " class=\"flow\(step + 1)\""
    }
  }

  private static func grey(_ flow: Flow.Strength) -> String {
    let digits = String(flow.grey, radix: 16)
    let pair = digits.utf8.count == 1 ? "0" + digits : digits
    return "#\(pair)\(pair)\(pair)"
  }

  private func tip(_ wire: Scene.Wire) -> String {
    guard let arrow = wire.arrow else { return "" }
    let fill = wire.flow.map { page == nil ? " fill=\"\(Self.grey($0))\"" : strength($0) } ?? ""
    return "<path\(mark(wire)) d=\"\(path(arrow.corners))Z\"\(fill)/>"
  }

  private func parting(_ point: Scene.Point) -> String {
    "<circle cx=\"\(number(point.x))\" cy=\"\(number(point.y))\" r=\"2.2\"/>"
  }

  private func outline(_ box: Scene.Box) -> [String] {
    let title = box.formula.isEmpty ? "" : "<title>\(escaped(box.formula))</title>"
    let centre = box.centre
    switch box.outline {
    case .circle(let radius):
      return [
        "<circle\(mark(box)) cx=\"\(number(centre.x))\" cy=\"\(number(centre.y))\" r=\"\(number(radius))\">\(title)</circle>"
      ]
    case .capsule(let width, let height):
      return [
        "<rect\(mark(box)) x=\"\(number(centre.x - width / 2))\" y=\"\(number(centre.y - height / 2))\" width=\"\(number(width))\""
          + " height=\"\(number(height))\" rx=\"\(number(height / 2))\">\(title)</rect>"
      ]
    case .none: return []
    }
  }

  private func kept(_ centre: Scene.Point, isSide: Bool) -> String {
    let half = Scene.markSize / 2
    return "<rect x=\"\(number(centre.x - half))\" y=\"\(number(centre.y - half))\" width=\"\(number(2 * half))\""
      + " height=\"\(number(2 * half))\" fill=\"\(isSide ? "#ffffff" : Self.ink)\"/>"
  }

  private func legendMark(_ mark: Scene.LegendMark, _ label: Scene.Label) -> [String] {
    switch mark {
    case .none: return []
    case .kept(let isSide):
      return [
        "<g\(part("kept")) stroke=\"\(Self.ink)\" stroke-width=\"1.2\">"
          + kept(label.beside(9), isSide: isSide) + "</g>"
      ]
    case .flow(let strength):
      let line = "<path d=\"\(path([label.beside(34), label.beside(6)]))\" fill=\"none\"\(stroke(strength))/>"
      return [page == nil ? line : "<g\(part("wires"))>\(line)</g>"]
    }
  }

  // MARK: - Texts

  private func texts(_ labels: [Scene.Label], _ role: Scene.Role) -> [String] {
    guard !labels.isEmpty else { return [] }
    let bold = role.isBold ? " font-weight=\"bold\"" : ""
    let lines = labels.map { label in
      let anchor =
        switch label.anchor {
        case .start: "start"
        case .middle: "middle"
        case .end: "end"
        }
      return
        "<text x=\"\(number(label.point.x))\" y=\"\(number(label.point.y))\" text-anchor=\"\(anchor)\"\(shown(label))>"
        + escaped(label.text) + "</text>"
    }
    return ["<g\(part("\(role)")) fill=\"\(Self.colour(role))\" font-size=\"\(role.size)\"\(bold)>"]
      + lines + ["</g>"]
  }

  /// Returns the marks of a text in a page: those of its number, else those of its box.
  private func shown(_ label: Scene.Label) -> String {
    guard let page else { return "" }
    return label.shows.map(page.attributes) ?? ""
  }

  /// The colour of a text; none of them is the only sign of what it says.
  private static func colour(_ role: Scene.Role) -> String {
    switch role {
    case .operation, .input, .output, .name: ink
    case .constant, .legend: faint
    case .value: "#1a7f37"
    case .adjoint, .total: "#cf222e"
    }
  }

  private func number(_ value: Double) -> String { Fixed.text(value) }

  private func pair(_ point: Scene.Point) -> String { "\(number(point.x)) \(number(point.y))" }

  private func escaped(_ text: String) -> String { Self.escaped(text, ascii: ascii) }

  /// Returns a text in which nothing is taken for markup, and without characters that XML has no room for.
  ///
  /// - Parameter ascii: A Boolean value indicating whether characters beyond ASCII are written by their numbers.
  static func escaped(_ text: String, ascii: Bool) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result += " "
      case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
      case _ where ascii && !scalar.isASCII: result += "&#x\(String(scalar.value, radix: 16));"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
