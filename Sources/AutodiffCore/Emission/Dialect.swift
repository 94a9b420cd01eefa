/// A piece of source code, and how tightly its outermost operator binds.
struct Code {
  var text: String
  var level = Code.atom
  /// Of a test that something is not nan: what is tested.
  var isNaNTest: String?

  // From loose to tight; the same in C, Swift and Python as far as it is made use of here.
  static let choice = 1
  static let connective = 2
  static let comparison = 4
  static let sum = 5
  static let product = 6
  static let prefix = 7
  static let atom = 10

  func bracketed(below level: Int) -> String { self.level < level ? "(\(text))" : text }
}

/// How one language spells what code is made of.
protocol Dialect {
  /// Names that must not be used for anything else.
  static var reserved: Set<String> { get }
  static var comment: String { get }
  /// Longer expressions get a name.
  static var longestExpression: Int { get }
  static func number(_ value: Double) -> Code
  /// A function of one or more numbers; nil where the gate is an operator or no gate of the elementary ones.
  static func function(_ primitive: Primitive) -> String?
  static func choice(_ condition: Code, _ value: Code, _ other: Code) -> Code
  static func connective(_ primitive: Primitive, _ operands: [Code]) -> Code
  static func isNaN(_ operand: Code, negated: Bool) -> Code
  /// Definitions of functions that the language lacks, by their names.
  static var helpers: [String: Helper] { get }
}

/// A function written out in a language that lacks it.
struct Helper {
  /// Other helpers that it calls.
  var needs: [String] = []
  var text: String
}

extension Dialect {
  static var longestExpression: Int { 72 }

  /// One gate between operands that are code already.
  static func gate(_ primitive: Primitive, _ operands: [Code], isNaNTest: Bool) -> Code {
    if isNaNTest {
      var code = isNaN(operands[0], negated: true)
      code.isNaNTest = operands[0].text
      return code
    }
    switch primitive {
    case .add: return infix(" + ", operands, Code.sum, right: Code.sum)
    case .subtract: return infix(" - ", operands, Code.sum, right: Code.product)
    case .multiply: return infix("*", operands, Code.product, right: Code.prefix)
    case .divide: return infix("/", operands, Code.product, right: Code.prefix)
    case .negate: return Code(text: "-" + operands[0].bracketed(below: Code.prefix + 1), level: Code.prefix)
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual:
      let symbol = " \(primitive.gate.name) "
      return Code(
        text: operands[0].bracketed(below: Code.sum) + symbol + operands[1].bracketed(below: Code.sum),
        level: Code.comparison)
    case .not where operands[0].isNaNTest != nil:
      return isNaN(Code(text: operands[0].isNaNTest ?? ""), negated: false)
    case .and, .or, .not: return connective(primitive, operands)
    case .choose: return choice(operands[0], operands[1], operands[2])
    default:
      let arguments = operands.map(\.text).joined(separator: ", ")
      return Code(text: "\(function(primitive) ?? primitive.gate.name)(\(arguments))")
    }
  }

  private static func infix(_ symbol: String, _ operands: [Code], _ level: Int, right: Int) -> Code {
    // A minus behind another operator is hard to read, and two of them are another operator.
    let second = operands[1].level == Code.prefix ? "(\(operands[1].text))" : operands[1].bracketed(below: right)
    return Code(text: operands[0].bracketed(below: level) + symbol + second, level: level)
  }

  /// The definitions of `names` and of what they need, each once, those that are needed first.
  static func definitions(of names: some Sequence<String>) -> [String] {
    var done: Set<String> = []
    var texts: [String] = []
    func add(_ name: String) {
      guard let helper = helpers[name], done.insert(name).inserted else { return }
      helper.needs.forEach(add)
      texts.append(helper.text)
    }
    names.sorted().forEach(add)
    return texts
  }

  /// The shortest text that reads back to the same double, with a point or an exponent.
  static func literal(_ value: Double) -> Code {
    Code(text: value.description, level: value.sign == .minus ? Code.prefix : Code.atom)
  }
}
