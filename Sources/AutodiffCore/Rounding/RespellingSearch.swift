/// The search for a spelling of a program that loses fewer digits at a point.
package struct RespellingSearch {
  /// A spelling that was found.
  package struct Offer: Sendable {
    /// The place of what it replaces.
    package let span: Span
    /// The text in its place.
    package let spelling: String
    /// The digits of the answer that are right with it.
    package let digits: Int
  }

  private let point: Point<Tensor>
  private let source: SourceText
  private let errors: [String: NodeErrors]
  private let values: [String: Tensor]
  /// Reads a text as the program was read.
  private let read: (SourceText) -> Program?

  /// The factor by which a bound has to be better.
  private static let gain = 100.0
  private static let mostCandidates = 32
  private static let mostNodes = 5000

  /// Creates a search.
  ///
  /// - Parameters:
  ///   - inputs: The errors with which the inputs were read, in their order.
  ///   - read: A closure that reads a text as the program was read.
  package init(
    _ point: Point<Tensor>, _ source: SourceText, inputs: [NodeErrors?], read: @escaping (SourceText) -> Program?
  ) {
    self.point = point
    self.source = source
    self.read = read
    var (errors, values) = ([String: NodeErrors](), [String: Tensor]())
    for (place, input) in point.graph.inputs.enumerated() {
      let name = point.graph.name(ofInput: input)
      values[name] = point.values[Int(input)]
      if place < inputs.count { errors[name] = inputs[place] }
    }
    self.errors = errors
    self.values = values
  }

  /// Returns the spelling with which most digits of an answer are right, if it is better by far.
  ///
  /// - Parameters:
  ///   - input: The name of the input by which the answer is a derivative; nil for the value.
  ///   - bounds: The bounds of the answer's elements.
  ///   - answer: The answer.
  package func best(input: String?, _ bounds: [RoundingBound?], _ answer: Tensor) -> Offer? {
    let loss = Self.loss(bounds, answer)
    var best: (offer: Offer, loss: Double)?
    for (span, spelling) in candidates {
      guard let (other, otherBounds) = examine(replacing: span, by: spelling, input: input),
        other.count == answer.count, agree(answer, bounds, other)
      else { continue }
      let own = Self.loss(otherBounds, other)
      guard own < 1, own * Self.gain <= loss, own < best?.loss ?? .infinity else { continue }
      let digits = zip(otherBounds, other.elements).compactMap { $0?.digits(of: $1) }.min() ?? 0
      best = (Offer(span: span, spelling: spelling, digits: digits), own)
    }
    return best?.offer
  }

  /// Returns the greatest relative bound.
  private static func loss(_ bounds: [RoundingBound?], _ values: Tensor) -> Double {
    zip(bounds, values.elements).reduce(0) { greatest, element in
      guard let bound = element.0 else { return .infinity }
      if bound.size == 0 { return greatest }
      let loss = bound.size / element.1.magnitude
      return loss.isNaN ? .infinity : max(greatest, loss)
    }
  }

  /// Returns a Boolean value indicating whether another answer is as near as the bounds of this one say.
  private func agree(_ answer: Tensor, _ bounds: [RoundingBound?], _ other: Tensor) -> Bool {
    (0..<answer.count).allSatisfy { place in
      let error = bounds[place]?.size ?? .infinity
      return other[place].isFinite && !((answer[place] - other[place]).magnitude > 2 * error)
    }
  }

  // MARK: - Candidates

  /// The places that may be spelled otherwise, with the texts to stand there.
  private var candidates: [(span: Span, spelling: String)] {
    let graph = point.graph
    guard graph.count <= Self.mostNodes else { return [] }
    let reachable = graph.reachable
    let patterns = Respelling.table.compactMap { row in GraphPattern(row).map { (row, $0) } }
    var found: [(Span, String)] = []
    for id in graph.nodes.indices.reversed() where reachable[id] && !graph.isLeaf(Graph.NodeID(id)) {
      let span = graph.spans[id]
      guard !span.range.isEmpty, span.range.upperBound <= source.bytes.count else { continue }
      for (row, pattern) in patterns where pattern.primitive == graph.nodes[id].primitive {
        guard let nodes = pattern.match(Graph.NodeID(id), in: graph) else { continue }
        let texts = nodes.map(text)
        let spelling = Self.fill(row.spelling, pattern.operands, texts)
        if !found.contains(where: { $0.0 == span && $0.1 == spelling }) { found.append((span, spelling)) }
        if found.count == Self.mostCandidates { return found }
      }
    }
    return found
  }

  /// Returns the text of an operand, as it stands in the source.
  private func text(_ id: Graph.NodeID) -> String {
    let node = point.graph.nodes[Int(id)]
    if node.kind == .input { return point.graph.name(ofInput: id) }
    let range = point.graph.spans[Int(id)].range
    if !range.isEmpty, range.upperBound <= source.bytes.count {
      return String(decoding: source.bytes[range], as: UTF8.self)
    }
    return node.kind == .constant ? NumberText()(point.graph.constants[Int(node.a)]) : ""
  }

  /// Returns a spelling with texts in place of its operands, in brackets where they need them.
  private static func fill(_ spelling: String, _ names: [String], _ texts: [String]) -> String {
    let letters = Array(spelling.unicodeScalars)
    var result = ""
    for (place, letter) in letters.enumerated() {
      guard let name = names.firstIndex(of: String(Character(letter))) else {
        result.unicodeScalars.append(letter)
        continue
      }
      let before = place > 0 ? letters[place - 1] : "("
      let after = place + 1 < letters.count ? letters[place + 1] : ")"
      let isBare = (before == "(" || before == "[" || before == " " && place > 1 && letters[place - 2] == ",")
      let isAlone = isBare && (after == ")" || after == "," || after == "]")
      result += isAlone || isAtom(texts[name]) ? texts[name] : "(\(texts[name]))"
    }
    return result
  }

  /// Returns a Boolean value indicating whether a text needs no brackets: a name or number, or one call.
  private static func isAtom(_ text: String) -> Bool {
    var depth = 0
    var isClosed = false
    for byte in text.utf8 {
      if isClosed { return false }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth -= 1
        isClosed = depth == 0
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), 0x80...:
        continue
      default: if depth == 0 { return false }
      }
    }
    return depth == 0
  }

  // MARK: - Examination

  /// Returns an answer of the program that is spelled otherwise, with its bounds.
  private func examine(
    replacing span: Span, by spelling: String, input: String?
  ) -> (answer: Tensor, bounds: [RoundingBound?])? {
    let bytes =
      source.bytes[..<span.range.lowerBound] + Array("(\(spelling))".utf8)
      + source.bytes[span.range.upperBound...]
    let text = SourceText(Array(bytes), name: source.name)
    guard let program = read(text), let graph = try? program.lower({ values[$0] }) else { return nil }
    let names = graph.orderedInputNames
    let tensors = names.compactMap { values[$0] }
    guard tensors.count == names.count else { return nil }
    let errors = names.map { self.errors[$0] }
    let constants = ConstantErrors(graph, text)
    guard let input else {
      let other = Point<Tensor>(graph, inputs: tensors, ties: point.ties)
      return (other.value, RoundingReport(other, inputs: errors, constants: constants, .unasked).value)
    }
    guard let place = names.firstIndex(of: input), graph.shape(of: graph.output).isScalar else { return nil }
    let other = Point<Tensor>(graph, inputs: tensors, wrt: [place], ties: point.ties)
    let derivatives = Derivatives(gradientOf: other)
    let report = RoundingReport(other, derivatives, inputs: errors, constants: constants, .unasked)
    return (derivatives.tensor(0), report.derivatives[0])
  }
}
