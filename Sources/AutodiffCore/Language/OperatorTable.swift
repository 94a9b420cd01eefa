/// The operators as their rows and the syntax have them.
extension LanguageTable {
  /// The operators between or before operands, the loosest first.
  static var operatorPrimitives: [Primitive] {
    Primitive.allCases.filter { level($0) != nil }.sorted {
      (level($0) ?? 0, $0.rawValue) < (level($1) ?? 0, $1.rawValue)
    }
  }

  /// The binding strength of an operator between or before operands; nil for other primitives.
  static func level(_ primitive: Primitive) -> Int? {
    let gate = primitive.gate
    switch gate.notation {
    case .infix(_, let level, _), .prefix(let level): return gate.isHidden ? nil : level
    case .function, .postfix: return nil
    }
  }

  /// The sign of an operator.
  static func sign(_ primitive: Primitive) -> String {
    if case .postfix = primitive.gate.notation { return "'" }
    return primitive.gate.name
  }

  /// The form of an operator with its operands.
  static func form(_ primitive: Primitive, _ function: FunctionDescription) -> String {
    let operands = function.derivatives.map(\.parameter)
    let sign = sign(primitive)
    guard case .prefix = primitive.gate.notation else {
      return "\(operands.first ?? "x") \(sign) \(operands.count > 1 ? operands[1] : "y")"
    }
    return sign.first?.isLetter == true ? "\(sign) \(operands[0])" : sign + operands[0]
  }

  /// The binding strength in words.
  static func bindingText(_ primitive: Primitive) -> String {
    let own = level(primitive) ?? 0
    let levels = operatorPrimitives.compactMap(level)
    func signs(_ level: Int?) -> String? {
      guard let level else { return nil }
      return operatorPrimitives.filter { Self.level($0) == level }.map(operand).joined(separator: " ")
    }
    let looser = signs(levels.last { $0 < own })
    let tighter = signs(levels.first { $0 > own })
    let texts = [looser.map { "tighter than \($0)" }, tighter.map { "looser than \($0)" }].compactMap { $0 }
    return texts.joined(separator: ", ") + (isFromTheRight(primitive) ? "; from the right" : "")
  }

  /// The sign as it is told from others: that before an operand with one.
  static func operand(_ primitive: Primitive) -> String {
    guard case .prefix = primitive.gate.notation, sign(primitive).first?.isLetter == false else {
      return sign(primitive)
    }
    return sign(primitive) + "x"
  }

  private static func isFromTheRight(_ primitive: Primitive) -> Bool {
    if case .infix(let left, _, let right) = primitive.gate.notation { return left > right }
    return false
  }

  /// The other signs that the syntax reads as an operator.
  static func otherSigns(_ primitive: Primitive) -> [String] {
    let ascii = sign(primitive) == "^" ? ["**"] : []
    return ascii + mathematicalSigns.filter { $0.sign == sign(primitive) }.map(\.character)
  }

  /// The signs beyond ASCII that the syntax reads, each with the sign or the function that it stands for.
  static let mathematicalSigns: [(character: String, sign: String)] = {
    // Mathematical signs lie on the first of Unicode's planes.
    (0x80...0xFFFF as ClosedRange<UInt32>).compactMap { code in
      guard let scalar = Unicode.Scalar(code), let kind = Spelling.operation(scalar) else { return nil }
      let primitive: Primitive? =
        switch kind {
        case .root: Operator.root.primitive
        case .apostrophe: Operator.transpose.primitive
        default: Parser.binary(kind)?.0.primitive
        }
      return primitive.map { (String(scalar), sign($0)) }
    }
  }()

  /// An example of an operator; nil where there is none, which a test looks for.
  static func example(_ primitive: Primitive) -> (program: String, value: String)? { examples[operand(primitive)] }

  private static let examples: [String: (program: String, value: String)] = [
    "+": ("2 + [1, 3]", "[3, 5]"), "-": ("2 - 3 - 4", "-5"), "*": ("[1, 2]*[3, 4]", "[3, 8]"),
    "/": ("6/4", "1.5"), "-x": ("-2^2", "-4"), "^": ("2^3^2", "512"),
    "@": ("[[1, 2], [3, 4]]@[5, 6]", "[17, 39]"), "<": ("if(1 < 2, 10, 20)", "10"),
    "<=": ("if(2 <= 2, 10, 20)", "10"), ">": ("if(1 > 2, 10, 20)", "20"),
    ">=": ("if(1 >= 2, 10, 20)", "20"), "==": ("if(1 == 2, 10, 20)", "20"),
    "!=": ("if(1 != 2, 10, 20)", "10"), "and": ("if(1 < 2 and 3 < 2, 10, 20)", "20"),
    "or": ("if(1 < 2 or 3 < 2, 10, 20)", "10"), "not": ("if(not 1 < 2, 10, 20)", "20"),
  ]
}
