import Testing

@testable import AutodiffCore

/// Sentences broken into lines.
@Suite struct ParagraphTests {
  @Test(arguments: [
    ("one two three", 9, "", ["one two", "three"]),
    ("one two three", 9, "1. ", ["1. one", "   two", "   three"]),
    ("so `a + b` gets 3", 12, "", ["so `a + b`", "gets 3"]),
    ("that makes 2 · 3 = 6", 12, "", ["that makes", "2 · 3 = 6"]),
    ("gets [1, 2, 3] back", 15, "", ["gets [1, 2, 3]", "back"]),
    ("", 10, "- ", ["- "]),
    ("averyverylongword and more", 8, "", ["averyverylongword", "and more"]),
  ]) func lines(_ text: String, _ width: Int, _ beginning: String, _ expected: [String]) {
    #expect(Paragraph.lines(text, width: width, after: beginning) == expected)
  }

  /// A sign stays with what follows it.
  @Test(arguments: [
    ("x^2 + y - z", 9, "= ", ["= x^2 + y", "  - z"]),
    ("A @ x + b", 7, "", ["A @ x", "+ b"]),
    ("x + y", 80, "  ", ["  x + y"]),
  ]) func formulas(_ text: String, _ width: Int, _ beginning: String, _ expected: [String]) {
    #expect(Paragraph.lines(formula: text, width: width, after: beginning) == expected)
  }
}
