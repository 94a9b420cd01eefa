import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Statements whose values nothing uses.
@Suite(.namesCases) struct UnusedStatementsTests {
  /// Programs with the texts of their unused statements; behind a name, whether it is read before.
  private static let programs: [(text: String, unused: [String])] = [
    ("x^2", []), ("y = x^2; y", []), ("y = x^2", []), ("x^2; y = 3*x; y", ["x^2 value"]),
    ("y = x^2; 3*x", ["y unused"]), ("y = x^2; z = 3; x", ["y unused", "z unused"]),
    ("z = y + x; y = 2; z", ["y read before"]),
    // A value that is replaced before it is read.
    ("y = x^2; y = x", ["y unused"]), ("y = x^2; y = x; y", ["y unused"]),
    ("y = 1; y = 2; y = x; y*y", ["y unused", "y unused"]),
    ("y = x^2; y = y + 1; y", []), ("y = x; z = y; y = 2*x; y + z", []),
    ("a = 1; b = a; a = x; a*b", []), ("y = x; y = 2; f(u) = u*y; f(x)", []),
    // A value that only may be replaced may be used.
    ("y = x; if x > 0 { y = 2 }; y*x", []), ("y = x; for i = 1 to 2 { y = i*x }; y", []),
    ("y = x; while y > 1 { y = y/2 }; y", []), ("y = [1, 2]; y[1] = x; y", []), ("y = 1; y += x; y", []),
    ("y = 1; y, z = x, 2; y*z", []),
    // Loops read in their next round what they set.
    ("s = 0; t = 1; for i = 1 to 3 { s = s + t; t = t*x }; s", []), ("for i = 1 to 3 { t = i*x }; x", ["t unused"]),
    // Functions.
    ("f(u) = u^2; f(x)", []), ("f(u) = { v = u^2; v + 1 }; f(x)", []),
    // Either branch may end the program.
    ("if x > 0 { x^2 } else { -x }", []), ("if x > 0 { x; x^2 } else { -x }", ["x value"]),
  ]

  @Test func unusedStatements() {
    forEach(Self.programs) { (text: String, unused: [String]) throws in
      let tree = try Parser.parse(SourceText(text))
      let found = tree.unusedStatements.map { oversight -> String in
        switch oversight.fact {
        case .unusedValue:
          let span = oversight.span ?? .none
          return String(decoding: Array(text.utf8)[Int(span.start)..<Int(span.end)], as: UTF8.self) + " value"
        case .unusedName(let name, let isReadBefore): return name + (isReadBefore ? " read before" : " unused")
        default: return "\(oversight.fact)"
        }
      }
      #expect(found == unused)
    }
  }

  /// The work grows with the length of the program alone.
  @Test func longPrograms() throws {
    let text = (1...20_000).map { "y = \($0)*x" }.joined(separator: "; ")
    #expect(try Parser.parse(SourceText(text)).unusedStatements.count == 19_999)
  }
}
