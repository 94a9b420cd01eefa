/// Arrays in files of NumPy's format, as `np.save` writes and `np.load` reads them.
package enum NumPyFile {
  /// Returns a Boolean value indicating whether bytes begin as a file in the format; no text begins so.
  package static func isBeginning(_ bytes: [UInt8]) -> Bool { bytes.starts(with: NumPyHeader.magic) }

  /// Returns the shape of the array in a file, the place at which its elements begin, and the bytes that they take.
  ///
  /// - Parameter bytes: The file, at least as far as its header goes.
  /// - Throws: The first fault of the header, and that there are too many elements or none.
  package static func length(_ bytes: [UInt8]) throws(NumPyFault) -> (shape: Shape, end: Int, bytes: Int) {
    let header = try bytes.withUnsafeBufferPointer { bytes throws(NumPyFault) in try NumPyHeader(bytes) }
    return (header.shape, header.end, try count(header) * header.elements.size)
  }

  /// Returns the number of elements of an array.
  ///
  /// - Throws: That it has too many axes, too many elements or none.
  private static func count(_ header: NumPyHeader) throws(NumPyFault) -> Int {
    let shape = header.shape
    guard shape.rank <= Shape.mostAxes else { throw .tooManyAxes(shape.rank, most: Shape.mostAxes) }
    let count = shape.count
    guard count <= Limits().elements else { throw .tooLarge(shape) }
    guard count > 0 else { throw .empty(shape) }
    return count
  }

  /// Returns the array that the bytes of a file hold, with its elements as doubles row by row.
  ///
  /// - Parameter bytes: The whole file; its elements may be real numbers of any type, in row or column order.
  /// - Throws: The first fault of the file.
  package static func read(_ bytes: [UInt8]) throws(NumPyFault) -> Tensor {
    let header = try bytes.withUnsafeBufferPointer { bytes throws(NumPyFault) in try NumPyHeader(bytes) }
    let shape = header.shape
    let count = try count(header)
    let (found, expected) = (bytes.count - header.end, count * header.elements.size)
    guard found == expected else { throw .length(shape, expected: expected, found: found) }
    let elements = [Double](unsafeUninitializedCapacity: count) { values, filled in
      bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        header.elements.read(start + header.end, into: UnsafeMutableBufferPointer(rebasing: values[..<count]))
        filled = count
      }
    }
    guard header.isColumnwise, shape.rank > 1 else { return Tensor(shape, elements) }
    return byRow(shape, elements)
  }

  /// Returns the header of a file of doubles, row by row; it has the same number of bytes for any matrix.
  package static func header(_ shape: Shape) -> [UInt8] { NumPyHeader(shape: shape).bytes }

  /// Returns the bytes of the whole file of an array.
  package static func bytes(_ value: Tensor) -> [UInt8] {
    var bytes = header(value.shape)
    bytes.reserveCapacity(bytes.count + 8 * value.count)
    for element in value.elements { append(element, to: &bytes) }
    return bytes
  }

  /// Appends a double as such a file has it: eight bytes, the lowest first.
  package static func append(_ value: Double, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Returns an array from elements in column order: the first axis fastest.
  private static func byRow(_ shape: Shape, _ elements: [Double]) -> Tensor {
    var strides: [Int] = []
    var stride = 1
    for length in shape.lengths {
      strides.append(stride)
      stride *= length
    }
    var place = Array(repeating: 0, count: shape.rank)
    var source = 0
    return Tensor(
      shape,
      elements.indices.map { _ in
        let element = elements[source]
        for axis in place.indices.reversed() {
          place[axis] += 1
          source += strides[axis]
          if place[axis] < shape.lengths[axis] { break }
          source -= place[axis] * strides[axis]
          place[axis] = 0
        }
        return element
      })
  }
}
