/// The one-sided derivatives of a node's elements along the elements of the inputs on which they depend: for each element
/// a sparse row.
///
/// One pass over the graph so serves all directions at once, where a sweep along each would visit most nodes in vain.
struct OneSidedRows {
  /// The places in the lists below at which the rows begin, and their end.
  private var starts: [Int] = [0]
  /// The number of the input's element of each entry.
  private var inputs: [Int32] = []
  /// The derivative by t ↓ 0 where that input's element is x + t.
  private var right: [Double] = []
  /// The derivative by t ↓ 0 where that input's element is x - t; no entries as long as it is the negative of `right`.
  private var left: [Double] = []
  /// A Boolean value indicating whether the sides may differ.
  let isBent: Bool

  /// Creates rows to be filled.
  ///
  /// - Parameter isBent: A Boolean value indicating whether the sides may differ.
  init(isBent: Bool) { self.isBent = isBent }

  /// Creates the rows of an input: each element depends on itself.
  init(identity count: Int, from start: Int) {
    isBent = false
    starts = Array(0...count)
    inputs = (start..<start + count).map { Int32($0) }
    right = Array(repeating: 1, count: count)
  }

  /// The number of entries.
  var count: Int { inputs.count }

  /// Makes room for rows.
  mutating func reserve(rows: Int) { starts.reserveCapacity(rows + 1) }

  /// Adds an entry to the last row.
  @inline(__always)
  mutating func append(_ input: Int32, right slope: Double, left other: Double) {
    inputs.append(input)
    right.append(slope)
    if isBent { left.append(other) }
  }

  /// Ends the last row; the next entries are those of the next one.
  @inline(__always)
  mutating func endRow() { starts.append(inputs.count) }

  /// Returns a Boolean value indicating whether a row has no entry.
  func isEmpty(_ row: Int) -> Bool { starts[row] == starts[row + 1] }

  /// Calls `body` with each entry of a row.
  @inline(__always)
  func forEach(_ row: Int, _ body: (_ input: Int32, _ right: Double, _ left: Double) -> Void) {
    for place in starts[row]..<starts[row + 1] {
      body(inputs[place], right[place], isBent ? left[place] : -right[place])
    }
  }
}

/// A sum of rows: dense, with a list of the entries that are in use.
struct OneSidedSum {
  private(set) var inputs: [Int32] = []
  private var right: [Double]
  private var left: [Double]
  private var stamps: [UInt32]
  private var stamp: UInt32 = 1

  /// Creates an empty sum.
  ///
  /// - Parameter width: The number of the inputs' elements.
  init(width: Int) {
    right = Array(repeating: 0, count: width)
    left = right
    stamps = Array(repeating: 0, count: width)
  }

  /// Removes all entries.
  mutating func clear() {
    inputs.removeAll(keepingCapacity: true)
    stamp += 1
  }

  /// Adds to an entry.
  @inline(__always)
  mutating func add(_ input: Int32, right slope: Double, left other: Double) {
    let place = Int(input)
    if stamps[place] == stamp {
      right[place] += slope
      left[place] += other
    } else {
      stamps[place] = stamp
      right[place] = slope
      left[place] = other
      inputs.append(input)
    }
  }

  /// Returns the entry of an input's element; zeros where there is none.
  func entry(_ input: Int32) -> (right: Double, left: Double) {
    stamps[Int(input)] == stamp ? (right[Int(input)], left[Int(input)]) : (0, 0)
  }

  /// Returns a Boolean value indicating whether there is an entry of an input's element.
  func contains(_ input: Int32) -> Bool { stamps[Int(input)] == stamp }
}
