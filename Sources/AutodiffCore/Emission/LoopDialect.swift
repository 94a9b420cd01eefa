/// What C and Swift have in common: arrays are numbers in a row, and loops go through them.
protocol LoopDialect: Dialect {
  /// The head of a loop over each number from 0 up to `count`; its end is `}`.
  static func loop(_ variable: String, _ count: Int) -> String
  static var statementEnd: String { get }
  /// An array's numbers from a place on, as an argument.
  static func part(_ array: String, _ start: String) -> String
  /// The same where the function writes there.
  static func mutablePart(_ array: String, _ start: String) -> String
  static func constantArray(_ name: String, _ values: [Double]) -> [String]
  /// Whether new arrays are full of zeros.
  static var clearsArrays: Bool { get }
}

extension LoopDialect {
  /// Numbers, a few on each line.
  static func table(_ numbers: [Double], indent: String = "        ") -> String {
    stride(from: 0, to: numbers.count, by: 4).map { start in
      indent + numbers[start..<min(start + 4, numbers.count)].map { number($0).text + "," }.joined(separator: " ")
    }.joined(separator: "\n")
  }
}

/// A place in a row of numbers: a number and multiples of loops' variables.
struct Place {
  var start = 0
  var steps: [(step: Int, variable: String)] = []

  var text: String {
    var parts = steps.filter { $0.step != 0 }.map { $0.step == 1 ? $0.variable : "\($0.step)*\($0.variable)" }
    if start != 0 || parts.isEmpty { parts.append(String(start)) }
    return parts.joined(separator: " + ")
  }
}
