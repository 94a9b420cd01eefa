/// The memory that tapes run in, for one thread.
package final class Workspace {
  /// The memory of the lanes of each column of a tape.
  private(set) var columns: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private var columnCount = 0
  private var slots = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
  private var slotBytes = 0
  /// The paths of the program that were taken so far, the one taken last first.
  var paths: [EnginePath] = []
  /// The paths on arrays that were run last, each with its memory, and whether what is the same at all points is yet to
  /// be worked out in it; the last one first.
  private var arrays: [(path: ArrayPath, memory: ArrayMemory, isRenewed: Bool)] = []
  /// The number of paths on arrays whose memory is kept: it may be large.
  private static let mostArrays = 8

  /// Creates a workspace; its memory grows as tapes need it.
  package init() { columns = .allocate(capacity: 1) }

  deinit {
    columns.deallocate()
    slots.deallocate()
  }

  /// Makes room for the columns of a tape, and for `own` columns beside them.
  func prepare(_ tape: Tape, own: Int) {
    let count = tape.inputs + tape.outputs + tape.slots
    if count > columnCount {
      columns.deallocate()
      columns = .allocate(capacity: count)
      columnCount = count
    }
    let bytes = (tape.slots + own) * Self.columnBytes
    if bytes > slotBytes {
      slots.deallocate()
      slots = .allocate(byteCount: bytes, alignment: 64)
      slots.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
      slotBytes = bytes
    }
    for slot in 0..<tape.slots { columns[tape.inputs + tape.outputs + slot] = column(slot) }
  }

  /// Returns the memory of a path on arrays.
  ///
  /// - Parameter point: The elements of the inputs at a point, for what is the same at every one.
  func memory(of path: ArrayPath, at point: (_ element: Int) -> Double) -> ArrayMemory {
    if let place = arrays.firstIndex(where: { $0.path === path }) {
      if place > 0 { arrays.insert(arrays.remove(at: place), at: 0) }
    } else {
      if arrays.count == Self.mostArrays { arrays.removeLast() }
      arrays.insert((path, ArrayMemory(path.tape), true), at: 0)
    }
    if arrays[0].isRenewed {
      path.prepare(arrays[0].memory, at: point)
      arrays[0].isRenewed = false
    }
    return arrays[0].memory
  }

  /// Notes that elements of the inputs that are the same at all points have changed.
  func renew() {
    for place in arrays.indices { arrays[place].isRenewed = true }
  }

  /// Returns the memory of a column: of a slot of the tape, or behind the slots of a column beside them.
  func column(_ number: Int) -> UnsafeMutableRawPointer {
    slots + number * Self.columnBytes
  }

  /// The bytes from one column to the next: no power of two, so that the same lane of different columns finds different
  /// places in a cache.
  private static let columnBytes = BlockPath.lanes * MemoryLayout<Double>.stride + 64
}
