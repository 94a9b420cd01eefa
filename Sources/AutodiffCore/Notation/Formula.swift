/// A printer of nodes of a graph as formulas, down to nodes that have a name.
package struct Formula {
  let graph: Graph
  let style: FormulaStyle
  let number: NumberText
  /// A Boolean value indicating whether long lists are shown by their beginning and their end.
  let elides: Bool
  private let name: (Graph.NodeID) -> String?
  /// The formulas that stand in the place of inputs; nil where inputs are written by their names.
  var inputFormula: ((Graph.NodeID) -> Rendered)?

  /// A Boolean value indicating whether formulas are written as a person does who puts them into each other: `a - b` for
  /// a + -b, brackets around what begins with a sign elsewhere behind an operator and around a product of matrices
  /// before one, and a matrix for the transpose of its transpose.
  var joinsSigns = false

  /// Creates a printer for the nodes of a graph.
  ///
  /// - Parameter number: The way in which constants are written.
  /// - Parameter elides: A Boolean value indicating whether long lists are shown by their beginning and their end.
  /// - Parameter name: A closure that returns the name of a node, or nil for a node to be written out.
  package init(
    _ graph: Graph, style: FormulaStyle, number: NumberText = NumberText(), elides: Bool = true,
    name: @escaping (Graph.NodeID) -> String?
  ) {
    self.graph = graph
    self.style = style
    self.number = number
    self.elides = elides
    self.name = name
  }

  /// Returns the formula of a node, or its name.
  package func text(_ id: Graph.NodeID) -> String { render(id).text }

  /// Returns the formula of a node in terms of its operands, even if it has a name itself.
  package func definition(_ id: Graph.NodeID) -> String { render(id, named: false).text }

  /// Returns the formula of a node as a factor: in brackets if a product would tear it apart.
  package func factor(_ id: Graph.NodeID) -> String { bracketed(render(id), below: 8) }

  /// A formula with its level: how tightly its outermost operator binds.
  struct Rendered {
    var text: String
    var level = Notation.atomLevel
    /// A Boolean value indicating whether a factor behind it would read as a part of it, as with a sum.
    var isOpen = false
    /// A Boolean value indicating whether it is a product of matrices, which looks no tighter than others in the language.
    var isMatrixProduct = false
  }

  /// Returns the formula of a node.
  ///
  /// - Parameter named: A Boolean value indicating whether a name of the node itself is used.
  func render(_ id: Graph.NodeID, named: Bool = true) -> Rendered {
    if named, let name = name(id) { return Rendered(text: style == .latex ? LaTeX.name(name) : name) }
    let node = graph.nodes[Int(id)]
    switch node.kind {
    case .input:
      if let inputFormula { return inputFormula(id) }
      let name = graph.inputNames[Int(node.a)]
      return Rendered(text: style == .latex ? LaTeX.name(name) : name)
    case .constant:
      return constant(graph.constants[Int(node.a)])
    case .wide where node.primitive.isArray:
      return array(graph.operation(id), graph.operands(of: id))
    case .binary where isChain(id): return chain(id)
    case .unary, .binary, .wide:
      let gate = node.primitive.gate
      let operands = graph.operands(of: id).map { render($0) }
      if node.primitive == .multiply, style != .language, multipliesElements(id) { return elementwise(operands) }
      if style == .latex, let template = gate.latex { return latex(template, gate, operands) }
      return plain(node.primitive, gate, operands)
    }
  }

  /// Returns a Boolean value indicating whether a node is a sum or a product whose left operand may be one as well.
  ///
  /// Such chains are written in a loop from their first term on, so that a long one takes no stack.
  private func isChain(_ id: Graph.NodeID) -> Bool {
    let node = graph.nodes[Int(id)]
    guard case .binary = node.kind else { return false }
    if node.primitive == .add || node.primitive == .subtract { return true }
    return node.primitive == .multiply && (style == .language || style == .latex && !multipliesElements(id))
  }

  /// Returns the formula of a chain of sums or products.
  private func chain(_ id: Graph.NodeID) -> Rendered {
    var spine = [id]
    while case let left = graph.nodes[Int(spine[spine.count - 1])].a, name(left) == nil, isChain(left) {
      spine.append(left)
    }
    var result = render(graph.nodes[Int(spine[spine.count - 1])].a)
    if result.isMatrixProduct, graph.nodes[Int(spine[spine.count - 1])].primitive == .multiply {
      result = Rendered(text: bracketed(result, below: 7))
    }
    for id in spine.reversed() {
      let node = graph.nodes[Int(id)]
      guard case .infix(let left, let level, let right) = node.primitive.gate.notation else { break }
      var own = render(node.b)
      let isTurned = joinsSigns && node.primitive == .add && own.level >= right && own.text.hasPrefix("-")
      if isTurned { own.text.removeFirst() }
      let operand = second(own, below: right)
      result.text = node.primitive == .multiply ? factor(result, below: left) : bracketed(result, below: left)
      result.isOpen = false
      result.text += isTurned ? " - " : symbol(node.primitive, node.primitive.gate)
      result.text += operand
      result.level = level
    }
    return result
  }

  private func constant(_ value: Double) -> Rendered {
    let text = style == .latex ? LaTeX.number(number(value)) : number(value)
    if value < 0 { return Rendered(text: style == .language ? text : text.replacing(minus: style), level: 7) }
    return Rendered(text: text)
  }

  /// Returns a primitive applied to its operands in the notation of its row: as a function, or as an operator with the
  /// brackets that precedence asks for.
  func plain(_ primitive: Primitive, _ gate: Gate<Double>, _ operands: [Rendered]) -> Rendered {
    switch gate.notation {
    case .function:
      let name = style == .latex ? LaTeX.function(primitive.shownName) : primitive.shownName
      return Rendered(text: "\(name)(\(operands.map(\.text).joined(separator: ", ")))")
    case .postfix(let level):
      let mark = style == .language ? "'" : "ᵀ"
      if joinsSigns, operands[0].level == level, operands[0].text.hasSuffix(mark) {
        return Rendered(text: String(operands[0].text.dropLast()), level: level)
      }
      return Rendered(text: bracketed(operands[0], below: level) + mark, level: level)
    case .prefix(let level):
      let symbol = gate.name == "-" ? (style == .unicode ? "−" : "-") : gate.name + " "
      if gate.name == "-", let product = negatedProduct(symbol, operands[0]) { return product }
      return Rendered(text: symbol + bracketed(operands[0], below: level + 1), level: level)
    case .infix(let left, let level, let right):
      if style == .unicode, primitive == .power, let exponent = Superscript.text(operands[1].text) {
        return Rendered(text: bracketed(operands[0], below: left) + exponent, level: level)
      }
      let isMatrixProduct = joinsSigns && style == .language && primitive.isArray && level == 6
      let first = operands[0].isMatrixProduct && !isMatrixProduct ? 7 : left
      return Rendered(
        text: bracketed(operands[0], below: first) + symbol(primitive, gate)
          + (level == 6 ? second(operands[1], below: right) : bracketed(operands[1], below: right)),
        level: level, isMatrixProduct: isMatrixProduct)
    }
  }

  /// Returns the sign of an operator, with blanks around it.
  private func symbol(_ primitive: Primitive, _ gate: Gate<Double>) -> String {
    if style == .unicode, let sign = gate.unicodeSign { return sign }
    if primitive == .multiply, style == .latex { return " \\cdot " }
    return primitive == .multiply || primitive == .divide || primitive == .power ? gate.name : " \(gate.name) "
  }

  /// Returns a primitive applied to its operands by the LaTeX template of its row.
  func latex(_ template: String, _ gate: Gate<Double>, _ operands: [Rendered]) -> Rendered {
    var texts = operands.map(\.text)
    var level = Notation.atomLevel
    switch gate.notation {
    case .function:
      guard let open = LaTeX.open(template) else { break }
      level = open.level
      texts = operands.map { bracketed($0, below: open.operands) }
      if texts.count == 2 {
        texts = [factor(operands[0], below: open.operands), second(operands[1], below: open.operands)]
      }
    case .postfix(let own):
      if joinsSigns, operands[0].level == own, texts[0].hasPrefix("{"), texts[0].hasSuffix(LaTeX.transposition) {
        return Rendered(text: String(texts[0].dropFirst().dropLast(LaTeX.transposition.count)), level: own)
      }
      level = own
      texts[0] = bracketed(operands[0], below: own)
    case .prefix(let own):
      if let product = negatedProduct("-", operands[0]), template == "-#1" { return product }
      level = own
      texts[0] = bracketed(operands[0], below: own + 1)
    case .infix(let left, let own, let right):
      // A fraction and an exponent bracket their own operands; the sign stands before the fraction.
      if template.hasPrefix("\\frac") {
        guard operands[0].level >= own, texts[0].hasPrefix("-") else { break }
        texts[0].removeFirst()
        // The fraction is bracket enough for -(x + 1).
        if operands[0].level == 7, texts[0].hasPrefix("\\left("), texts[0].hasSuffix("\\right)") {
          texts[0] = String(texts[0].dropFirst(6).dropLast(7))
        }
        return Rendered(text: "-" + LaTeX.fill(template, texts), level: own)
      }
      level = own
      texts[0] = own == 6 ? factor(operands[0], below: left) : bracketed(operands[0], below: left)
      if !template.hasSuffix("^{#2}") {
        texts[1] = own < 5 ? bracketed(operands[1], below: right) : second(operands[1], below: right)
      }
      if template == LaTeX.juxtaposition { return juxtaposed(texts[0], texts[1]) }
    }
    if template.hasPrefix(LaTeX.cases), let last = operands.last, last.level == Notation.atomLevel {
      return Rendered(text: LaTeX.joinedCases(LaTeX.fill(template, texts), last.text))
    }
    let isOpen = operands.count == 1 && LaTeX.isOpenToTheRight(template)
    return Rendered(text: LaTeX.fill(template, texts), level: level, isOpen: isOpen)
  }

  /// Returns the first factor of a product, in brackets if what follows would tear it apart.
  func factor(_ operand: Rendered, below level: Int) -> String {
    bracketed(operand, below: operand.isOpen ? level + 1 : level)
  }

  /// Returns the operand behind an operator, in brackets also where it begins with a sign in print.
  func second(_ operand: Rendered, below level: Int) -> String {
    let isSigned = (style == .latex || joinsSigns) && operand.level >= level && operand.text.hasPrefix("-")
    return bracketed(operand, below: isSigned ? Notation.atomLevel + 1 : level)
  }

  /// Returns the negative of a product with the sign at its beginning, where signs are joined; nil for any other operand.
  private func negatedProduct(_ sign: String, _ operand: Rendered) -> Rendered? {
    guard joinsSigns, operand.level == 6, !operand.text.hasPrefix("-") else { return nil }
    return Rendered(text: sign + operand.text, level: 6, isOpen: operand.isOpen)
  }

  /// Returns a Boolean value indicating whether a node is written by a name.
  func isNamed(_ id: Graph.NodeID) -> Bool { name(id) != nil }

  /// Returns a formula, in brackets if it binds less tightly than `level`.
  func bracketed(_ operand: Rendered, below level: Int) -> String {
    guard operand.level < level else { return operand.text }
    return style == .latex ? "\\left(\(operand.text)\\right)" : "(\(operand.text))"
  }
}

/// The ways in which mathematics is spelt.
package enum FormulaStyle: Sendable {
  /// The spelling that the language reads: `2*v3`, `x^2`.
  case language
  /// The spelling of a book in Unicode: `2·v3`, `x²`.
  case unicode
  /// The spelling of LaTeX's mathematics.
  case latex
}

extension String {
  fileprivate func replacing(minus style: FormulaStyle) -> String {
    style == .unicode && hasPrefix("-") ? "−" + dropFirst() : self
  }
}

/// The spelling of whole numbers as superscripts: `²`, `⁻¹`.
enum Superscript {
  /// Returns the superscript of a number of at most three characters; nil if it is not whole or longer.
  static func text(_ number: String) -> String? {
    guard number.count <= 3 else { return nil }
    var result = ""
    for (place, character) in number.enumerated() {
      if place == 0, character == "−" || character == "-" {
        result += "⁻"
      } else if let digit = character.wholeNumberValue, character.isASCII {
        result += digits[digit]
      } else {
        return nil
      }
    }
    return result
  }

  private static let digits = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
}
