/// The way one language spells statements; `RoutinePrinter` puts them together.
protocol RoutineDialect: ExpressionDialect {
  static var statementEnd: String { get }
  /// The comment above a function.
  static func documentation(_ text: String) -> [String]
  static func note(_ text: String) -> String
  /// The head of a block, without what opens it.
  static func head(_ block: Block) -> String
  /// The line that opens a block.
  static func opening(_ block: Block) -> String
  /// The line that ends a block; nil where the indentation does.
  static var blockEnd: String? { get }
  static var otherwise: String { get }
  /// A block of one statement in a line of its own; nil where the language has no such form.
  static func inline(_ block: Block, _ statement: String) -> String?
  static func declaration(_ kind: Routine.Kind, _ names: [(name: String, value: String)], isVariable: Bool) -> [String]
  static func split(_ value: String, fraction: String?, exponent: String) -> [String]
  static func array(_ name: String, _ count: Int) -> String
  /// An array of a length that only the call knows; nil where the caller gives the room for it.
  ///
  /// - Parameter last: the array of that kind that comes before it.
  static func scratch(_ name: String, _ count: Code, after last: (name: String, count: Code)?) -> String?
  /// The whole function around the lines of its body, which are indented.
  static func definition(_ routine: Routine, _ body: [String]) -> [String]
  /// The name of one of a routine's tables.
  static func table(_ name: String, in routine: Routine) -> String
  /// A prefix for calls whose value is not used.
  static var discard: String { get }

  /// An element of an array.
  static func element(_ array: String, _ place: String) -> String
  /// An operator with assignment.
  static func change(_ primitive: Primitive, _ target: String, _ value: Code) -> String
  /// A statement that returns from a function, with a value or without.
  static func returning(_ value: String?) -> String
  /// A Boolean value indicating whether functions get copies of arrays, so that what they write has to be given back.
  static var copiesArrays: Bool { get }
  /// A statement that calls a function.
  ///
  /// - Parameters:
  ///   - number: the variable for the number that the function gives, if it is of use.
  ///   - isGiven: a Boolean value indicating whether the function gives a number.
  ///   - arrays: the arrays that it writes to.
  static func calling(_ call: String, givesTo number: String?, isGiven: Bool, writing arrays: [String]) -> String

  static func truth(_ value: Bool) -> String
  static func powerOfTwo(_ exponent: Int) -> Code
  static func quotient(_ whole: Code, _ divisor: Int) -> Code
  static func isFinite(_ operand: Code) -> Code
  static func asNumber(_ whole: Code) -> Code
  static func asCount(_ number: Code) -> Code

  /// A Boolean value indicating whether functions are told where in an array its numbers begin.
  static var hasStarts: Bool { get }
  /// An array's numbers from a place on, as an argument.
  static func part(_ array: String, _ start: String) -> String
  /// The same where the function writes there.
  static func mutablePart(_ array: String, _ start: String) -> String
}

enum Block {
  case when(Code)
  case up(String, from: Code, to: Code)
  case down(String, from: Code)
  case during(Code)
}

extension RoutineDialect {
  static var otherwise: String { "} else {" }
  static var blockEnd: String? { "}" }
  static func opening(_ block: Block) -> String { head(block) + " {" }
  static var discard: String { "" }
  static func table(_ name: String, in routine: Routine) -> String { name }
  static func element(_ array: String, _ place: String) -> String { "\(array)[\(place)]" }
  static func change(_ primitive: Primitive, _ target: String, _ value: Code) -> String {
    "\(target) \(primitive.gate.name)= \(value.text)"
  }
  static func returning(_ value: String?) -> String { "return" + (value.map { " " + $0 } ?? "") }
  static var copiesArrays: Bool { false }
  static func calling(_ call: String, givesTo number: String?, isGiven: Bool, writing arrays: [String]) -> String {
    (isGiven ? discard : "") + call
  }
  static func quotient(_ whole: Code, _ divisor: Int) -> Code {
    Code(text: "\(whole.bracketed(below: Code.product))/\(divisor)", level: Code.product)
  }
  static func powerOfTwo(_ exponent: Int) -> Code { Code(text: "0x1p\(exponent)") }
}
