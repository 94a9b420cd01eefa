/// Second derivatives that were examined, in the columns of some elements.
struct CurvatureEntries {
  /// The places of a second derivative among those by all elements.
  struct Pair {
    var row: Int
    var column: Int

    init(_ row: Int, _ column: Int) {
      self.row = row
      self.column = column
    }

    /// The places of the second derivative that is the same in exact arithmetic.
    var mirrored: Pair { Pair(column, row) }
  }

  private let columns: [Int]
  /// The place of each element among `columns`; nil for the others.
  private let slots: [Int?]
  private var entries: [CurvatureAnalysis.Entry?]

  /// Creates entries of which none is known.
  ///
  /// - Parameters:
  ///   - count: The number of all elements.
  ///   - columns: The elements with a column.
  init(count: Int, columns: [Int]) {
    self.columns = columns
    var slots = [Int?](repeating: nil, count: count)
    for (slot, column) in columns.enumerated() { slots[column] = slot }
    self.slots = slots
    entries = Array(repeating: nil, count: count * columns.count)
  }

  /// A Boolean value indicating whether there are no columns.
  var isEmpty: Bool { entries.isEmpty }

  /// The entry at a pair; nil where none is known.
  subscript(pair: Pair) -> CurvatureAnalysis.Entry? {
    get { slots[pair.column].flatMap { entries[pair.row * columns.count + $0] } }
    set { if let slot = slots[pair.column] { entries[pair.row * columns.count + slot] = newValue } }
  }

  /// The places of all entries that are known, row by row.
  var pairs: [Pair] {
    var result: [Pair] = []
    for row in slots.indices {
      for column in columns where self[Pair(row, column)] != nil { result.append(Pair(row, column)) }
    }
    return result
  }
}
