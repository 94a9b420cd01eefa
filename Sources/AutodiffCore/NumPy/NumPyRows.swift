/// A matrix in a file of NumPy's format that is read some rows at a time.
package struct NumPyRows: Sendable {
  private let elements: NumPyElement
  /// A Boolean value indicating whether the numbers of a column come one after the other in the file.
  package let isColumnwise: Bool
  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// The offset in the file at which the numbers begin.
  package let start: Int

  /// Creates the reader of a matrix from the header of its file.
  ///
  /// - Parameter bytes: The file, at least as far as its header goes.
  /// - Throws: A fault of the header, `notRows` if the array is not a matrix, or `tooLarge`.
  package init(_ bytes: [UInt8]) throws(NumPyFault) {
    let header = try bytes.withUnsafeBufferPointer { bytes throws(NumPyFault) in try NumPyHeader(bytes) }
    guard header.shape.rank == 2 else { throw .notRows(header.shape) }
    let (size, overflow) = header.shape.lengths[1].multipliedReportingOverflow(by: 8)
    guard header.shape.lengths[1] > 0 else { throw .empty(header.shape) }
    guard !overflow, !size.multipliedReportingOverflow(by: header.shape.lengths[0]).overflow,
      size <= Limits().sourceBytes
    else { throw .tooLarge(header.shape) }
    elements = header.elements
    isColumnwise = header.isColumnwise && header.shape.lengths[0] > 1 && header.shape.lengths[1] > 1
    (rows, columns, start) = (header.shape.lengths[0], header.shape.lengths[1], header.end)
    guard !isColumnwise || rows * columns <= Limits().elements else { throw .tooLarge(header.shape) }
  }

  /// The number of bytes that a row takes in the file.
  package var rowBytes: Int { columns * elements.size }

  /// Returns the numbers of some rows, row by row.
  ///
  /// - Parameter bytes: The bytes of those rows; for a columnwise file, of the whole matrix.
  /// - Parameter rows: The number of rows in `bytes`.
  package func numbers(_ bytes: [UInt8], rows: Int) -> [Double] {
    let count = rows * columns
    let numbers = [Double](unsafeUninitializedCapacity: count) { values, filled in
      bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return }
        elements.read(start, into: UnsafeMutableBufferPointer(rebasing: values[..<count]))
        filled = count
      }
    }
    guard isColumnwise else { return numbers }
    return [Double](unsafeUninitializedCapacity: count) { values, filled in
      for row in 0..<rows {
        for column in 0..<columns { values[row * columns + column] = numbers[column * rows + row] }
      }
      filled = count
    }
  }
}
