/// Colours for the columns of a matrix, or for its rows: those of one colour are computed in one sweep.
package struct Colouring: Sendable, Equatable {
  /// The colour of each column, counted from 0; -1 for one that has no entries.
  package let colours: [Int32]
  /// The number of colours.
  package let count: Int

  private init(colours: [Int32], count: Int) {
    self.colours = colours
    self.count = count
  }

  /// The columns of each colour.
  var groups: [[Int]] {
    var groups = [[Int]](repeating: [], count: count)
    for (column, colour) in colours.enumerated() where colour >= 0 { groups[Int(colour)].append(column) }
    return groups
  }

  /// Colours columns so that no two of one colour have an entry in the same row, each with the first colour that is
  /// free.
  ///
  /// Source: A. R. Curtis, M. J. D. Powell and J. K. Reid, "On the estimation of sparse Jacobian matrices", IMA Journal
  /// of Applied Mathematics 13 (1974); A. H. Gebremedhin, F. Manne and A. Pothen, "What color is your Jacobian?", SIAM
  /// Review 47 (2005), algorithm 3.1.
  ///
  /// - Parameters:
  ///   - pattern: The pattern, row by row.
  ///   - mirrored: The same, column by column.
  ///   - order: The order in which columns are coloured.
  init(columnsOf pattern: SparsityPattern, _ mirrored: SparsityPattern, order: some Sequence<Int>) {
    var colours = [Int32](repeating: -1, count: pattern.columns)
    // The column for which each colour was last found to be taken.
    var taken: [Int] = []
    for column in order where !mirrored[column].isEmpty {
      for row in mirrored[column] {
        for other in pattern[Int(row)] where colours[Int(other)] >= 0 { taken[Int(colours[Int(other)])] = column }
      }
      let free = taken.firstIndex { $0 != column } ?? taken.count
      if free == taken.count { taken.append(-1) }
      colours[column] = Int32(truncatingIfNeeded: free)
    }
    self.colours = colours
    count = taken.count
  }

  /// Colours columns in their order, or those with most neighbours first, by which fewer colours are needed.
  init(columnsOf pattern: SparsityPattern, _ mirrored: SparsityPattern) {
    let filled = (0..<pattern.columns).filter { !mirrored[$0].isEmpty }
    if pattern.widest == filled.count {
      // A row with an entry in every column makes all of them differ.
      var colours = [Int32](repeating: -1, count: pattern.columns)
      for (colour, column) in filled.enumerated() { colours[column] = Int32(truncatingIfNeeded: colour) }
      self.init(colours: colours, count: filled.count)
      return
    }
    self.init(columnsOf: pattern, mirrored, order: 0..<pattern.columns)
    guard count > pattern.widest, pattern.columns <= Self.fewColumns else { return }
    let degrees = (0..<pattern.columns).map { column in
      mirrored[column].reduce(0) { $0 + pattern[Int($1)].count }
    }
    let order = (0..<pattern.columns).sorted { (degrees[$1], $0) < (degrees[$0], $1) }
    let other = Colouring(columnsOf: pattern, mirrored, order: order)
    if other.count < count { self = other }
  }

  /// The number of columns up to which a second order is tried.
  private static let fewColumns = 100_000

  /// Colours the columns of a symmetric matrix so that each entry stands alone in one of the two columns that have it:
  /// neighbours differ, and no way over four of them has two colours only.
  ///
  /// Source: A. H. Gebremedhin, A. Tarafdar, F. Manne and A. Pothen, "New acyclic and star coloring algorithms with
  /// application to computing Hessians", SIAM Journal on Scientific Computing 29 (2007), algorithm 4.1.
  init(symmetric pattern: SparsityPattern) {
    let n = pattern.columns
    var colours = [Int32](repeating: -1, count: n)
    var taken: [Int] = []
    /// The colours around a column, each with the number of neighbours that have it and one of these.
    var around = [[(colour: Int32, count: Int, neighbour: UInt32)]](repeating: [], count: n)
    for column in 0..<n where !pattern[column].isEmpty {
      func forbid(_ colour: Int32) { taken[Int(colour)] = column }
      for near in around[column] {
        forbid(near.colour)
        if near.count == 1 {
          // The neighbours' neighbours that are the middle of a star of this colour would make a way of four.
          for far in around[Int(near.neighbour)] where far.count == 1 && Int(far.neighbour) != column {
            let middle = around[Int(far.neighbour)].first { $0.colour == near.colour }
            if let middle, middle.count > 1 { forbid(far.colour) }
          }
          continue
        }
        // Between two neighbours of one colour this column is the middle of a star, so that it differs from all behind.
        for neighbour in pattern[column] where colours[Int(neighbour)] == near.colour && Int(neighbour) != column {
          for far in around[Int(neighbour)] { forbid(far.colour) }
        }
      }
      let free = taken.firstIndex { $0 != column } ?? taken.count
      if free == taken.count { taken.append(-1) }
      let colour = Int32(truncatingIfNeeded: free)
      colours[column] = colour
      for neighbour in pattern[column] where Int(neighbour) != column {
        if let known = around[Int(neighbour)].firstIndex(where: { $0.colour == colour }) {
          around[Int(neighbour)][known].count += 1
        } else {
          around[Int(neighbour)].append((colour, 1, UInt32(truncatingIfNeeded: column)))
        }
      }
    }
    self.colours = colours
    count = taken.count
  }
}
