/// A trace as one page without any outside resource: the picture beside the tables, the steps one by one with their
/// sentences, and inputs whose values can be changed.
///
/// Everything stands in the page as text, and works on paper and without the script. The script puts numbers into places
/// that carry the place of their number (`data-q`). The page allows no style and no script but its own, by their hashes:
/// a fixed nonce would also do, but allow every script that somehow bears it.
///
/// Sources: WHATWG, "HTML"; W3C, "Content Security Policy Level 3"; W3C, "Accessible Rich Internet Applications".
package struct HTMLPage {
  /// The parts of a page that a trace does not have.
  package struct Surroundings {
    /// The program's text.
    package var expression = ""
    /// The name of the value, such as `f`, and those of the derivatives.
    package var labels: [String] = []
    /// The lines about the path that the program took, and what is to be noted at the point.
    package var notes: [String] = []
    /// The way in which numbers of the tables, and of the picture, are written.
    package var number = NumberText(digits: 6)
    package var pictureNumber = NumberText(digits: 4)
    /// A Boolean value indicating whether wires show the strength of what they send back.
    package var showsFlow = false
    /// A Boolean value indicating whether characters beyond ASCII are written by their numbers.
    package var ascii = false
    /// Creates what surrounds an empty trace.
    package init() {}
  }

  private let trace: Trace
  private let scene: Scene
  private let surroundings: Surroundings
  private let code: SweepCode?
  private let rows: PageRows

  /// Creates the page of a reverse trace.
  ///
  /// - Parameter scene: The picture of the same graph at the same point.
  /// - Parameter source: The program's text.
  package init(_ trace: Trace, _ scene: Scene, source: SourceText, _ surroundings: Surroundings) {
    self.trace = trace
    self.scene = scene
    self.surroundings = surroundings
    let seed = trace.cotangent ?? 1.0
    let canChange = trace.graph.inputs.contains { trace.graph.shape(of: $0).isScalar }
    code = canChange ? SweepCode(trace.point, seed: seed) : nil
    let words = WayBackWords(
      Exercise(trace.point, cotangent: seed, source: source), surroundings.number)
    rows = PageRows(trace, words, code, surroundings.number)
  }

  private var graph: Graph { trace.graph }

  // MARK: - The page

  /// The lines of the page.
  package var lines: [String] { surroundings.ascii ? page.map(Markup.ascii) : page }

  private var page: [String] {
    let script = PageScript.text(data: data, code: code?.lines ?? [], showsFlow: surroundings.showsFlow)
    let style = PageStyle.text
    let policy =
      "default-src 'none'; style-src '\(Self.source(style))'; script-src '\(Self.source(script))'; base-uri 'none'; "
      + "form-action 'none'"
    return [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<title>\(Markup.escaped(surroundings.expression))</title>", "<style>\(style)</style>",
      "</head>", "<body>",
      "<h1>f = \(Markup.program(surroundings.expression))</h1>", "<main\(isWide ? " class=\"stacked\"" : "")>",
    ] + inputs + [
      "<section class=\"wide stepper\" aria-label=\"Steps\">", steps, sentences, "</section>",
      "<section class=\"drawing\" aria-label=\"Picture\"><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Picture\">",
    ] + picture + ["</div></section>", "<section class=\"tables\" aria-label=\"Tables\">"] + tables + [
      "</section>", "</main>",
    ]
      + ["<script>\(script)</script>", "</body>", "</html>"]
  }

  private static func source(_ text: String) -> String {
    "sha256-" + SHA256.base64(SHA256.hash(text))
  }

  // MARK: - Numbers

  /// Returns the attributes of a number that may change; nothing for one that cannot.
  private func attributes(_ which: SweepNumber, _ spelling: Sentence.Spelling = .plain) -> String {
    guard let place = code?.places[which], place.shape.count <= PageRows.mostElements else {
      return ""
    }
    var text = " data-q=\"\(place.start)\""
    if !place.shape.isScalar {
      text += " data-h=\"\(place.shape.lengths.map(String.init).joined(separator: " "))\""
    }
    switch spelling {
    case .plain: break
    case .factor: text += " data-s=\"f\""
    case .truth: text += " data-s=\"t\""
    }
    return text
  }

  /// Returns a text with its numbers marked.
  private func html(_ sentence: Sentence) -> String {
    var html = ""
    var words = ""
    for part in sentence.parts {
      guard case .words(let text) = part else {
        html += Markup.words(words)
        words = ""
        switch part {
        case .words: break
        case .number(let text, let which, let spelling):
          let attributes = attributes(which, spelling)
          html +=
            attributes.isEmpty
            ? Markup.escaped(text) : "<span\(attributes)>\(Markup.escaped(text))</span>"
        case .sum(let text, let terms):
          let places = terms.compactMap(edgePlace).map(String.init).joined(separator: " ")
          html +=
            code == nil
            ? Markup.escaped(text) : "<span data-sum=\"\(places)\">\(Markup.escaped(text))</span>"
        }
        continue
      }
      words += text
    }
    return html + Markup.words(words)
  }

  private func edgePlace(_ which: SweepNumber) -> Int? {
    guard case .sent(let from, let place) = which else { return nil }
    return rows.edges.firstIndex { $0.from == from && $0.place == place }
  }

  /// The numbers that the script needs, in JSON.
  private var data: String {
    guard let code else { return "{}" }
    func list(_ parts: [String]) -> String { "[" + parts.joined(separator: ",") + "]" }
    func place(_ which: SweepNumber) -> (start: Int, count: Int) {
      code.places[which].map { ($0.start, $0.shape.count) } ?? (0, 0)
    }
    // A double as the script reads it back; those that are not finite have names there.
    func number(_ value: Double) -> String { JavaScriptDialect.number(value).text }
    let x = graph.inputs.flatMap { trace.point.values[Int($0)].elements.map(number) }
    let edges = code.edges.map { edge -> String in
      let (sent, local) = (
        place(.sent(edge.from, edge.place)), place(.local(edge.from, edge.place))
      )
      let upstream = place(.adjoint(edge.from))
      let selects = local.count > 0 && graph.nodes[Int(edge.from)].primitive.gate.selects
      let isNumber = code.places[.local(edge.from, edge.place)]?.shape.isScalar == true
      return list([
        "\(edge.from)", "\(edge.to)", "\(sent.start)", "\(sent.count)", "\(local.start)",
        selects ? "\(local.count)" : "0", "\(upstream.start)", "\(upstream.count)", isNumber ? "1" : "0",
      ])
    }
    let guards = code.guards.map { place, decided -> String in
      var length = 0
      if case .index(let parts) = decided.kind { length = parts }
      return list([
        "\(place.start)", "\(place.shape.count)", decided.holds ? "1" : "0", "\(length)",
      ])
    }
    let wires = code.edges.enumerated().map { "\"n\($1.from).\($1.place)\":\($0)" }
    let seed = (trace.cotangent ?? 1.0).elements.map(number)
    let given = graph.inputs.map { "\(place(.value($0)).start)" }
    return "{x:\(list(x)),given:\(list(given)),output:\(graph.output),edges:\(list(edges)),guards:\(list(guards)),"
      + "wires:{\(wires.joined(separator: ","))},seed:\(list(seed)),flow:\(surroundings.showsFlow),"
      + "digits:[\(surroundings.number.digits ?? 17),\(surroundings.pictureNumber.digits ?? 17)]}"
  }

  // MARK: - Inputs and answers

  private var inputs: [String] {
    var lines = ["<section class=\"wide\" aria-label=\"Values\">"]
    if code != nil {
      lines.append("<form class=\"inputs\" autocomplete=\"off\">")
      var start = 0
      for input in graph.inputs {
        let shape = graph.shape(of: input)
        if shape.isScalar, let value = trace.point.values[Int(input)].scalar {
          let name = Markup.escaped(graph.name(ofInput: input))
          let text = NumberText()(value)
          lines.append(
            "<div><label for=\"x\(start)\"><bdi>\(name)</bdi> =</label><input id=\"x\(start)\" data-x=\"\(start)\""
              + " type=\"text\" inputmode=\"decimal\" spellcheck=\"false\" value=\"\(text)\"><input id=\"r\(start)\""
              + " type=\"range\" min=\"-100\" max=\"100\" value=\"0\" aria-label=\"\(name), by dragging\""
              + " aria-valuetext=\"\(text)\"></div>")
        }
        start += shape.count
      }
      lines.append("<button type=\"button\" id=\"reset\" disabled>As at first</button></form>")
    } else if !graph.inputs.isEmpty {
      let values = graph.inputs.map {
        "<bdi>\(Markup.escaped(graph.name(ofInput: $0)))</bdi> = \(Markup.escaped(value(trace.point.values[Int($0)])))"
      }
      lines.append(
        "<p>At \(values.joined(separator: ", ")). These values cannot be changed here.</p>")
    }
    return lines + answers + notes + ["</section>"]
  }

  private func value(_ value: Tensor) -> String { ArrayText(surroundings.number).line(value) }

  private var answers: [String] {
    let derivatives = zip(trace.gradient, trace.point.wrt).map { answer, node in
      (answer.value, SweepNumber.adjoint(node))
    }
    let all = [(trace.output, SweepNumber.value(graph.output))] + derivatives
    return ["<dl class=\"answers\" aria-live=\"polite\">"]
      + zip(surroundings.labels, all).map { label, answer in
        let text = rows.text(answer.0, answer.1)
        let shown = code == nil ? Markup.escaped(value(answer.0)) : html(text)
        return "<div><dt><bdi>\(Markup.escaped(label))</bdi></dt><dd>\(shown)</dd></div>"
      } + ["</dl>"]
  }

  private var notes: [String] {
    var lines = ["<div id=\"notes\">"]
    lines += surroundings.notes.map { "<p class=\"note\">\(Markup.escaped($0))</p>" }
    lines.append("</div>")
    guard let code else { return lines }
    lines.append("<div role=\"status\">")
    lines.append(
      "<p class=\"note\" id=\"path\" hidden>The program takes another path at these values than the one that is shown, so "
        + "there are no numbers here: ask autodiff again at these values.</p>")
    let words = KinkText(surroundings.number, ties: trace.point.ties)
    for (node, place) in code.kinks {
      let primitive = graph.nodes[Int(node)].primitive
      guard let kind = primitive.gate.kink?.kind else { continue }
      let operation = KinkText.operation(primitive, operands(of: node))
      lines.append(
        note(
          "kink", "\(place.start) \(place.shape.count)",
          "\(kind.rawValue) at \(operation); used: \(words.convention(primitive, kind))"))
    }
    return lines + undefined(code) + ["</div>"]
  }

  private func note(_ kind: String, _ places: String, _ text: Sentence) -> String {
    "<p class=\"note\" data-\(kind)=\"\(places)\" hidden>\(html(text))</p>"
  }

  private func operands(of node: Graph.NodeID) -> [Sentence] {
    graph.operands(of: node).map { operand in
      let value = trace.point.values[Int(operand)]
      return value.scalar == nil
        ? Sentence(ShapeText.phrase(value.shape)) : rows.text(value, .value(operand))
    }
  }

  /// Returns the reasons for which results may not be finite.
  private func undefined(_ code: SweepCode) -> [String] {
    var lines: [String] = []
    func places(_ node: Graph.NodeID) -> String? {
      code.places[.value(node)].map { "\($0.start) \($0.shape.count)" }
    }
    for node in trace.names.operations {
      guard let own = places(node) else { continue }
      let operation = UndefinedText.application(
        graph.nodes[Int(node)].primitive, operands(of: node))
      let result = rows.text(trace.point.values[Int(node)], .value(node))
      let known = graph.operands(of: node).compactMap(places)
      lines.append(
        "<p class=\"note\" data-node=\"\(node)\" data-undefined=\"\(([own] + known).joined(separator: " "))\" hidden>not"
          + " finite: <span>\(html(operation))</span> is \(html(result))</p>")
    }
    lines.append("<p class=\"note\" id=\"lost\" hidden></p>")
    return lines
  }

  // MARK: - Steps

  private var steps: String {
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

  private var sentences: String {
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

  private var tables: [String] {
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
  private var isWide: Bool { scene.width * Self.smallest > Self.column }

  /// The width of the picture's column where there is much room, in pixels, and the least and greatest scales.
  private static let column = 680.0
  private static let smallest = 0.75
  private static let greatest = 1.5

  private var scale: Double {
    let room = isWide ? 2 * Self.column : Self.column
    return max(Self.smallest, min(Self.greatest, room / max(1, scene.width)))
  }

  private var picture: [String] {
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
