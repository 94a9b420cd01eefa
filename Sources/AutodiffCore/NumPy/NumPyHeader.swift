/// The header of a file in NumPy's format: the type of the elements, their order and the shape, as a dictionary in
/// Python's spelling, `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.
///
/// Source: R. Kern, "A simple file format for NumPy arrays" (NEP 1, 2007), versions 1.0 to 3.0.
struct NumPyHeader {
  var elements = NumPyElement(order: .little, kind: .float, size: 8)
  /// A Boolean value indicating whether the first axis is the fastest, as in Fortran.
  var isColumnwise = false
  var shape = Shape.scalar
  /// The offset in the file at which the elements begin.
  private(set) var end = 0

  /// The bytes that every file in the format begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// Creates the header of an array of doubles, row by row.
  init(shape: Shape) { self.shape = shape }

  /// Reads the header of a file.
  ///
  /// - Throws: The first fault of the header.
  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumPyFault) {
    if bytes.starts(with: Array("PK".utf8)) { throw .archive }
    guard bytes.starts(with: Self.magic) else { throw .notNumPy }
    guard bytes.count > 8 else { throw .headerCut }
    guard (1...3).contains(bytes[6]) else { throw .version(Int(bytes[6])) }
    // From the second version on four bytes say how long the dictionary is, before that two.
    let start = bytes[6] == 1 ? 10 : 12
    guard bytes.count >= start else { throw .headerCut }
    let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    guard bytes.count - start >= length else { throw .headerCut }
    end = start + length
    var reader = PythonLiteral(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    try read(&reader)
  }

  private mutating func read(_ reader: inout PythonLiteral) throws(NumPyFault) {
    var seen: [String] = []
    try reader.expect("{")
    while !reader.take("}") {
      let key = try reader.string()
      if seen.contains(key) { throw .keyTwice(key) }
      seen.append(key)
      try reader.expect(":")
      switch key {
      case "descr":
        // A list, which begins with a bracket, describes records.
        if reader.take("[") { throw .recordType }
        elements = try NumPyElement(reader.string())
      case "fortran_order": isColumnwise = try reader.truth()
      case "shape": shape = Shape(try reader.lengths())
      default: throw .keyUnknown(key)
      }
      if !reader.take(",") {
        try reader.expect("}")
        break
      }
    }
    try reader.expectEnd()
    for key in ["descr", "fortran_order", "shape"] where !seen.contains(key) { throw .keyMissing(key) }
  }

  /// The bytes of the header as NumPy writes it, in version 1.0: the elements behind it begin at a multiple of 64.
  var bytes: [UInt8] {
    let lengths = shape.lengths.map(String.init).joined(separator: ", ") + (shape.rank == 1 ? "," : "")
    let order = isColumnwise ? "True" : "False"
    let dictionary = "{'descr': '\(elements.text)', 'fortran_order': \(order), 'shape': (\(lengths)), }"
    // Shapes of one length or two take 128 bytes, whatever the lengths are: a writer that learns the number of rows at
    // the end can write the header again.
    let length = max(118, (dictionary.utf8.count + 1 + 10 + 63) / 64 * 64 - 10)
    let blanks = String(repeating: " ", count: length - dictionary.utf8.count - 1)
    return Self.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array((dictionary + blanks + "\n").utf8)
  }
}
