import AutodiffCore
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct ClassTableTests {
  struct Case {
    var text: String
    var header: [String]
    var records: [[String]] = []
    /// The records with a quote that does not end.
    var open: [Int] = []
  }

  static let cases = [
    Case(text: "a,b\n1,2\n", header: ["a", "b"], records: [["1", "2"]]),
    Case(text: "\u{FEFF}a,b\r\n1,2\r\n3,4", header: ["a", "b"], records: [["1", "2"], ["3", "4"]]),
    Case(text: "a;b\n1,5;2\n", header: ["a", "b"], records: [["1,5", "2"]]),
    Case(text: "a,b;c\n1;2\n", header: ["a,b", "c"], records: [["1", "2"]]),
    Case(text: "a\tb;c\n1\t2\n", header: ["a", "b;c"], records: [["1", "2"]]),
    Case(text: "\"a;x\",b\n1,2\n", header: ["a;x", "b"], records: [["1", "2"]]),
    Case(text: "sep=;\r\na\r\n1,5\r\n", header: ["a"], records: [["1,5"]]),
    Case(text: "\u{FEFF}sep=,\na,b;c\n1,2\n", header: ["a", "b;c"], records: [["1", "2"]]),
    Case(text: "a,b\n\"x \"\"y\"\"\nz\",2\n3,4\n", header: ["a", "b"], records: [["x \"y\"\nz", "2"], ["3", "4"]]),
    Case(text: "a,b\n \"1\" ,5\" tall\n", header: ["a", "b"], records: [["1 ", "5\" tall"]]),
    Case(text: "a,b\n,\n\n", header: ["a", "b"], records: [["", ""], [""]]),
    Case(text: "a,b\n1,\"2\n3,4\n", header: ["a", "b"], records: [[], ["3", "4"]], open: [0]),
    Case(text: "a,b\n1,\"\n3,4", header: ["a", "b"], records: [[], ["3", "4"]], open: [0]),
    Case(text: "a,b\n3,4\n1,\"", header: ["a", "b"], records: [["3", "4"], []], open: [1]),
    Case(text: "a,W[1,2]\n1,[1, -2.5]\n", header: ["a", "W[1,2]"], records: [["1", "[1, -2.5]"]]),
    Case(text: "a,b,c\n[x,y],1\n", header: ["a", "b", "c"], records: [["[x", "y]", "1"]]),
    Case(text: "a", header: ["a"]),
  ]

  @Test func recordsAreThoseOfSpreadsheets() {
    forEach(Self.cases) { test in
      var table = try #require(ClassTable(SourceText(test.text)))
      #expect(table.header.fields == test.header)
      var records: [ClassTable.Record] = []
      while let record = table.record() { records.append(record) }
      #expect(records.map(\.fields) == test.records)
      #expect(records.indices.filter { records[$0].openQuote != nil } == test.open)
    }
  }

  @Test(arguments: ["", "\n", ",,\n1,2,3\n", "\u{FEFF}"]) func noHeaderIsNoTable(_ text: String) {
    #expect(ClassTable(SourceText(text)) == nil)
  }
}
