/// Reads what a header is made of: strings, truth values and tuples of lengths, with blanks between them.
struct PythonLiteral {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether that comes next; then it is behind.
  mutating func take(_ word: StaticString) -> Bool {
    skipBlanks()
    let length = word.utf8CodeUnitCount
    guard index + length <= bytes.count else { return false }
    for offset in 0..<length where bytes[index + offset] != word.utf8Start[offset] { return false }
    index += length
    return true
  }

  mutating func expect(_ word: StaticString) throws(NumPyFault) {
    if !take(word) { throw unexpected() }
  }

  mutating func expectEnd() throws(NumPyFault) {
    skipBlanks()
    if index < bytes.count { throw unexpected() }
  }

  /// In quotes of either kind, without escapes.
  mutating func string() throws(NumPyFault) -> String {
    skipBlanks()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\""),
      let end = bytes[(index + 1)...].firstIndex(of: bytes[index])
    else { throw unexpected() }
    defer { index = end + 1 }
    return String(decoding: bytes[index + 1..<end], as: UTF8.self)
  }

  mutating func truth() throws(NumPyFault) -> Bool {
    if take("True") { return true }
    if take("False") { return false }
    throw unexpected()
  }

  /// `()`, `(3,)`, `(2, 3)`; Python 2 wrote an `L` behind some numbers.
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
      // Without a comma it is a number in brackets.
      if lengths.count == 1 { throw unexpected() }
      try expect(")")
      break
    }
    return lengths
  }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: " ") { index += 1 }
  }

  /// What is there instead.
  private func unexpected() -> NumPyFault {
    .header(near: String(decoding: bytes[index...].prefix(20), as: UTF8.self))
  }
}
