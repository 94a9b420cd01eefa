import AutodiffCore
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct KeptColumnsTests {
  private static let columns = KeptColumns(names: ["name", "a;b", "=x"], columns: [0, 1, 2])

  /// Whoever reads the names finds the separator between them.
  @Test func namesAreFields() {
    #expect(Self.columns.header(",") == ["name", "\"a;b\"", "'=x"])
    #expect(KeptColumns(names: ["a,b"], columns: [0]).header(",") == ["\"a,b\""])
    #expect(FieldSeparator.ofNames(Self.columns.header(",").joined(separator: ",").utf8) == FieldSeparator.comma)
  }

  @Test func textsAreFitForTheFormat() {
    let texts = ["O\"Hara", "=1+1", "\u{1B}[1mÄ"]
    let cases: [(OutputFormat, Bool, String)] = [
      (.csv, false, "\"O\"\"Hara\",'=1+1,\u{FFFD}[1mÄ,"), (.tsv, false, "\"O\"\"Hara\"\t'=1+1\t\u{FFFD}[1mÄ\t"),
      (.csv, true, "\"O\"\"Hara\",'=1+1,?[1m\\u{c4},"),
      (.json, false, #"{"name": "O\"Hara", "a;b": "=1+1", "=x": "\u001b[1mÄ"}"#),
      (.json, true, #"{"name": "O\"Hara", "a;b": "=1+1", "=x": "\u001b[1m\u00c4"}"#),
    ]
    forEach(cases) { format, ascii, text in
      #expect(KeptText(columns: Self.columns, format: format, ascii: ascii)(texts) == text)
    }
  }

  @Test func aRowIsCalledByItsTexts() {
    let names: [([String]?, String)] = [
      (nil, "row 7"), ([], "row 7"), (["", " "], "row 7"), (["ada"], "ada"), ([" ada ", "B"], "ada, B"),
      (["\u{1B}[2J\u{202E}x"], "\u{FFFD}[2J\u{FFFD}x"),
    ]
    forEach(names) { texts, name in #expect(RowName(number: 7, texts: texts).text == name) }
  }
}
