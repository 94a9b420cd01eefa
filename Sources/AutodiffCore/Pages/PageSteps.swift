/// The steps: their controls and sentences, the tables that they are rows of, and the picture that they are marked in.
extension HTMLPage {
  var steps: String {
    """
    <div class="steps" role="group" aria-label="Steps">
    <button type="button" id="first">Whole</button>
    <button type="button" id="back">&#9664; Back</button><button type="button" id="next">Next &#9654;</button>
    <button type="button" id="last">End</button>
    <input type="range" id="step" min="0" max="\(all.count { !$0.isHidden })" value="0" aria-label="Step">
    <output id="place" for="step"></output></div>
    """
  }

  private var all: [PageRow] { rows.forward + rows.back }

  var sentences: String {
    let output = rows.text(trace.output, .value(graph.output))
    let whole: Sentence =
      "f is \(output). Step through its forward pass and the way back: by the buttons, the slider or "
      + "the arrow keys."
    var lines = [
      "<div class=\"say\" aria-live=\"polite\"><p id=\"whole\" class=\"now\">\(html(whole))</p>"
    ]
    for (index, row) in all.enumerated() {
      let hidden = row.isHidden ? " hidden" : ""
      let mark = code == nil ? "" : marks(row)
      if row.sentences.count == 1 {
        lines.append("<p id=\"s\(index)\"\(mark)\(hidden)>\(html(row.sentences[0]))</p>")
      } else {
        let kinds = row.sentences.enumerated().map { kind, sentence in
          "<span\(mark) data-if=\"\(kind)\"\(kind == row.sentence ? "" : " hidden")>\(html(sentence))</span>"
        }
        lines.append(
          "<p id=\"s\(index)\"\(mark)\(hidden)>\(code == nil ? html(row.sentences[row.sentence]) : kinds.joined())</p>"
        )
      }
    }
    return lines.joined(separator: "\n") + "</div>"
  }

  /// Returns the marks of a row by the edges on which it depends.
  private func marks(_ row: PageRow) -> String {
    if let edge = row.edge { return " data-edge=\"\(edge)\"" }
    return row.sum.isEmpty
      ? "" : " data-sums=\"\(row.sum.map(String.init).joined(separator: " "))\""
  }

  // MARK: - Tables

  var tables: [String] {
    var titles = ["node", "operation"]
    if trace.hasArrays { titles.append("shape") }
    titles.append("value")
    if trace.marksSaved { titles.append("kept") }
    return table("Forward pass", titles, rows.forward, from: 0, number: trace.hasArrays ? 3 : 2)
      + table(
        "The way back", ["adjoint", "contribution", "upstream · local", "value", "gate"], rows.back,
        from: rows.forward.count, number: 3)
  }

  private func table(_ title: String, _ titles: [String], _ rows: [PageRow], from: Int, number: Int)
    -> [String]
  {
    let heads = titles.enumerated().map {
      "<th scope=\"col\"\($0 == number ? " class=\"num\"" : "")>\($1)</th>"
    }
    var lines = [
      "<div class=\"scroll\"><table><caption>\(title)</caption><thead><tr>\(heads.joined())</tr></thead><tbody>"
    ]
    for (index, row) in rows.enumerated() {
      let cells = row.cells.enumerated().map { column, cell in
        let text = html(cell)
        if column == 0 { return "<th scope=\"row\"><bdi>\(text)</bdi></th>" }
        return column == number ? "<td class=\"num\">\(text)</td>" : "<td>\(text)</td>"
      }
      let boxes = row.boxes.map { "n\($0)" } + (row.isSeed ? [Picture.outputID] : [])
      let wires =
        row.wires.map { "n\($0.to).\($0.place)" } + (row.isSeed ? ["\(Picture.outputID).0"] : [])
      lines.append(
        "<tr data-row=\"\(from + index)\" data-n=\"\(row.isSeed ? Self.seedKey : key(row.brings))\""
          + " data-b=\"\(boxes.joined(separator: " "))\" data-w=\"\(wires.joined(separator: " "))\""
          + "\(code == nil ? "" : marks(row))\(row.isHidden ? " hidden" : "")>\(cells.joined())</tr>"
      )
    }
    return lines + ["</tbody></table></div>"]
  }

  // MARK: - Picture

  /// The key of the number that the last wire sends back.
  private static let seedKey = "s\(Picture.outputID).0"

  /// Returns the name by which a number of a table is found in the picture.
  private func key(_ which: SweepNumber) -> String {
    switch which {
    case .value(let node): "vn\(node)"
    case .adjoint(let node): "an\(node)"
    case .local(let node, let place): "ln\(node).\(place)"
    case .sent(let node, let place): "sn\(node).\(place)"
    }
  }

  /// A Boolean value indicating whether the picture is too wide to stand beside the tables.
  var isWide: Bool { scene.width * Self.smallest > Self.column }

  /// The width of the picture's column where there is much room, in pixels, and the least and greatest scales.
  private static let column = 680.0
  private static let smallest = 0.75
  private static let greatest = 1.5

  private var scale: Double {
    let room = isWide ? 1.8 * Self.column : Self.column
    return max(Self.smallest, min(Self.greatest, room / max(1, scene.width)))
  }

  var picture: [String] {
    var nodes: [String: Graph.NodeID] = [:]
    for step in trace.steps { nodes["n\(step.node)"] = step.node }
    let conditions = Set(trace.steps.filter(\.isCondition).map(\.node))
    return SVG.lines(
      scene, ascii: false,
      in: SVG.PageParts(scale: scale) { shown in
        switch shown {
        case .box(let box): return " data-b=\"\(box)\""
        case .value(let box):
          guard let node = nodes[box] else { return "" }
          return " data-n=\"v\(box)\""
            + attributes(.value(node), conditions.contains(node) ? .truth : .plain)
        case .sent(let box, let place):
          let which = nodes[box].map { SweepNumber.sent($0, place) } ?? .adjoint(graph.output)
          return " data-n=\"s\(box).\(place)\"" + (nodes[box] == nil ? "" : attributes(which))
        case .total(let box):
          guard let node = nodes[box] else { return "" }
          return " data-n=\"a\(box)\" data-p=\"Σ \"" + attributes(.adjoint(node))
        }
      })
  }
}
