import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct WrittenAnswerTests {
  private static let inputs = Elements(["x", "y"])

  /// Answers with their values at x = 2, y = 3.
  static let readable: [(text: String, value: Double)] = [
    ("2.58", 2.58), (" -2 ", -2), ("−2", -2), ("–2", -2), ("—2", -2), ("‐2", -2), ("－2", -2), ("- 2", -2),
    ("1/4", 0.25), ("=1/4", 0.25), ("'-1", -1), ("2·x", 4), ("x*y", 6), ("1e−3", 1e-3), ("+3", 3), ("√4", 2),
    ("2\u{A0}+ 1", 3), ("x²", 4),
  ]

  @Test func answersAreRead() {
    forEach(Self.readable) { text, value in
      let answer = try WrittenAnswer(text, inputs: Self.inputs)
      #expect(answer.claim.value([2, 3]) == value)
    }
  }

  @Test func decimalsKeepTheirDigits() throws {
    for text in ["−2.50", "–2.50", "-2.50"] {
      let answer = try WrittenAnswer(text, inputs: Self.inputs)
      #expect(answer.claim.writtenPrecision == 0.005)
    }
  }

  private static let deep = String(repeating: "(", count: 3000)

  static let unreadable: [(text: String, reason: UnreadableAnswer?)] = [
    ("while 1 > 0 { x }", .statements), ("x = 3", .statements), ("x; y", .statements), ("f(a) = a; f(2)", .statements),
    ("for i = 1 to 3 { x }", .statements), ("diff(x*y, x)", .takesDerivative), ("", .problem(.emptyProgram)),
    ("z", .problem(.unknownNames(["z"], known: ["x", "y"]))), (deep, .problem(.limit(.nesting(50)))),
    (String(repeating: "x", count: 5000), .problem(.limit(.sourceBytes(4000)))),
    ("zeros(1000, 1000)", .problem(.limit(.elements(50_000)))), ("2 3", nil), ("sin(", nil), ("½", nil), ("2,5 %", nil),
    ("\u{1B}[31m", nil), ("\0", nil), ("1e999", nil),
  ]

  @Test func answersThatCannotBeRead() {
    forEach(Self.unreadable) { text, reason in
      #expect(Self.reason(text) != nil)
      if let reason { #expect(Self.reason(text) == reason) }
    }
  }

  private static func reason(_ text: String) -> UnreadableAnswer? {
    do throws(UnreadableAnswer) {
      _ = try WrittenAnswer(text, inputs: inputs)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["", "  ", "\t", "____", "_", "\u{A0}"]) func gapsAreBlank(_ text: String) {
    #expect(WrittenAnswer.isBlank(text))
  }

  @Test(arguments: ["0", "-", "x", ".", "n/a"]) func othersAreNot(_ text: String) {
    #expect(!WrittenAnswer.isBlank(text))
  }
}
