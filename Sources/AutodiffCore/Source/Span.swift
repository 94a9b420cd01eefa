/// A half-open range of bytes in a source text.
package struct Span: Equatable, Hashable, Sendable {
  package var start: UInt32
  package var end: UInt32

  package init(_ start: UInt32, _ end: UInt32) {
    self.start = start
    self.end = end
  }

  package init(_ range: Range<Int>) {
    self.init(UInt32(truncatingIfNeeded: range.lowerBound), UInt32(truncatingIfNeeded: range.upperBound))
  }

  package static let none = Span(0, 0)

  package var range: Range<Int> { Int(start)..<Int(end) }
}
