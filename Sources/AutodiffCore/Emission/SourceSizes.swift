/// The letters that stand for sizes in a function's source code.
package struct SourceSizes: Sendable {
  /// The letters, in the order in which a function takes the sizes.
  package var letters: [String]
  /// The lengths of the inputs that are arrays, by the inputs' names.
  package var lengths: [String: [SizeLength]]

  package init(letters: [String], lengths: [String: [SizeLength]]) {
    self.letters = letters
    self.lengths = lengths
  }
}

/// A language whose code can be written for every size.
protocol SizedDialect: SourceDialect, ExpressionDialect {
  /// The sign that begins a comment up to the end of the line.
  static var comment: String { get }
  /// A whole number as one of floating point.
  static func asNumber(_ whole: Code) -> Code
  /// The whole part of a quotient of whole numbers.
  static func quotient(_ whole: Code, _ divisor: Int) -> Code
  /// The square root of a number above 0.
  static func root(_ number: Code) -> Code
  /// A statement that keeps compilers from a warning about a parameter that is not used; nil where they give none.
  static func unused(_ size: String) -> String?
}

extension SizedDialect {
  static func root(_ number: Code) -> Code { Code(text: "\(library("sqrt"))(\(number.text))") }
  static func unused(_ size: String) -> String? { nil }
}

extension CDialect: SizedDialect {
  static func unused(_ size: String) -> String? { "(void)\(size);" }
}

extension RustDialect: SizedDialect {
  static func unused(_ size: String) -> String? { "let _ = \(size);" }
}

extension SwiftDialect: SizedDialect {}
extension JavaScriptDialect: SizedDialect {}

extension MATLABDialect: SizedDialect {
  static func root(_ number: Code) -> Code { Code(text: "sqrt(\(number.text))") }
}

extension PythonDialect: SizedDialect {
  static func asNumber(_ whole: Code) -> Code { whole }
  static func quotient(_ whole: Code, _ divisor: Int) -> Code {
    Code(text: "\(whole.bracketed(below: Code.product))//\(divisor)", level: Code.product)
  }
}
