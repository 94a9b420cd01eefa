/// The names of the elements of arrays, such as `df[1]/dW[2,3]`: texts with subscripts behind them.
///
/// There may be millions, so they are written as bytes.
package struct ElementNames {
  /// The text before each subscript, and the one behind the last.
  private var texts: [[UInt8]] = [[]]
  /// The number of subscripts of each kind, of all parts one after the other.
  private var lengths: [Int] = []

  /// Creates names.
  ///
  /// - Parameter parts: The texts, each with the shape whose subscripts follow it.
  package init(_ parts: [(text: String, shape: Shape)]) {
    for (text, shape) in parts {
      append(text)
      for (axis, length) in shape.lengths.enumerated() {
        append(axis == 0 ? "[" : ",")
        texts.append([])
        lengths.append(length)
      }
      if !shape.isScalar { append("]") }
    }
  }

  private mutating func append(_ text: String) { texts[texts.count - 1] += Array(text.utf8) }

  /// The number of names.
  package var count: Int { Shape(lengths).count }

  /// All names, the last subscript fastest.
  package var all: [String] {
    var buffer = ByteBuffer(capacity: 64)
    return (0..<count).map { place in
      buffer.removeAll()
      append(place..<place + 1, to: &buffer, separator: nil)
      return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Appends names, the last subscript fastest, with a separator between them.
  ///
  /// - Parameter separator: The separator; names that hold it are in quotation marks.
  package func append(_ places: Range<Int>, to buffer: inout ByteBuffer, separator: UInt8?) {
    let isQuoted = texts.contains { text in separator.map { text.contains($0) } ?? false }
    let mark = isQuoted ? [UInt8(ascii: "\"")] : []
    let end = (texts.last ?? []) + mark
    let length = lengths.last ?? 1
    var place = places.lowerBound
    while place < places.upperBound {
      if place > places.lowerBound, let separator { buffer.append(separator) }
      let start = buffer.count
      buffer.append(mark)
      appendBeginning(of: place, to: &buffer)
      let beginning = start..<buffer.count
      // Names that differ in their last subscript only have the same beginning.
      let first = place % length
      let next = min(place - first + length, places.upperBound)
      for last in first..<first + next - place {
        if last > first {
          if let separator { buffer.append(separator) }
          buffer.append(copyOf: beginning)
        }
        if !lengths.isEmpty { buffer.append(last + 1) }
        buffer.append(end)
      }
      place = next
    }
  }

  /// Appends the part of a name that is before its last subscript; nothing where a name has none.
  private func appendBeginning(of place: Int, to buffer: inout ByteBuffer) {
    var stride = Shape(lengths).count
    for (axis, length) in lengths.enumerated() {
      buffer.append(texts[axis])
      stride /= length
      if axis < lengths.count - 1 { buffer.append(place / stride % length + 1) }
    }
  }
}
