import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

@Suite(.namesCases) struct SheetCellTests {
  /// A text that a spreadsheet would run has an apostrophe before it, and numbers have none.
  @Test func cellsAreNoFormulas() {
    let cells = [
      ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"),
      ("\t=1", "' =1"), ("-2.5", "-2.5"), ("+3", "+3"), ("-1e-3", "-1e-3"), ("- 2", "'- 2"), ("x=1", "x=1"),
      ("-2,5", "-2,5"), ("-1,2,3", "'-1,2,3"), ("\u{1B}[31m", "\u{FFFD}[31m"), ("＝1", "'＝1"), ("", ""),
    ]
    forEach(cells) { text, cell in #expect(SheetCell.text(text) == cell) }
  }

  /// A name comes back as it was written, and an apostrophe that is part of one stays.
  @Test func namesComeBack() {
    let names = ["=1+1", "+cmd", "-x", "@bob", "'s Gravenhage", "'x", "'", "''=x", "-2.5", "O'Hara", "ada", "＝1", ""]
    forEach(names.map { ($0, SheetCell.text($0)) }) { name, cell in #expect(SheetCell.read(cell) == name) }
    forEach([("'-2.5", "'-2.5"), (" ada ", "ada"), (" '@bob ", "@bob")]) { cell, name in
      #expect(SheetCell.read(cell) == name)
    }
  }
}
