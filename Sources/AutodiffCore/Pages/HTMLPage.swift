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

  let trace: Trace
  let scene: Scene
  let surroundings: Surroundings
  let code: SweepCode?
  let rows: PageRows
  /// The place of each edge among those of the sweep.
  private let edgePlaces: [SweepNumber: Int]

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
    edgePlaces = Dictionary(
      rows.edges.enumerated().map { (.sent($1.from, $1.place), $0) }, uniquingKeysWith: { one, _ in one })
  }

  var graph: Graph { trace.graph }

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
  func attributes(_ which: SweepNumber, _ spelling: Sentence.Spelling = .plain) -> String {
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
  func html(_ sentence: Sentence) -> String {
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
    return edgePlaces[.sent(from, place)]
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
      switch decided.kind {
      case .branch, .loop: break
      case .index(let parts): length = parts
      // No number is an index of nothing: the page does not solve equations anew.
      case .root: length = -1
      }
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
}
