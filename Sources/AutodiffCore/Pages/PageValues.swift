/// The fields of the inputs, the answers, and what is to be noted about them.
extension HTMLPage {
  var inputs: [String] {
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
}
