import Testing

@testable import AutodiffCLI

@Suite struct RowReaderTests {
  /// The numbers of the rows of a text, or what is wrong with them.
  private func read(_ text: String, columns: Int = 2, separator: String = ",", ignored: Set<Int> = []) -> [String] {
    var targets: [Int] = []
    for column in 0..<columns { targets.append(ignored.contains(column) ? -1 : targets.count { $0 >= 0 }) }
    let reader = RowReader(separator: Array(separator.utf8)[0], targets: targets)
    let used = columns - ignored.count
    var rows: [String] = []
    Array(text.utf8).withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        let start = place
        var numbers = [Double](repeating: 0, count: max(1, used))
        if let fault = reader.read(bytes, at: &place, into: &numbers, stride: 1) {
          rows.append("\(fault.reason) at \(fault.place.lowerBound - start)")
        } else {
          rows.append(numbers.prefix(used).map { "\($0)" }.joined(separator: " "))
        }
        if place == start { return rows.append("stuck") }
      }
    }
    return rows
  }

  @Test(arguments: [
    ("1,2\n3,4\n", ["1.0 2.0", "3.0 4.0"]), ("1,2\n3,4", ["1.0 2.0", "3.0 4.0"]),
    ("1,2\r\n3,4\r\n", ["1.0 2.0", "3.0 4.0"]), ("1,2\r\n3,4\r", ["1.0 2.0", "3.0 4.0"]),
    (" 1 , 2 \n\t3\t,\t4\t\n", ["1.0 2.0", "3.0 4.0"]), ("\"1\",\"2\"\n", ["1.0 2.0"]),
    (" \" 1 \" , \"2\"\r\n", ["1.0 2.0"]), ("+1,-.5\n", ["1.0 -0.5"]), ("1.,2.5E-3\n", ["1.0 0.0025"]),
    ("nan,NaN\n", ["nan nan"]), ("inf,-Infinity\n", ["inf -inf"]), ("-0,1e-400\n", ["-0.0 0.0"]),
    ("123456789012345678901234567890,0.1\n", ["1.2345678901234568e+29 0.1"]),
  ])
  func rows(_ text: String, _ rows: [String]) {
    #expect(read(text) == rows)
  }

  @Test(arguments: [
    ("\n", "blank at 0"), ("\0\n", "fieldCount(1, expected: 2) at 1"), (" \t\r\n", "blank at 0"),
    ("1\n", "fieldCount(1, expected: 2) at 1"),
    ("1,2,3\n", "fieldCount(3, expected: 2) at 4"), ("1,2,\n", "fieldCount(3, expected: 2) at 4"),
    ("1,\n", "notANumber at 2"), (",2\n", "notANumber at 0"), ("1,two\n", "notANumber at 2"),
    ("1,2x\n", "notANumber at 2"), ("1,2 3\n", "notANumber at 2"), ("1,\"2\n", "openQuote at 2"),
    ("1,2\"\n", "openQuote at 3"), ("1,0x10\n", "notANumber at 2"), ("1,1_000\n", "notANumber at 2"),
    ("1;2\n", "fieldCount(1, expected: 2) at 3"), ("1,--2\n", "notANumber at 2"), ("1,-\n", "notANumber at 2"),
    ("1,1e999\n", "tooLarge at 2"), ("-1e309,1\n", "tooLarge at 0"), ("1,\"1e999\"\n", "tooLarge at 2"),
    ("one,2,3\n", "fieldCount(3, expected: 2) at 6"), ("1,\r2\n", "notANumber at 2"),
  ])
  func whatIsNone(_ text: String, _ fault: String) {
    #expect(read(text) == [fault])
    // What is behind it is read all the same.
    #expect(read(text + "5,6\n").last == "5.0 6.0")
  }

  @Test func ignoredColumnsHoldWhatTheyLike() {
    #expect(read("1,a b,2\n3,\"x,y\",4\n5,,6\n", columns: 3, ignored: [1]) == ["1.0 2.0", "3.0 4.0", "5.0 6.0"])
    #expect(read("\"a,\"\"b\",1\n", ignored: [0]) == ["1.0"])
    #expect(read("a,b\n", ignored: [0, 1]) == [""])
  }

  /// Numbers as spreadsheets and people write them.
  @Test func commasAndDashes() {
    let rows = [
      ("1,5;2\n", "1.5 2.0"), (",5;-1,25e2\r\n", "0.5 -125.0"), ("\"1,5\";2.5\n", "1.5 2.5"),
      ("−1,5; –2 \n", "-1.5 -2.0"), ("1;\"−2\"", "1.0 -2.0"), ("1.234,5;2\n", "notANumber at 0"),
      ("1,2,3;4\n", "notANumber at 0"), ("1;,\n", "notANumber at 2"), ("1,5\n", "fieldCount(1, expected: 2) at 3"),
    ]
    for (row, numbers) in rows { #expect(read(row, separator: ";") == [numbers], "\(row)") }
    #expect(read("−1,2\n—3,\u{A0}4\n") == ["-1.0 2.0", "-3.0 4.0"])
    #expect(read("\"1,5\",2\n") == ["notANumber at 0"])
  }

  @Test func tabs() {
    #expect(read("1\t2\n 3 \t\"4\"\n", separator: "\t") == ["1.0 2.0", "3.0 4.0"])
    #expect(read("1,2\n", separator: "\t") == ["fieldCount(1, expected: 2) at 3"])
  }
}
