/// The texts of undefined results.
package enum UndefinedText {
  /// Returns the reason of an undefined result, such as "log of -1 is nan" and "0 · inf on the way back through sqrt of
  /// 0".
  package static func reason(_ undefined: Undefined, _ number: NumberText, ascii: Bool) -> String {
    let text = cause(undefined, number, ascii: ascii)
    if case .given = undefined.cause { return text }
    return undefined.place.isEmpty ? text : "\(text), in element \(undefined.place)"
  }

  private static func cause(_ undefined: Undefined, _ number: NumberText, ascii: Bool) -> String {
    switch undefined.cause {
    case .given(let name):
      return "\(name)\(undefined.place) is \(number(undefined.result))"
    case .value(let primitive, let operands):
      return "\(application(primitive, operands, number)) is \(number(undefined.result))"
    case .edge(let primitive, let operands, let upstream, let local):
      let place = application(primitive, operands, number)
      if upstream.isFinite, local.isNaN || (local.isInfinite && upstream != 0) {
        return "the derivative of \(place) is \(number(local))"
      }
      return "\(number(upstream)) \(ascii ? "*" : "·") \(number(local)) on the way back through \(place)"
    case .secondEdge(let primitive, let operands):
      return
        "\(number(undefined.result)) in a second derivative, on the way back through \(application(primitive, operands, number))"
    case .array(let primitive, let shapes, let pivot):
      let text = "\(application(primitive, shapes, ascii)) is \(number(undefined.result))"
      if primitive == .logdet, pivot == nil, undefined.result.isNaN { return "\(text): the determinant is negative" }
      return pivot.map { "\(text): the matrix is singular, pivot \($0) is 0" } ?? text
    case .arrayEdge(let primitive, let shapes, let pivot):
      let text = "\(number(undefined.result)) on the way back through \(application(primitive, shapes, ascii))"
      return pivot.map { "\(text): the matrix is singular, pivot \($0) is 0" } ?? text
    }
  }

  private static func application(_ primitive: Primitive, _ shapes: [Shape], _ ascii: Bool) -> String {
    let texts = shapes.map {
      $0.rank == 1 ? "a vector of \($0.lengths[0])" : $0.rank == 0 ? "a scalar" : $0.text(ascii: ascii)
    }
    return primitive.gate.name == "@"
      ? texts.joined(separator: " @ ") : "\(primitive.operationName) of \(texts.joined(separator: " and "))"
  }

  private static func application(
    _ primitive: Primitive, _ operands: [Double], _ number: NumberText
  ) -> String {
    application(primitive, operands.map { Sentence(number($0)) }).text
  }

  /// Returns an operation with its operands.
  static func application(_ primitive: Primitive, _ operands: [Sentence]) -> Sentence {
    let gate = primitive.gate
    switch gate.notation {
    case .infix where operands.count == 2: return "\(operands[0]) \(gate.name) \(operands[1])"
    case .prefix: return "\(gate.name)\(Sentence(operands, separator: ""))"
    default:
      return operands.count == 1
        ? "\(gate.name) of \(operands[0])" : "\(gate.name)(\(Sentence(operands, separator: ", ")))"
    }
  }
}
