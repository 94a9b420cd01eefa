import AutodiffCore

/// The sign between a value and its standard uncertainty: `±`, or `+-` or `+/-` without blanks in it.
enum UncertaintySign {
  /// Returns the place of the sign in an assignment, outside brackets; nil where there is none.
  ///
  /// `+-` behind an operator, as in `2*+-3`, is two signs of a number.
  static func find(in part: ArraySlice<UInt8>) -> Range<Int>? {
    guard let start = part.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    // In the name of a file, "+-" is part of it.
    let isFile = part[(start + 1)...].first { !$0.isBlank } == UInt8(ascii: "@")
    var depth = 0
    var before: UInt8?
    for index in part.indices[(start + 1)...] {
      let byte = part[index]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "#"): return nil
      case 0xC2 where depth == 0 && part[index...].starts(with: plusMinus): return index..<index + plusMinus.count
      case UInt8(ascii: "+") where !isFile && depth == 0 && before.map { !"+-*/@^=".utf8.contains($0) } ?? false:
        for sign in ["+-", "+/-"] where part[index...].starts(with: sign.utf8) {
          return index..<index + sign.utf8.count
        }
      default: break
      }
      if !byte.isBlank { before = byte }
    }
    return nil
  }

  private static let plusMinus = Array("±".utf8)
}
