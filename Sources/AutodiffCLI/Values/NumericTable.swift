import AutodiffCore

/// Rows of numbers from a file: the value of `NAME=@FILE`.
enum NumericTable {
  /// Reads a table: one row or one column is a vector, anything else a matrix; a first line of names is skipped. A file
  /// whose name ends in `.npy`, or that begins as such a file, is an array of NumPy's in its own shape.
  ///
  /// - Throws: a field that is not a number, or a row that is longer or shorter than the first, with its place.
  static func read(_ source: SourceText) throws(Failure) -> Tensor { try readWritten(source).value }

  /// Reads a table, with its numbers as they are written, row by row; those of an array of NumPy's are not.
  ///
  /// - Throws: what `read` throws.
  static func readWritten(_ source: SourceText) throws(Failure) -> (value: Tensor, texts: [String]) {
    let path = source.name ?? ""
    if path.hasSuffix(".npy") || path.hasSuffix(".npz") || NumPyFile.isBeginning(source.bytes) {
      do throws(NumPyFault) {
        return (try NumPyFile.read(source.bytes), [])
      } catch {
        throw .malformedArray(path: path, error)
      }
    }
    let bytes = BindingText.withoutComments(source.bytes)
    var elements: [Double] = []
    var texts: [String] = []
    var columns: Int?
    var rows = 0
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var isFirst = true
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let fields = fields(bytes, start..<end)
      let line = start..<end
      start = end + 1
      guard !fields.isEmpty else { continue }
      let values = fields.map { number(bytes, $0) }
      let isHeader = isFirst && fields.allSatisfy { isName(bytes, $0) }
      isFirst = false
      if isHeader { continue }
      for (value, field) in zip(values, fields) {
        guard let value else {
          let text = String(decoding: bytes[field], as: UTF8.self)
          let problem: Failure.RowProblem =
            text.isEmpty ? .missingNumber : text.contains(";") ? .notSeparated(text) : .notANumber(text)
          throw .malformedRow(problem, source, Span(field))
        }
        // A number in digits is never infinite.
        if value.isInfinite, bytes[field].contains(where: { $0 &- UInt8(ascii: "0") < 10 }) {
          throw .malformedRow(.tooLarge(String(decoding: bytes[field], as: UTF8.self)), source, Span(field))
        }
        elements.append(value)
        texts.append(String(decoding: bytes[field], as: UTF8.self))
      }
      if let columns, columns != fields.count {
        throw .malformedRow(.numberCount(fields.count, expected: columns), source, Span(line))
      }
      columns = fields.count
      rows += 1
    }
    guard let columns else { throw .usage(.noNumbers(source.name ?? "")) }
    let shape = rows == 1 || columns == 1 ? Shape([elements.count]) : Shape([rows, columns])
    return (Tensor(shape, elements), texts)
  }

  /// The fields of a line, between commas, or else between blanks.
  private static func fields(_ bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
    let separates: (UInt8) -> Bool =
      bytes[line].contains(UInt8(ascii: ",")) ? { $0 == UInt8(ascii: ",") } : { $0.isBlank }
    var fields: [Range<Int>] = []
    var start = line.lowerBound
    for index in line.lowerBound...line.upperBound where index == line.upperBound || separates(bytes[index]) {
      var field = start..<index
      while let first = bytes[field].first, first.isBlank { field = field.lowerBound + 1..<field.upperBound }
      while let last = bytes[field].last, last.isBlank { field = field.lowerBound..<field.upperBound - 1 }
      // Blanks come in runs; between two commas something is missing.
      if !field.isEmpty || bytes[line].contains(UInt8(ascii: ",")) { fields.append(field) }
      start = index + 1
    }
    return fields
  }

  /// Returns whether a field is a heading: a word, in quotes or not, but for those that are numbers.
  private static func isName(_ bytes: [UInt8], _ field: Range<Int>) -> Bool {
    guard let first = bytes[field].first, number(bytes, field) == nil else { return false }
    return first >= 0x80 || (first | 0x20) &- UInt8(ascii: "a") < 26 || first == UInt8(ascii: "_")
      || first == UInt8(ascii: "\"")
        && bytes[field].dropFirst().first.map { !("0"..."9").contains(Unicode.Scalar($0)) } ?? false
  }

  private static func number(_ bytes: [UInt8], _ field: Range<Int>) -> Double? {
    bytes.withUnsafeBufferPointer { bytes in
      guard let (value, end) = DecimalReader.readSigned(bytes, at: field.lowerBound), end == field.upperBound else {
        return nil
      }
      return value
    }
  }
}
