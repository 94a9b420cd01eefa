/// A growing buffer of bytes for output: numbers are written right into it, without a `String` for each.
package struct ByteBuffer: ~Copyable {
  /// The number of bytes written.
  package private(set) var count = 0
  private var capacity: Int
  private var start: UnsafeMutablePointer<UInt8>

  /// Creates an empty buffer.
  ///
  /// - Parameter capacity: The number of bytes to begin with; more are taken when they are needed.
  package init(capacity: Int = 1 << 16) {
    self.capacity = max(capacity, NumberText.room)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  /// A Boolean value indicating whether nothing has been written.
  package var isEmpty: Bool { count == 0 }

  /// Appends a byte.
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    start[count] = byte
    count &+= 1
  }

  /// Appends bytes.
  package mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

  /// Appends bytes.
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).update(from: first, count: bytes.count)
    count &+= bytes.count
  }

  /// Appends a text in UTF-8.
  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Appends a number as text.
  package mutating func append(_ value: Double, _ number: NumberText = NumberText()) {
    reserve(NumberText.room)
    count = number.write(value, to: start + count) - start
  }

  /// Appends numbers with a separator between them.
  package mutating func append(_ values: UnsafeBufferPointer<Double>, separator: UInt8, _ number: NumberText) {
    guard let first = values.baseAddress else { return }
    append(first, stride: 1, count: values.count, separator: separator, number)
  }

  /// Appends a line of numbers with a separator between them.
  ///
  /// - Parameter values: The first of `count` numbers, which are `stride` elements apart.
  package mutating func appendLine(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, separator: UInt8, _ number: NumberText
  ) {
    append(values, stride: stride, count: count, separator: separator, number)
    append(UInt8(ascii: "\n"))
  }

  private mutating func append(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, separator: UInt8, _ number: NumberText
  ) {
    reserve(count &* (NumberText.room + 1))
    self.count =
      number.write(values, stride: stride, count: count, separator: separator, to: start + self.count) - start
  }

  /// Appends a whole number from 0 on.
  package mutating func append(_ number: Int) {
    var places = 1
    var leading = number
    while leading >= 10 {
      leading /= 10
      places &+= 1
    }
    reserve(places)
    count &+= places
    var rest = number
    for place in 1...places {
      let tenth = rest / 10
      start[count &- place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- 10 &* tenth)
      rest = tenth
    }
  }

  /// Appends bytes that were written before once more.
  package mutating func append(copyOf written: Range<Int>) {
    reserve(written.count)
    (start + count).update(from: start + written.lowerBound, count: written.count)
    count &+= written.count
  }

  /// Appends a word of 64 bits, its lowest byte first.
  package mutating func append(bits: UInt64) {
    reserve(8)
    UnsafeMutableRawPointer(start + count).storeBytes(of: bits.littleEndian, as: UInt64.self)
    count &+= 8
  }

  /// Appends a number as JSON; one that is not finite becomes a string.
  package mutating func appendJSON(_ value: Double, _ number: NumberText) {
    reserve(NumberText.room)
    count = number.writeJSON(value, to: start + count) - start
  }

  /// Appends numbers as JSON, with a comma and a blank between them.
  package mutating func appendJSON(_ values: UnsafeBufferPointer<Double>, _ number: NumberText) {
    reserve(values.count &* (NumberText.room + 2))
    count = number.writeJSON(values, to: start + count) - start
  }

  /// Forgets the bytes and keeps their room.
  package mutating func removeAll() { count = 0 }

  /// Calls a closure with the bytes written, which it may read until it returns.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Makes room for `more` bytes.
  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }
}
