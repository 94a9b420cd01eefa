import AutodiffCore

/// Somewhere bytes go: a file descriptor, or an array in a test.
package final class Output {
  private var buffer = ByteBuffer(capacity: Output.capacity + 4096)
  private let deliver: (UnsafeRawBufferPointer) -> Int32
  /// The system's error number of the first write that failed; what follows is dropped.
  package private(set) var failure: Int32 = 0
  package let isTerminal: Bool
  /// Replaces what is not ASCII.
  package var ascii = false

  private static let capacity = 1 << 16

  /// - Parameter deliver: takes all bytes and answers 0, or the system's error number.
  package init(isTerminal: Bool = false, deliver: @escaping (UnsafeRawBufferPointer) -> Int32) {
    self.isTerminal = isTerminal
    self.deliver = deliver
  }

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

  package func line(_ text: String) {
    write(text)
    write("\n")
  }

  package func flush() {
    guard !buffer.isEmpty else { return }
    if failure == 0 { failure = buffer.withBytes(deliver) }
    buffer.removeAll()
  }
}
