import AutodiffTestSupport
import Testing

@testable import AutodiffCore

@Suite(.namesCases) struct LexerTests {
  private func kinds(_ text: String) throws -> [Token.Kind] { try tokens(text).map(\.kind) }

  private func tokens(_ text: String) throws -> [Token] {
    try Array(text.utf8).withUnsafeBufferPointer { bytes in
      var lexer = Lexer(bytes)
      var tokens: [Token] = []
      while true {
        let token = try lexer.next()
        if token.kind == .end { return tokens }
        tokens.append(token)
      }
    }
  }

  @Test func kindsOfWords() {
    forEach(
      [
        ("", []),
        ("x+1", [.name, .plus, .number]),
        ("x**2", [.name, .caret, .number]),
        ("a <= b >= c == d != e", [.name, .lessEqual, .name, .greaterEqual, .name, .equal, .name, .notEqual, .name]),
        ("a≤b≥c≠d", [.name, .lessEqual, .name, .greaterEqual, .name, .notEqual, .name]),
        ("a×b÷c−d·e", [.name, .times, .name, .divide, .name, .minus, .name, .at, .name]),
        ("√x²", [.root, .name, .superscript]),
        ("Aᵀ A'", [.name, .apostrophe, .name, .apostrophe]),
        ("for while if else and or not", [.for, .while, .if, .else, .and, .or, .not]),
        ("fort whiles iff andy order nota", [.name, .name, .name, .name, .name, .name]),
        (
          "(){}[];,:",
          [
            .leftParenthesis, .rightParenthesis, .leftBrace, .rightBrace, .leftBracket, .rightBracket, .semicolon,
            .comma,
            .colon,
          ]
        ),
        ("x # a comment, with √ and é\ny", [.name, .newline, .name]),
        ("x\r\ny", [.name, .newline, .name]),
        ("x\u{A0}+\u{2009}y", [.name, .plus, .name]),
        ("3x", [.number, .name]),
        ("q=1", [.name, .assign, .number]),
        ("π_1 αβ Ω x₁₂ _a Ünï 变量", [.name, .name, .name, .name, .name, .name, .name]),
      ] as [(String, [Token.Kind])]
    ) { (text, kinds) throws in
      #expect(try self.kinds(text) == kinds)
    }
  }

  @Test func values() {
    forEach([
      ("3", 3), ("3.", 3), (".5", 0.5), ("2.5E-3", 0.0025), ("1e3", 1000), ("²", 2), ("⁻¹", -1), ("¹⁰", 10), ("⁰", 0),
      ("1e-400", 0),
    ]) { (text, value) throws in
      #expect(try tokens(text).map(\.value) == [value])
    }
  }

  @Test func spansAreBytes() throws {
    let tokens = try tokens("√αβ + 10")
    #expect(tokens.map(\.span) == [Span(0, 3), Span(3, 7), Span(8, 9), Span(10, 12)])
  }

  @Test func problems() {
    forEach(
      [
        ("x $ y", .unexpectedCharacter("$"), 2..<3),
        ("x ! y", .unexpectedCharacter("!"), 2..<3),
        ("1e999", .numberTooLarge("1e999"), 0..<5),
        ("x + 1.2.3", .malformedNumber("1.2.3"), 4..<9),
        ("x⁻", .unexpectedCharacter("⁻"), 1..<4),
        ("x + ☃", .unexpectedCharacter("☃"), 4..<7),
      ] as [(String, Problem.Fact, Range<Int>)]
    ) { (text, fact, span) throws in
      #expect(throws: Problem(fact, Span(span))) { try tokens(text) }
    }
  }

  @Test(arguments: [
    [0xFF], [0x78, 0xC3], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80], [0x78, 0x80],
  ])
  func invalidUTF8(_ bytes: [UInt8]) {
    #expect(throws: Problem.self) {
      try bytes.withUnsafeBufferPointer { buffer in
        var lexer = Lexer(buffer)
        while try lexer.next().kind != .end {}
      }
    }
  }
}
