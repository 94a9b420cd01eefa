/// A scene as a picture of LaTeX's package TikZ, for papers and slides whose fonts it takes.
///
/// Source: T. Tantau, "The TikZ and PGF Packages", manual of version 3.1, §12 to §17.
package struct TikZ {
  private let scene: Scene

  /// Returns the lines of a scene in TikZ; they need no other package.
  package static func lines(_ scene: Scene) -> [String] { TikZ(scene: scene).lines }

  private var lines: [String] {
    var lines = [
      "% needs \\usepackage{tikz}; \\resizebox{\\linewidth}{!}{...} fits it to a line",
      "\\begin{tikzpicture}[x=0.75pt, y=-0.75pt, line width=0.8pt, inner sep=0pt,",
      "  every node/.style={anchor=base, font=\\fontsize{9}{11}\\selectfont},",
      "  value/.style={text={rgb,255:red,26;green,127;blue,55}},",
      "  gradient/.style={text={rgb,255:red,207;green,34;blue,46}},",
      "  gate/.style={font=\\fontsize{11}{13}\\selectfont}, tip/.style={fill, draw=none}]",
    ]
    for wire in scene.wires.sorted(by: { ($0.flow?.width ?? 0) < ($1.flow?.width ?? 0) }) { lines += line(wire) }
    for wire in scene.wires where wire.parts {
      if let end = wire.points.last { lines.append("\\fill \(pair(end)) circle[radius=1.7pt];") }
    }
    for box in scene.boxes { lines += outline(box) }
    for mark in scene.keptMarks { lines.append(kept(mark.centre, isSide: mark.isSide)) }
    for entry in scene.legend { lines += legendMark(entry.mark, entry.label) }
    let labels = scene.boxes.flatMap(\.labels) + scene.wires.flatMap(\.labels) + scene.legend.map(\.label)
    return lines + labels.map(node) + ["\\end{tikzpicture}"]
  }

  // MARK: - Shapes

  private func line(_ wire: Scene.Wire) -> [String] {
    var points = wire.points
    let (style, fill) = stroke(wire.flow)
    guard wire.hasTip, let arrow = wire.arrow else { return ["\\draw\(style) \(path(points));"] }
    points[points.count - 1] = arrow.base
    return ["\\draw\(style) \(path(points));", "\\path[tip\(fill)] \(path(arrow.corners)) -- cycle;"]
  }

  /// Returns the options of a line and those of its tip, by the strength of the gradient along it.
  private func stroke(_ flow: Flow.Strength?) -> (line: String, tip: String) {
    guard let flow else { return ("", "") }
    let grey = "black!\((255 - flow.grey) * 100 / 255)"
    let dashes = flow == .nothing ? ", dashed" : ""
    return ("[line width=\(Fixed.text(Double(flow.width) * 0.075))pt, \(grey)\(dashes)]", ", fill=\(grey)")
  }

  private func path(_ points: [Scene.Point]) -> String { points.map(pair).joined(separator: " -- ") }

  private func pair(_ point: Scene.Point) -> String { "(\(Fixed.text(point.x)),\(Fixed.text(point.y)))" }

  private func outline(_ box: Scene.Box) -> [String] {
    switch box.outline {
    case .circle(let radius):
      return ["\\draw[fill=white] \(pair(box.centre)) circle[radius=\(Fixed.text(radius * 0.75))pt];"]
    case .capsule(let width, let height):
      let from = Scene.Point(x: box.centre.x - width / 2, y: box.centre.y - height / 2)
      let to = Scene.Point(x: box.centre.x + width / 2, y: box.centre.y + height / 2)
      let corner = Fixed.text((height / 2 - 0.5) * 0.75)
      return ["\\draw[fill=white, rounded corners=\(corner)pt] \(pair(from)) rectangle \(pair(to));"]
    case .none: return []
    }
  }

  private func kept(_ centre: Scene.Point, isSide: Bool) -> String {
    let half = Scene.markSize / 2
    let from = Scene.Point(x: centre.x - half, y: centre.y - half)
    let to = Scene.Point(x: centre.x + half, y: centre.y + half)
    return "\\draw[fill=\(isSide ? "white" : "black")] \(pair(from)) rectangle \(pair(to));"
  }

  private func legendMark(_ mark: Scene.LegendMark, _ label: Scene.Label) -> [String] {
    switch mark {
    case .none: return []
    case .kept(let isSide): return [kept(label.beside(9), isSide: isSide)]
    case .flow(let strength):
      return ["\\draw\(stroke(strength).line) \(path([label.beside(34), label.beside(6)]));"]
    }
  }

  // MARK: - Texts

  private func node(_ label: Scene.Label) -> String {
    var options: [String] = []
    let text: String
    switch label.role {
    case .operation:
      options.append("gate")
      text = "$\(operation(label.text))$"
    case .input, .output:
      options.append("gate")
      text = "$\(LaTeX.name(label.text))$"
    case .constant: text = "$\(numbers(label.text))$"
    case .name: text = "$\(LaTeX.name(label.text))$"
    case .value:
      options.append("value")
      text = "$\(numbers(label.text))$"
    case .adjoint, .total:
      options.append("gradient")
      text = "$\(numbers(label.text))$"
    case .legend: text = words(label.text)
    }
    switch label.anchor {
    case .start: options.append("anchor=base west")
    case .middle: break
    case .end: options.append("anchor=base east")
    }
    let choice = options.isEmpty ? "" : "[\(options.joined(separator: ", "))]"
    return "\\node\(choice) at \(pair(label.point)) {\(text)};"
  }

  /// Returns the sign or name of an operation in mathematics.
  private func operation(_ text: String) -> String {
    if text.hasPrefix("^") { return "{\\cdot}^{\(numbers(String(text.dropFirst())))}" }
    if text.hasSuffix("^") { return "\(numbers(String(text.dropLast())))^{\\cdot}" }
    return numbers(text)
  }

  /// Returns numbers, signs and words in mathematics.
  private func numbers(_ text: String) -> String {
    var result = ""
    var token = ""
    func end() {
      guard let first = token.unicodeScalars.first else { return }
      let isNumber = ("0"..."9").contains(first) || (first == "-" && token.utf8.count > 1)
      result +=
        isNumber
        ? LaTeX.number(token)
        : ("a"..."z").contains(first) || ("A"..."Z").contains(first) ? "\\mathrm{\(LaTeX.escaped(token))}" : token
      token = ""
    }
    for character in text {
      switch character {
      case " ":
        end()
        result += "\\ "
      case "[", "]", "(", ")", ",", ":", "<", ">", "/", "+", "@":
        end()
        result.append(character)
      case "×", "−", "…", "Σ", "≤", "≥", "≠", "^", "_", "%", "&", "#", "$", "{", "}", "\\", "~":
        if character == "_" {
          token.append(character)
        } else {
          end()
          result += Self.signs[character] ?? LaTeX.escaped(String(character))
        }
      default: token.append(character)
      }
    }
    end()
    return result
  }

  private func words(_ text: String) -> String {
    text.reduce(into: "") { $0 += Self.signs[$1].map { "$\($0)$" } ?? LaTeX.escaped(String($1)) }
  }

  /// The signs that LaTeX has names for.
  private static let signs: [Character: String] = [
    "×": "\\times ", "−": "-", "…": "\\ldots ", "Σ": "\\Sigma ", "≤": "\\le ", "≥": "\\ge ", "≠": "\\ne ",
    "^": "\\wedge ",
  ]
}
