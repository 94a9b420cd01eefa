/// A piece of source code, and how tightly its outermost operator binds.
struct Code {
  var text: String
  var level = Code.atom
  /// The text of the operand that a test for nan tests; nil for other code.
  var isNaNTest: String?

  // From loose to tight, as in the rows' notation; the same in C, Swift and Python as far as it is made use of here.
  static let choice = 1
  static let connective = 2
  static let comparison = 4
  static let sum = 5
  static let product = 6
  static let prefix = 7
  static let atom = 10

  func bracketed(below level: Int) -> String { self.level < level ? "(\(text))" : text }
}

/// The way one language spells expressions.
protocol ExpressionDialect {
  static func number(_ value: Double) -> Code
  /// The name of a function of the C library.
  static func library(_ name: String) -> String
  /// The sign of an operator: the row's, unless the language has another.
  static func operatorSign(_ primitive: Primitive) -> String
  /// The name of a function that the C library lacks: the routine's, unless the language has one.
  static func routine(_ name: String) -> String
  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code
  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code
  static func isNaN(_ operand: Code, negated: Bool) -> Code
}

/// The way one language spells a function and what stands around it.
protocol Dialect: ExpressionDialect {
  /// Names that must not be used for anything else.
  static var reserved: Set<String> { get }
  /// Returns a Boolean value indicating whether a name is kept for the compiler because of how it begins.
  static func isCompilers(_ name: String) -> Bool
  /// Returns a Boolean value indicating whether a function of that name would be taken for something else.
  static func isReserved(_ function: String) -> Bool
  /// The number of bytes beyond which an expression gets a name.
  static var longestExpression: Int { get }
  /// The definition of a function that the language lacks; nil for one that it has.
  static func helper(_ name: String) -> Helper?
  /// Returns a Boolean value indicating whether the language lacks a function, so that it is written out.
  static func lacks(_ name: String) -> Bool
}

/// A function written out in a language that lacks it.
struct Helper {
  /// Other helpers that it calls.
  var needs: [String] = []
  var text: String
}

extension ExpressionDialect {
  static func library(_ name: String) -> String { name }
  static func routine(_ name: String) -> String { name }
  static func operatorSign(_ primitive: Primitive) -> String { primitive.gate.name }

  /// The name of the function that a gate is; nil for signs and choices.
  static func function(_ primitive: Primitive) -> String? {
    switch primitive.spelling {
    case .library(let name), .libraryButAtNegativeZero(let name), .repeated(let name): library(name)
    case .routine(let name): routine(name)
    case .sign, .choice, nil: nil
    }
  }

  /// One gate between operands that are code already.
  ///
  /// - Parameter isNaNTest: a Boolean value indicating whether the gate compares its operand with itself.
  static func gate(_ primitive: Primitive, _ operands: [Code], isNaNTest: Bool) -> Code {
    if isNaNTest {
      var code = isNaN(operands[0], negated: true)
      code.isNaNTest = operands[0].text
      return code
    }
    switch primitive.spelling {
    case .sign: return sign(primitive, operands)
    case .choice: return choice(operands[0], operands[1], operands[2])
    case .library(let name), .libraryButAtNegativeZero(let name): return call(library(name), operands)
    case .routine(let name): return call(routine(name), operands)
    case .repeated(let name):
      return operands.dropFirst(2).reduce(call(library(name), Array(operands.prefix(2)))) {
        call(library(name), [$0, $1])
      }
    // Compositions are written as what they are composed of, so none comes here; a compiler would find the name.
    case nil: return call(primitive.gate.name, operands)
    }
  }

  private static func call(_ name: String, _ arguments: [Code]) -> Code {
    Code(text: "\(name)(\(arguments.map(\.text).joined(separator: ", ")))")
  }

  private static func sign(_ primitive: Primitive, _ operands: [Code]) -> Code {
    if primitive == .not, let operand = operands[0].isNaNTest { return isNaN(Code(text: operand), negated: false) }
    if primitive.isCondition, !primitive.isComparison { return connective(primitive, operands) }
    let sign = operatorSign(primitive)
    switch primitive.gate.notation {
    case .infix(let left, let level, let right):
      // A minus behind another operator is hard to read, and two of them are another operator.
      let isSigned = operands[1].level == Code.prefix && level > Code.comparison
      return Code(
        text: operands[0].bracketed(below: left) + (level > Code.sum ? sign : " \(sign) ")
          + (isSigned ? "(\(operands[1].text))" : operands[1].bracketed(below: right)),
        level: level)
    case .prefix(let level): return Code(text: sign + operands[0].bracketed(below: level + 1), level: level)
    case .postfix(let level): return Code(text: operands[0].bracketed(below: level) + sign, level: level)
    case .function: return call(sign, operands)
    }
  }

  /// The shortest text that reads back to the same double, with a point or an exponent.
  static func literal(_ value: Double) -> Code {
    Code(text: value.description, level: value.sign == .minus ? Code.prefix : Code.atom)
  }
}

extension Dialect {
  static var longestExpression: Int { 72 }
  static func isCompilers(_ name: String) -> Bool { false }
  static func isReserved(_ function: String) -> Bool { reserved.contains(function) }

  /// The definitions of `names` and of what they need, each once, those that are needed first.
  static func definitions(of names: some Sequence<String>) -> [String] {
    var done: Set<String> = []
    var texts: [String] = []
    func add(_ name: String) {
      guard let helper = helper(name), done.insert(name).inserted else { return }
      helper.needs.forEach(add)
      texts.append(helper.text)
    }
    names.sorted().forEach(add)
    return texts
  }
}
