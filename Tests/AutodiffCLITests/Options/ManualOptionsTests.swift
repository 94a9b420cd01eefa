import Foundation
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

/// The manual's options are those of the table.
@Suite(.namesCases) struct ManualOptionsTests {
  /// Options whose value the manual describes in more words than help has room for.
  private static let described: Set<Option> = [.expr, .shape, .wrt, .range, .bounds]

  private static func heads() throws -> [String] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("man/autodiff.1"), encoding: .utf8)
    return page.split(separator: "\n").filter { $0.hasPrefix(".It Fl ") }.map(String.init)
  }

  @Test func headsAreThoseOfTheTable() {
    forEach(Option.allCases) { (option: Option) throws in
      let generated = ManualOptions.head(option)
      let flags = generated.components(separatedBy: " Ar ")[0].components(separatedBy: " Cm ")[0]
      let head = try #require(try Self.heads().first { $0 == flags || $0.hasPrefix(flags + " ") }, "\(option.long)")
      if Self.described.contains(option) {
        #expect(head.hasPrefix(flags + " Ar "))
      } else {
        #expect(head == generated)
      }
    }
  }

  /// No item is left of an option that is gone.
  @Test func noOtherOptionIsDescribed() throws {
    let known = Set(Option.allCases.map(\.rawValue)).union(["version"])
    for head in try Self.heads() {
      let long = head.split(separator: " ").first { $0.hasPrefix("-") }
      #expect(long.map { known.contains(String($0.dropFirst())) } == true, "\(head)")
    }
  }

  @Test func theListHasAnItemAnOption() {
    let lines = ManualOptions.lines()
    #expect(lines.count == 2 * Option.allCases.count)
    #expect(lines[0] == ".It Fl e , Fl -expr Ar expr" && lines[1] == "The expression.")
    #expect(lines.contains(".It Fl -at Ar name Ns = Ns Ar value Ns ,..."))
    #expect(lines.contains(".It Fl -mode Cm primal | forward | reverse"))
  }
}
