/// Text on its way out, in bytes of its own: numbers are written right into it.
package struct ByteBuffer: ~Copyable {
  package private(set) var count = 0
  private var capacity: Int
  private var start: UnsafeMutablePointer<UInt8>

  /// - Parameter capacity: bytes to begin with; more are taken when they are needed.
  package init(capacity: Int = 1 << 16) {
    self.capacity = max(capacity, NumberText.room)
    start = .allocate(capacity: self.capacity)
  }

  deinit { start.deallocate() }

  package var isEmpty: Bool { count == 0 }

  package mutating func append(_ byte: UInt8) {
    reserve(1)
    start[count] = byte
    count &+= 1
  }

  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let first = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).update(from: first, count: bytes.count)
    count &+= bytes.count
  }

  package mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  package mutating func append(_ value: Double, _ number: NumberText = NumberText()) {
    reserve(NumberText.room)
    count = number.write(value, to: start + count) - start
  }

  /// Numbers with a separator between them, on a line.
  ///
  /// - Parameter values: the first of `count`; each further one is `stride` behind.
  package mutating func appendLine(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, separator: UInt8, _ number: NumberText
  ) {
    reserve(count &* (NumberText.room + 1))
    self.count =
      number.writeLine(values, stride: stride, count: count, separator: separator, to: start + self.count) - start
  }

  /// The lowest byte first.
  package mutating func append(bits: UInt64) {
    reserve(8)
    UnsafeMutableRawPointer(start + count).storeBytes(of: bits.littleEndian, as: UInt64.self)
    count &+= 8
  }

  /// What is not finite becomes a string.
  package mutating func appendJSON(_ value: Double, _ number: NumberText) {
    reserve(NumberText.room)
    count = number.writeJSON(value, to: start + count) - start
  }

  /// Forgets the bytes and keeps their room.
  package mutating func removeAll() { count = 0 }

  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    body(UnsafeRawBufferPointer(start: start, count: count))
  }

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
