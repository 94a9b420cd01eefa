/// The names of a program, each with a number: equal spellings get equal numbers, counted from 0 in order of first
/// appearance.
///
/// A hash table with open addressing over one byte buffer; no `String` is made until a name is printed.
package struct NameTable: Sendable {
  /// The number of a name in a table.
  package typealias ID = UInt32

  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// The hash table: each slot holds a name's number plus one, or 0 if it is free. The count is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 16)

  /// Creates a table without names.
  package init() {}

  /// Creates a table of the given names, numbered in their order; a repeated name keeps its first number.
  package init(_ names: [String]) {
    for name in names { _ = intern(name) }
  }

  /// The number of names.
  package var count: Int { ends.count }

  /// Returns the number of a name, which is added if the table does not hold it yet.
  ///
  /// - Parameter name: The name in UTF-8.
  package mutating func intern(_ name: UnsafeBufferPointer<UInt8>) -> ID {
    let slot = slot(for: name)
    if slots[slot] != 0 { return slots[slot] - 1 }
    bytes.append(contentsOf: name)
    ends.append(UInt32(truncatingIfNeeded: bytes.count))
    slots[slot] = UInt32(truncatingIfNeeded: ends.count)
    if ends.count * 2 > slots.count { grow() }
    return UInt32(truncatingIfNeeded: ends.count - 1)
  }

  /// Returns the number of a name, which is added if the table does not hold it yet.
  package mutating func intern(_ name: String) -> ID {
    var name = name
    return name.withUTF8 { intern($0) }
  }

  /// Returns the number of a name, or nil if the table does not hold it.
  ///
  /// - Parameter name: The name in UTF-8.
  package func find(_ name: UnsafeBufferPointer<UInt8>) -> ID? {
    let slot = slot(for: name)
    return slots[slot] == 0 ? nil : slots[slot] - 1
  }

  /// Returns the number of a name, or nil if the table does not hold it.
  package func find(_ name: String) -> ID? {
    var name = name
    return name.withUTF8 { find($0) }
  }

  /// The spelling of the name with that number.
  package subscript(id: ID) -> String { String(decoding: utf8(id), as: UTF8.self) }

  /// Returns the spelling of the name with that number in UTF-8.
  package func utf8(_ id: ID) -> ArraySlice<UInt8> {
    bytes[(id == 0 ? 0 : Int(ends[Int(id) - 1]))..<Int(ends[Int(id)])]
  }

  /// The spellings of all names, in order of their numbers.
  package var all: [String] { (0..<UInt32(count)).map { self[$0] } }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      var start = 0
      for (id, end) in ends.enumerated() {
        var slot = Self.hash(UnsafeBufferPointer(rebasing: bytes[start..<Int(end)])) & mask
        while larger[slot] != 0 { slot = (slot + 1) & mask }
        larger[slot] = UInt32(truncatingIfNeeded: id + 1)
        start = Int(end)
      }
    }
    slots = larger
  }

  /// Returns the slot that holds a name, or else the free slot where it belongs.
  private func slot(for name: UnsafeBufferPointer<UInt8>) -> Int {
    slots.withUnsafeBufferPointer { slots in
      ends.withUnsafeBufferPointer { ends in
        bytes.withUnsafeBufferPointer { bytes in
          var slot = Self.hash(name) & (slots.count - 1)
          while slots[slot] != 0 {
            let id = Int(slots[slot]) - 1
            let start = id == 0 ? 0 : Int(ends[id - 1])
            if Int(ends[id]) - start == name.count, Self.equal(bytes, start, name) { return slot }
            slot = (slot + 1) & (slots.count - 1)
          }
          return slot
        }
      }
    }
  }

  @inline(__always)
  private static func equal(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ name: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for offset in 0..<name.count where bytes[start + offset] != name[offset] { return false }
    return true
  }

  /// Returns the FNV-1a hash of a name, except that the last byte only moves the slot within its neighbourhood: `x1230`
  /// to `x1239` are near each other in the table as they are in the text.
  ///
  /// Source: G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", section 2.
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.dropLast() { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 29
    return Int(truncatingIfNeeded: (hash << 4 ^ UInt64(name.last ?? 0)) & 0x7FFF_FFFF_FFFF_FFFF)
  }
}
