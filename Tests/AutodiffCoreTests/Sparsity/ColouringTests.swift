import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// The numbers of colours of matrices for which they are known, and that no two entries are mixed up.
@Suite(.namesCases) struct ColouringTests {
  static func pattern(_ n: Int, _ isEntry: (Int, Int) -> Bool) -> SparsityPattern {
    var (starts, places) = ([0], [UInt32]())
    for row in 0..<n {
      for column in 0..<n where isEntry(row, column) { places.append(UInt32(column)) }
      starts.append(places.count)
    }
    return SparsityPattern(rows: n, columns: n, starts: starts, places: places)
  }

  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var isEntry: @Sendable (Int, Int) -> Bool
    /// The colours of a Jacobian's columns or rows, and of a Hessian's columns.
    var jacobian: Int
    var hessian: Int
  }

  /// A Jacobian takes as many colours as its longest row has entries where columns lie in bands or blocks. A Hessian's
  /// band of width 1 is a path with a star colouring of three colours, an arrow a star of two.
  static let cases: [Case] = [
    Case(description: "diagonal", isEntry: { $0 == $1 }, jacobian: 1, hessian: 1),
    Case(description: "three diagonals", isEntry: { abs($0 - $1) <= 1 }, jacobian: 3, hessian: 3),
    Case(description: "five diagonals", isEntry: { abs($0 - $1) <= 2 }, jacobian: 5, hessian: 5),
    Case(description: "blocks of four", isEntry: { $0 / 4 == $1 / 4 }, jacobian: 4, hessian: 4),
    Case(description: "arrow", isEntry: { $0 == $1 || $0 == 0 || $1 == 0 }, jacobian: 40, hessian: 2),
    Case(description: "arrow to the end", isEntry: { $0 == $1 || $0 == 39 || $1 == 39 }, jacobian: 40, hessian: 2),
    Case(description: "dense", isEntry: { _, _ in true }, jacobian: 40, hessian: 40),
  ]

  @Test func knownStructuresTakeTheirKnownNumbers() {
    forEach(Self.cases) { one in
      let pattern = Self.pattern(40, one.isEntry)
      #expect(SparsePlan(jacobian: pattern).colouring.count == one.jacobian)
      #expect(SparsePlan(hessian: pattern).colouring.count == one.hessian)
    }
  }

  /// A row that is full takes one sweep by rows, a column that is full one by columns.
  @Test func theCheaperSideIsColoured() {
    let row = Self.pattern(10) { row, _ in row == 3 }
    #expect(SparsePlan(jacobian: row).mode == .reverse)
    #expect(SparsePlan(jacobian: row).colouring.count == 1)
    let column = Self.pattern(10) { _, column in column == 3 }
    #expect(SparsePlan(jacobian: column).mode == .forward)
    #expect(SparsePlan(jacobian: column).colouring.count == 1)
    #expect(SparsePlan(jacobian: column, .reverse).colouring.count == 10)
  }

  static func random(_ n: Int, _ random: inout SplitMix64, symmetric: Bool) -> SparsityPattern {
    let share = random.next() % 30 + 1
    var entries = Set<[Int]>()
    for row in 0..<n {
      for column in 0..<n where random.next() % 100 < share {
        entries.insert([row, column])
        if symmetric { entries.insert([column, row]) }
      }
    }
    return pattern(n) { entries.contains([$0, $1]) }
  }

  @Test func columnsOfOneColourShareNoRow() {
    var source = SplitMix64(seed: 5)
    forEach(1...60) { _ in
      let pattern = Self.random(25, &source, symmetric: false)
      let colours = Colouring(columnsOf: pattern, pattern.transposed().pattern).colours
      for row in 0..<25 {
        let met = pattern[row].map { colours[Int($0)] }
        #expect(Set(met).count == met.count && !met.contains(-1))
      }
    }
  }

  /// A star colouring: neighbours differ, and each way over four columns has three colours at least.
  @Test func waysOverFourColumnsHaveThreeColours() {
    var source = SplitMix64(seed: 6)
    forEach(1...60) { _ in
      let pattern = Self.random(14, &source, symmetric: true)
      let colours = Colouring(symmetric: pattern).colours
      let near = (0..<14).map { row in pattern[row].map { Int($0) }.filter { $0 != row } }
      for a in 0..<14 {
        for b in near[a] {
          #expect(colours[a] != colours[b])
          for c in near[b] where c != a {
            for d in near[c] where d != b && d != a {
              #expect(colours[a] != colours[c] || colours[b] != colours[d])
            }
          }
        }
      }
    }
  }
}
