import AutodiffCore

/// A sink of bytes: a file descriptor, or an array in a test.
package final class Output {
  private var buffer = ByteBuffer(capacity: Output.capacity + 4096)
  private let deliver: (UnsafeRawBufferPointer) -> Delivery
  /// The system's error number of the first write that failed; what follows is dropped.
  package private(set) var failure: Int32 = 0
  package let isTerminal: Bool
  /// Writes over the first bytes that went out, now that they are known better; nil where that cannot be.
  package let overwriteStart: (() -> ((UnsafeRawBufferPointer) -> Delivery)?)?
  /// Replaces what is not ASCII.
  package var ascii = false

  private static let capacity = 1 << 16

  /// The number of lines that have gone out whole.
  package private(set) var deliveredLines = 0

  /// The delivery of bytes: the number that went out, and the reason for which no more did.
  package struct Delivery {
    package var count: Int
    /// The system's error number; 0 where all went out.
    package var failure: Int32

    /// A delivery of a number of bytes.
    package init(count: Int, failure: Int32 = 0) {
      self.count = count
      self.failure = failure
    }
  }

  /// - Parameters:
  ///   - overwriteStart: asks for a function that writes over the first bytes that went out.
  ///   - deliver: lets bytes go out.
  package init(
    isTerminal: Bool = false, overwriteStart: (() -> ((UnsafeRawBufferPointer) -> Delivery)?)? = nil,
    deliver: @escaping (UnsafeRawBufferPointer) -> Delivery
  ) {
    self.isTerminal = isTerminal
    self.overwriteStart = overwriteStart
    self.deliver = deliver
  }

  /// Writes a text, in ASCII alone where that is asked for.
  package func write(_ text: String) {
    if ascii, !text.utf8.allSatisfy({ $0 < 0x80 }) {
      buffer.append(ASCII.transcribed(text))
    } else {
      buffer.append(text)
    }
    if buffer.count >= Self.capacity { flush() }
  }

  /// Writes a number without a string for it.
  package func write(_ value: Double, _ number: NumberText) {
    buffer.append(value, number)
    if buffer.count >= Self.capacity { flush() }
  }

  /// Writes what a closure appends: a piece of a long answer, some thousand numbers at most.
  func write(_ append: (inout ByteBuffer) -> Void) {
    append(&buffer)
    if buffer.count >= Self.capacity { flush() }
  }

  /// Writes what a closure appends: a long answer, of which the bytes so far go out at each pause.
  func write(inPieces append: (inout ByteBuffer, _ pause: (inout ByteBuffer) -> Void) -> Void) {
    append(&buffer) { buffer in
      guard buffer.count >= Self.capacity else { return }
      buffer.withBytes(send)
      buffer.removeAll()
    }
    if buffer.count >= Self.capacity { flush() }
  }

  /// Writes a text and the end of a line.
  package func line(_ text: String) {
    write(text)
    write("\n")
  }

  /// Writes what was put together elsewhere, without a copy of it.
  func write(_ bytes: borrowing ByteBuffer) {
    flush()
    bytes.withBytes(send)
  }

  /// Writes over the first bytes that went out.
  func overwrite(_ bytes: [UInt8], _ overwrite: (UnsafeRawBufferPointer) -> Delivery) {
    flush()
    guard failure == 0 else { return }
    failure = bytes.withUnsafeBytes(overwrite).failure
  }

  /// Writes bytes as they are.
  package func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer.append($0) }
    if buffer.count >= Self.capacity { flush() }
  }

  /// Lets all bytes that wait go out.
  package func flush() {
    guard !buffer.isEmpty else { return }
    buffer.withBytes(send)
    buffer.removeAll()
  }

  private func send(_ bytes: UnsafeRawBufferPointer) {
    guard failure == 0, !bytes.isEmpty else { return }
    let delivery = deliver(bytes)
    failure = delivery.failure
    deliveredLines += Lines.count(UnsafeRawBufferPointer(rebasing: bytes[..<delivery.count]))
  }
}
