import AutodiffCore

/// `name=[[1, 2.5], [-3, 4]]`: a plain name and plain numbers in brackets, as parameters are written to be read again.
///
/// The parser, lowering and evaluation would give the same numbers bit for bit, with a node of a graph for each.
enum PlainArray {
  /// - Returns: the place of the name and the value; nil where a text is of any other form.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> (name: Range<Int>, value: Tensor)? {
    var index = 0
    while index < bytes.count, bytes[index].isDigit || bytes[index].isPlainLetter { index += 1 }
    let name = 0..<index
    guard !name.isEmpty, !bytes[0].isDigit else { return nil }
    skipBlanks(bytes, &index)
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return nil }
    index += 1
    guard let value = array(bytes, &index), index == bytes.count else { return nil }
    return (name, value)
  }

  /// Reads an array and the blanks around it.
  private static func array(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Tensor? {
    var elements: [Double] = []
    // The depth of the numbers, and by depth the items of the list that is open and those of every list before it.
    var rank: Int?
    var counts = Array(repeating: 0, count: Shape.mostAxes + 1)
    var lengths: [Int?] = Array(repeating: nil, count: Shape.mostAxes + 1)
    var depth = 0
    while true {
      skipBlanks(bytes, &index)
      while index < bytes.count, bytes[index] == UInt8(ascii: "[") {
        depth += 1
        guard depth <= rank ?? Shape.mostAxes else { return nil }
        counts[depth] = 0
        index += 1
        skipBlanks(bytes, &index)
      }
      guard depth > 0, depth == rank ?? depth, let element = number(bytes, &index) else { return nil }
      rank = depth
      elements.append(element)
      counts[depth] += 1
      skipBlanks(bytes, &index)
      while index < bytes.count, bytes[index] == UInt8(ascii: "]") {
        guard counts[depth] == lengths[depth] ?? counts[depth] else { return nil }
        lengths[depth] = counts[depth]
        depth -= 1
        counts[depth] += 1
        index += 1
        skipBlanks(bytes, &index)
        if depth == 0 {
          return elements.count <= Limits().elements ? Tensor(Shape(lengths.compactMap { $0 }), elements) : nil
        }
      }
      guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return nil }
      index += 1
    }
  }

  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Double? {
    let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    guard let (value, end) = DecimalReader.read(bytes, at: isNegative ? index + 1 : index), value.isFinite else {
      return nil
    }
    index = end
    return isNegative ? -value : value
  }

  private static func skipBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) {
    while index < bytes.count, bytes[index].isBlank || bytes[index] == UInt8(ascii: "\n") { index += 1 }
  }
}
