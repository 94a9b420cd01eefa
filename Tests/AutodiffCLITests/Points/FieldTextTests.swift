import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct FieldTextTests {
  @Test func fieldsAreThoseThatTheReaderSkips() {
    let rows: [(String, String, [String])] = [
      ("1,2\n3,4\n", ",", ["1", "2"]), ("a;\"b;c\";\r\nd\n", ";", ["a", "\"b;c\"", ""]), ("", ",", [""]),
      ("a,[1,2]\n", ",", ["a", "[1", "2]"]), ("a\t \"b\" \n", "\t", ["a", " \"b\" "]), ("\"a\nb\",c\n", ",", ["\"a"]),
    ]
    forEach(rows) { text, separator, expected in
      let reader = RowReader(separator: Array(separator.utf8)[0], targets: [])
      let fields = Array(text.utf8).withUnsafeBufferPointer { bytes in
        reader.fields(bytes, from: 0).map { String(decoding: bytes[$0], as: UTF8.self) }
      }
      #expect(fields == expected)
    }
  }

  @Test func textsHaveNoQuotesAroundThem() {
    let fields = [
      ("a", "a"), (" a ", " a "), ("\"a\"", "a"), (" \"a b\" ", "a b"), ("\"a \"\"b\"\"\"", "a \"b\""), ("\"\"", ""),
      ("\"", "\""), ("5\" tall", "5\" tall"), ("\"a\" b", "\"a\" b"), ("", ""), ("\"\"\"\"", "\""),
    ]
    forEach(fields) { field, text in #expect(FieldText.of(Array(field.utf8)) == text) }
  }
}
