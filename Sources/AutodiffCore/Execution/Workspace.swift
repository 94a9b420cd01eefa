/// The memory that tapes run in, for one thread.
package final class Workspace {
  /// The memory of the lanes of each column of a tape.
  private(set) var columns: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private var columnCount = 0
  private var slots = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
  private var slotBytes = 0
  /// The paths of the program that were taken so far, the one taken last first.
  var paths: [BlockPath] = []

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

  /// Returns the memory of a column: of a slot of the tape, or behind the slots of a column beside them.
  func column(_ number: Int) -> UnsafeMutableRawPointer {
    slots + number * Self.columnBytes
  }

  /// The bytes from one column to the next: no power of two, so that the same lane of different columns finds different
  /// places in a cache.
  private static let columnBytes = BlockPath.lanes * MemoryLayout<Double>.stride + 64
}
