/// What C and Swift have in common: arrays are numbers in a row, and loops go through them.
protocol LoopDialect: Dialect {
  /// `for` each number from 0 up to `count`.
  static func loop(_ variable: String, _ count: Int) -> String
  static var loopEnd: String { get }
  static var statementEnd: String { get }
}
