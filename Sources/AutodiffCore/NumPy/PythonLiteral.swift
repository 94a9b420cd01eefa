/// A reader of the Python literals of a header: strings, truth values and tuples of lengths, with blanks between them.
struct PythonLiteral {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// Creates a reader at the beginning of a text.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Takes a word if it comes next.
  ///
  /// - Returns: A Boolean value indicating whether it came.
  mutating func take(_ word: StaticString) -> Bool {
    skipBlanks()
    let length = word.utf8CodeUnitCount
    guard index + length <= bytes.count else { return false }
    for offset in 0..<length where bytes[index + offset] != word.utf8Start[offset] { return false }
    index += length
    return true
  }

  /// Takes a word that must come next.
  ///
  /// - Throws: `NumPyFault.header` if another text is there.
  mutating func expect(_ word: StaticString) throws(NumPyFault) {
    if !take(word) { throw unexpected() }
  }

  /// Requires that the text ends here.
  ///
  /// - Throws: `NumPyFault.header` if it goes on.
  mutating func expectEnd() throws(NumPyFault) {
    skipBlanks()
    if index < bytes.count { throw unexpected() }
  }

  /// Reads a string in quotes of either kind, without escapes.
  ///
  /// - Throws: `NumPyFault.header` if none is there.
  mutating func string() throws(NumPyFault) -> String {
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\""),
      let end = bytes[(index + 1)...].firstIndex(of: bytes[index])
    else { throw unexpected() }
    defer { index = end + 1 }
    return String(decoding: bytes[index + 1..<end], as: UTF8.self)
  }

  /// Reads `True` or `False`.
  ///
  /// - Throws: `NumPyFault.header` if neither is there.
  mutating func truth() throws(NumPyFault) -> Bool {
    if take("True") { return true }
    if take("False") { return false }
    throw unexpected()
  }

  /// Reads a tuple of lengths: `()`, `(3,)`, `(2, 3)`. Python 2 wrote an `L` behind some numbers.
  ///
  /// - Throws: `NumPyFault.header` if none is there, or a length that `Int` does not hold.
  mutating func lengths() throws(NumPyFault) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while !take(")") {
      skipBlanks()
      let start = index
      var length = 0
      while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
        let (product, overflow) = length.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int(bytes[index] - UInt8(ascii: "0")))
        if overflow || carry {
          index = start
          throw unexpected()
        }
        length = sum
        index += 1
      }
      if index == start { throw unexpected() }
      lengths.append(length)
      _ = take("L")
      if take(",") { continue }
      // One length without a comma is not a tuple but a number in brackets.
      if lengths.count == 1 { throw unexpected() }
      try expect(")")
      break
    }
    return lengths
  }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: " ") { index += 1 }
  }

  /// Returns the fault of a header that has another text here than it should.
  private func unexpected() -> NumPyFault {
    .header(near: String(decoding: bytes[index...].prefix(20), as: UTF8.self))
  }
}
