import AutodiffCore

/// Rows of numbers from a file: the value of `NAME=@FILE`.
enum NumericTable {
  /// One row or one column is a vector, anything else a matrix; a first line of names is skipped.
  ///
  /// - Throws: what is not a number, or a row that is longer or shorter than the first, with its place.
  static func read(_ source: SourceText) throws(Failure) -> Tensor {
    let bytes = source.bytes
    var elements: [Double] = []
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
      let isHeader = isFirst && values.allSatisfy { $0 == nil }
      isFirst = false
      if isHeader { continue }
      for (value, field) in zip(values, fields) {
        guard let value else {
          let text = ProblemText.quoted(String(decoding: bytes[field], as: UTF8.self))
          throw .malformedRow(reason: "\(text) is not a number", source, Span(field))
        }
        elements.append(value)
      }
      if let columns, columns != fields.count {
        let plural = fields.count == 1 ? "" : "s"
        throw .malformedRow(
          reason: "\(fields.count) number\(plural) where the first row has \(columns)", source, Span(line))
      }
      columns = fields.count
      rows += 1
    }
    guard let columns else { throw .usage(.noNumbers(source.name ?? "")) }
    let shape = rows == 1 || columns == 1 ? Shape([elements.count]) : Shape([rows, columns])
    return Tensor(shape, elements)
  }

  /// Between commas, or else between blanks.
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

  private static func number(_ bytes: [UInt8], _ field: Range<Int>) -> Double? {
    bytes.withUnsafeBufferPointer { bytes in
      var start = field.lowerBound
      guard start < field.upperBound else { return nil }
      let isNegative = bytes[start] == UInt8(ascii: "-")
      if isNegative || bytes[start] == UInt8(ascii: "+") { start += 1 }
      let value: Double
      if let (read, end) = DecimalReader.read(bytes, at: start), end == field.upperBound {
        value = read
      } else {
        switch String(decoding: bytes[start..<field.upperBound], as: UTF8.self).lowercased() {
        case "nan": value = .nan
        case "inf", "infinity": value = .infinity
        default: return nil
        }
      }
      return isNegative ? -value : value
    }
  }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\r") }
}
