import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Lines of sources around a place, with a caret.
@Suite(.namesCases) struct ExcerptTests {
  /// Returns the lines of an excerpt around the first `mark` of a text.
  private func lines(_ text: String, _ mark: String, width: Int) -> [String] {
    let start = text.utf8.count - (text.range(of: mark).map { text[$0.lowerBound...].utf8.count } ?? 0)
    return Excerpt(Span(start..<start + mark.utf8.count), in: SourceText(text)).clipped(to: width).lines
  }

  @Test func shortLinesStayWhole() {
    #expect(lines("x + sgima(y)", "sgima", width: 12) == ["x + sgima(y)", "    ^~~~~"])
    // Terminals that are hardly one are not worth the loss.
    #expect(lines("x + sgima(y) + z", "sgima", width: 8) == ["x + sgima(y) + z", "    ^~~~~"])
  }

  @Test func longLinesAreClippedAroundTheCaret() {
    let sum = (1...30).map { "x\($0)" }.joined(separator: " + ")
    forEach([("x1", 20), ("x2 ", 20), ("x15", 20), ("x30", 20), ("x15", 21), ("x15", 79), ("x28 + x29", 40)]) {
      (mark: String, width: Int) in
      let shown = lines(sum, mark, width: width)
      #expect(shown[0].count <= width)
      #expect(shown[1].count <= width)
      // The caret and its tildes stand under the place.
      let start = shown[1].prefix { $0 == " " }.count
      #expect(String(shown[0].dropFirst(start).prefix(shown[1].count - start)) == mark)
      // The parts that are left out are marked, and nothing else.
      let text = shown[0].drop { $0 == "…" }
      let isWholeStart = sum.hasPrefix(text.prefix(8))
      let isWholeEnd = sum.hasSuffix(text.suffix(5))
      #expect(shown[0].hasPrefix("…") == !isWholeStart)
      #expect(shown[0].hasSuffix("…") == !isWholeEnd)
    }
  }

  @Test func placesWiderThanTheTerminalKeepTheirBeginnings() {
    let text = "1 + " + String(repeating: "verylong", count: 12) + " + 2"
    let shown = lines(text, String(repeating: "verylong", count: 12), width: 30)
    #expect(shown[0].count <= 30)
    #expect(shown[1].count <= 30)
    let start = shown[1].prefix { $0 == " " }.count
    #expect(shown[0].dropFirst(start).hasPrefix("verylong"))
    #expect(shown[0].hasSuffix("…"))
  }

  /// Wide characters take two cells each, and the caret keeps its column whether cells or characters are counted.
  @Test func wideCharacters() {
    let shown = lines(String(repeating: "値", count: 40) + "*?", "?", width: 40)
    #expect(TextWidth.of(shown[0]) <= 40)
    #expect(TextWidth.of(shown[1]) == TextWidth.of(shown[0].dropLast()) + 1)
    #expect(shown[1].unicodeScalars.count == shown[0].unicodeScalars.count)
  }

  @Test func endsOfTexts() {
    let text = SourceText("x + (y*\n")
    let excerpt = Excerpt(Span(8..<8), in: text)
    #expect(excerpt.lines == ["x + (y*", "       ^"])
    #expect(excerpt.column == 8)
  }

  @Test func binaryFilesAreNoText() {
    let bytes: [UInt8] = [1, 2, 3, 4, 0x78, 0x2B, 5, 6]
    #expect(!Excerpt(Span(0..<1), in: SourceText(bytes)).isText)
    #expect(Excerpt(Span(0..<1), in: SourceText("a\u{7}b")).isText)
  }
}
