/// The type of the elements of a NumPy array: `<f8` are doubles, their lowest byte first.
struct NumPyElement: Equatable {
  /// The order of the bytes of an element.
  enum Order: Character { case little = "<", big = ">" }
  /// The kinds of number that can be read.
  enum Kind: Character { case float = "f", signed = "i", unsigned = "u", truth = "b" }

  var order: Order
  var kind: Kind
  /// The size of an element in bytes.
  var size: Int

  /// Creates a type of elements.
  init(order: Order, kind: Kind, size: Int) {
    self.order = order
    self.kind = kind
    self.size = size
  }

  /// Creates the type that a header names, such as `<f8`.
  ///
  /// - Throws: `NumPyFault.elementType` if its elements are no real numbers or of an unknown size.
  init(_ text: String) throws(NumPyFault) {
    var rest = text[...]
    var order = Order.little
    if let first = rest.first, !first.isLetter {
      switch first {
      case "<", "|", "=": break
      case ">": order = .big
      default: throw .elementType(text)
      }
      rest.removeFirst()
    }
    guard let kind = rest.popFirst().flatMap(Kind.init), let size = Int(rest), String(size) == rest else {
      throw .elementType(text)
    }
    switch (kind, size) {
    case (.float, 2), (.float, 4), (.float, 8), (.truth, 1): break
    case (.signed, 1), (.signed, 2), (.signed, 4), (.signed, 8): break
    case (.unsigned, 1), (.unsigned, 2), (.unsigned, 4), (.unsigned, 8): break
    default: throw .elementType(text)
    }
    self.init(order: order, kind: kind, size: size)
  }

  /// The name of the type in a header.
  var text: String { "\(order.rawValue)\(kind.rawValue)\(size)" }

  /// Reads the elements at `bytes` until `values` is full; whole numbers of more than 53 bits are rounded to the
  /// nearest double.
  func read(_ bytes: UnsafeRawPointer, into values: UnsafeMutableBufferPointer<Double>) {
    switch (kind, size) {
    case (.float, 8): each(bytes, values) { Double(bitPattern: $0) }
    case (.float, 4): each(bytes, values) { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case (.float, _): each(bytes, values, Self.half)
    case (.signed, 8): each(bytes, values) { (value: Int64) in Double(value) }
    case (.signed, 4): each(bytes, values) { (value: Int32) in Double(value) }
    case (.signed, 2): each(bytes, values) { (value: Int16) in Double(value) }
    case (.signed, _): each(bytes, values) { (value: Int8) in Double(value) }
    case (.unsigned, 8): each(bytes, values) { (value: UInt64) in Double(value) }
    case (.unsigned, 4): each(bytes, values) { (value: UInt32) in Double(value) }
    case (.unsigned, 2): each(bytes, values) { (value: UInt16) in Double(value) }
    case (.unsigned, _): each(bytes, values) { (value: UInt8) in Double(value) }
    case (.truth, _): each(bytes, values) { (value: UInt8) in value == 0 ? 0 : 1 }
    }
  }

  /// Reads the elements at `bytes` as words in the order of bytes of the type, each converted by `value`.
  @inline(__always)
  private func each<Word: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawPointer, _ values: UnsafeMutableBufferPointer<Double>, _ value: (Word) -> Double
  ) {
    for index in values.indices {
      let word = bytes.loadUnaligned(fromByteOffset: index &* MemoryLayout<Word>.size, as: Word.self)
      values[index] = value(order == .little ? Word(littleEndian: word) : Word(bigEndian: word))
    }
  }

  /// Returns the double of a number in half precision: a sign, five bits of exponent, ten of significand.
  ///
  /// Source: IEEE 754-2008, section 3.4, format binary16.
  private static func half(_ bits: UInt16) -> Double {
    let exponent = Int(bits >> 10 & 0x1F)
    let significand = Double(bits & 0x3FF)
    let magnitude =
      switch exponent {
      case 0: significand * 0x1p-24
      case 0x1F: significand == 0 ? .infinity : Double.nan
      default: Double(sign: .plus, exponent: exponent - 25, significand: 1024 + significand)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}
