/// Undefined results in words.
package enum UndefinedText {
  /// What happened: `log of -1`, `0 · inf in sqrt at 0`.
  package static func reason(_ undefined: Undefined, _ number: NumberText, ascii: Bool) -> String {
    switch undefined.cause {
    case .given(let name):
      return "\(name) is \(number(undefined.result))"
    case .value(let primitive, let operands):
      return "\(application(primitive, operands, number)) is \(number(undefined.result))"
    case .edge(let primitive, let operands, let upstream, let local):
      let place = application(primitive, operands, number)
      if upstream.isFinite, local.isNaN || (local.isInfinite && upstream != 0) {
        return "the derivative of \(place) is \(number(local))"
      }
      return "\(number(upstream)) \(ascii ? "*" : "·") \(number(local)) on the way back through \(place)"
    }
  }

  private static func application(_ primitive: Primitive, _ operands: [Double], _ number: NumberText) -> String {
    let gate = primitive.gate
    let texts = operands.map { number($0) }
    switch gate.notation {
    case .infix where texts.count == 2: return "\(texts[0]) \(gate.name) \(texts[1])"
    case .prefix: return gate.name + texts.joined()
    default:
      return operands.count == 1 ? "\(gate.name) of \(texts[0])" : "\(gate.name)(\(texts.joined(separator: ", ")))"
    }
  }
}
