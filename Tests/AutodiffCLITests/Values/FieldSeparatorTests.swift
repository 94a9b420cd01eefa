import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct FieldSeparatorTests {
  @Test func namesTellTheSeparator() {
    let lines = [
      ("x,y", ","), ("x;y", ";"), ("x\ty", "\t"), ("x", ","), ("a,b;c", ";"), ("a;b\tc", "\t"), ("\"a;b\",c", ","),
      ("\"a\tb\";c", ";"), ("", ","),
    ]
    forEach(lines) { line, separator in #expect(FieldSeparator.ofNames(line.utf8) == separator.utf8.first) }
  }

  @Test func aLineMayDeclareIt() {
    let lines: [(String, String?)] = [
      ("sep=;", ";"), ("sep=,", ","), ("sep=\t", "\t"), ("sep=\\t", "\t"), ("sep=|", "|"), ("sep=", nil),
      ("sep=;;", nil), ("sep=\"", nil), ("x;y", nil), ("SEP=;", nil), ("", nil),
    ]
    forEach(lines) { line, separator in
      #expect(FieldSeparator.declared(Array(line.utf8)[...]) == separator?.utf8.first)
    }
  }
}
