/// A language such as C and Swift: arrays are numbers in a row, and loops go through them.
protocol LoopDialect: Dialect, RoutineDialect {
  static func constantArray(_ name: String, _ values: [Double]) -> [String]
  /// A Boolean value indicating whether new arrays are full of zeros.
  static var clearsArrays: Bool { get }
}

extension LoopDialect {
  static func helper(_ name: String) -> Helper? { Routine.named[name]?.helper(Self.self) }
  static func lacks(_ name: String) -> Bool { Routine.named[name] != nil }

  /// The head of a loop over each number from 0 up to `count`; its end is `}`.
  static func loop(_ variable: String, _ count: Int) -> String {
    opening(.up(variable, from: Code(text: "0"), to: Code(text: String(count))))
  }

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
    let up = steps.filter { $0.step > 0 }.map { $0.step == 1 ? $0.variable : "\($0.step)*\($0.variable)" }
    let down = steps.filter { $0.step < 0 }.map { $0.step == -1 ? $0.variable : "\(-$0.step)*\($0.variable)" }
    // Whole numbers without a sign are never below 0 on the way.
    let sum = up + (start != 0 || up.isEmpty ? [String(start)] : [])
    return ([sum.joined(separator: " + ")] + down).joined(separator: " - ")
  }
}
