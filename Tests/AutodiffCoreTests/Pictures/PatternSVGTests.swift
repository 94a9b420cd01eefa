import Testing

@testable import AutodiffCore

@Suite struct PatternSVGTests {
  private func pattern(_ n: Int, _ isEntry: (Int, Int) -> Bool) -> SparsityPattern {
    var (starts, places) = ([0], [UInt32]())
    for row in 0..<n {
      for column in 0..<n where isEntry(row, column) { places.append(UInt32(column)) }
      starts.append(places.count)
    }
    return SparsityPattern(rows: n, columns: n, starts: starts, places: places)
  }

  private func picture(_ pattern: SparsityPattern) -> String {
    PatternSVG.lines(
      pattern, title: "a < b", columns: [("x", 1), ("y & z", pattern.columns - 1)], rows: [], ascii: false
    ).joined(separator: "\n")
  }

  /// Entries side by side are one rectangle.
  @Test func runsAreRectangles() {
    let picture = picture(pattern(4) { row, column in column <= row })
    #expect(picture.contains("M0 60h80v20h-80z"))
    #expect(picture.components("v20h") == 4)
  }

  @Test func namesAreNoMarkup() {
    let picture = picture(pattern(40) { $0 == $1 })
    #expect(picture.contains("a &lt; b") && picture.contains("y &amp; z"))
    #expect(!picture.contains("a < b"))
  }

  /// A cell stands for several entries in a large matrix, so that its picture is no larger.
  @Test func largeMatricesAreBinned() {
    let picture = picture(pattern(2000) { $0 == $1 })
    #expect(picture.utf8.count < 20_000)
    #expect(picture.contains("#6e7781") || picture.contains("#b3bac2"))
  }
}

extension String {
  fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
