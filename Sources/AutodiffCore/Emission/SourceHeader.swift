/// The comment above emitted code: its meaning, the program that it was made from and the form of a call.
struct SourceHeader {
  let program: GradientProgram
  let name: String
  let expression: String
  let isOnePath: Bool
  /// The names of the sizes that the function is told.
  var sizes: [String] = []

  /// Longer programs and lists are cut.
  private static let mostLines = 20
  private static let mostColumns = 200

  /// - Parameter comment: The sign that begins a comment up to the end of the line.
  func lines(_ call: [String], comment: String) -> [String] {
    var text = ["\(program.kind.form.meaning); made by 'autodiff emit' from", ""]
    let program = expression.split(separator: "\n", omittingEmptySubsequences: false)
    text += program.prefix(Self.mostLines).map { "    " + Self.safe(String($0.prefix(Self.mostColumns)), $0.count) }
    if program.count > Self.mostLines { text.append("    ...") }
    if !call.isEmpty { text += [""] + call }
    if isOnePath {
      text += ["", "It holds for the path that the program took at the values it was made with, and for no other."]
    }
    return text.map { $0.isEmpty ? comment : comment + " " + $0 }
  }

  /// A comment goes on where a line ends in a backslash, or in what stands for one.
  private static func safe(_ line: String, _ count: Int) -> String {
    var text = line.unicodeScalars.reduce(into: "") { result, scalar in
      if scalar == "?", result.hasSuffix("?") { result += " " }
      if scalar == "\r" { return }
      if isHidden(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        // Some languages take these for the end of a line.
        result.unicodeScalars.append(["\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) ? " " : scalar)
      }
    }
    if count > line.count { text += "..." }
    return text.hasSuffix("\\") ? text + " ." : text
  }

  /// Returns a Boolean value indicating whether a character shows nothing but what others are taken for: signs for the
  /// direction of writing, with which some compilers take no comment, and control characters.
  ///
  /// Source: N. Boucher and R. Anderson, "Trojan Source: Invisible Vulnerabilities" (2021).
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  private var graph: Graph { program.graph }

  /// The rows of numbers that a function takes: x, and the direction if there is one.
  var arrays: [String] { ["x"] + (program.directions.isEmpty ? [] : [EmittedAnswer.direction]) }

  /// `x`, or `x, v`, behind the sizes.
  var parameters: String { (sizes + arrays).joined(separator: ", ") }

  /// The line on the sizes.
  var sizesLine: [String] {
    sizes.isEmpty ? [] : ["    \(sizes.joined(separator: ", ")): size\(sizes.count == 1 ? "" : "s")"]
  }

  /// The places of the inputs and of the answers, for functions of rows of numbers.
  ///
  /// - Parameters:
  ///   - inputs: the inputs that stand in x; nil for all.
  ///   - element: the spelling of a place in an array.
  func arguments(
    of inputs: [Graph.NodeID]? = nil, _ element: (String, String) -> String
  ) -> [String] {
    let inputs = inputs ?? program.inputs
    return sizesLine + places(inputs, in: "x", "", element)
      + (program.directions.isEmpty ? [] : places(program.wrt, in: EmittedAnswer.direction, "along ", element))
      + program.answers.flatMap { places($0, of: inputs, element) }
  }

  private func places(
    _ answer: GradientProgram.Answer, of inputs: [Graph.NodeID], _ element: (String, String) -> String
  ) -> [String] {
    let name = answer.kind.rawValue
    switch answer.kind {
    case .value, .tangent:
      let shape = program.output
      if answer.kind == .value, shape.isScalar { return [] }
      let meaning = answer.kind == .value ? "f" : "the derivative of f along \(EmittedAnswer.direction)"
      let size = shape.isScalar ? "" : ", " + shape.text(ascii: true) + (shape.rank > 1 ? ", row by row" : "")
      return ["    \(name): \(meaning)\(size)"]
    case .gradient: return places(program.wrt, in: name, "df/d", element)
    case .product: return places(program.wrt, in: name, "d(v.df)/d", element)
    case .jacobian, .hessian:
      let columns = program.count(program.wrt)
      let rows = columns == 0 ? 0 : program.count(answer.nodes) / columns
      let size = "    \(name): \(rows)x\(columns), row by row; "
      if answer.kind == .hessian { return [size + "rows and columns as in the gradient"] }
      let head = size + "a row for each element of f, columns "
      if program.wrt == inputs { return [head + "as in x"] }
      return [head + "as in"] + places(program.wrt, in: "wrt", "", element)
    }
  }

  /// `x[0]`, or `x[1] to x[6]: W, 2x3, row by row`, one for each input.
  private func places(
    _ inputs: [Graph.NodeID], in array: String, _ prefix: String, _ element: (String, String) -> String
  ) -> [String] {
    var lines: [String] = []
    var start = 0
    for input in inputs {
      let shape = graph.shape(of: input)
      let name = prefix + graph.name(ofInput: input)
      if shape.isScalar {
        lines.append("    \(element(array, String(start))): \(name)")
      } else {
        let order = shape.rank > 1 ? ", row by row" : ""
        let (first, last) = (element(array, String(start)), element(array, String(start + shape.count - 1)))
        lines.append("    \(first) to \(last): \(name), \(shape.text(ascii: true))\(order)")
      }
      start += shape.count
    }
    if lines.count > Self.mostLines { lines[(Self.mostLines - 1)..<(lines.count - 1)] = ["    ..."] }
    return lines
  }
}
