/// A half-open range of bytes in a source text: the place of a token, a node or a problem.
package struct Span: Equatable, Hashable, Sendable {
  /// The offset of the first byte.
  package var start: UInt32
  /// The offset of the byte behind the last.
  package var end: UInt32

  /// Creates a span from its two ends.
  package init(_ start: UInt32, _ end: UInt32) {
    self.start = start
    self.end = end
  }

  /// Creates a span from a range of offsets.
  package init(_ range: Range<Int>) {
    self.init(UInt32(truncatingIfNeeded: range.lowerBound), UInt32(truncatingIfNeeded: range.upperBound))
  }

  /// An empty span at the beginning, for a node that no text stands for.
  package static let none = Span(0, 0)

  /// The offsets of the bytes.
  package var range: Range<Int> { Int(start)..<Int(end) }
}
