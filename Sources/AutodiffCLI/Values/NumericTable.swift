import AutodiffCore

/// Rows of numbers from a file: the value of `NAME=@FILE`.
struct NumericTable {
  private var elements: [Double] = []
  /// The numbers as they are written; none unless somebody asks for them.
  private var texts: [String] = []
  private let keepsTexts: Bool
  /// The number of numbers in each row.
  private var columns: Int?
  private var rows = 0
  /// The names in the first line; none where it has numbers.
  private var names: [String] = []
  private var isFirst = true

  private init(keepsTexts: Bool) { self.keepsTexts = keepsTexts }

  /// Reads a table: one row or one column is a vector, anything else a matrix; a first line of names is skipped. A file
  /// whose name ends in `.npy`, or that begins as such a file, is an array of NumPy's in its own shape.
  ///
  /// - Parameter path: `-` for standard input.
  /// - Throws: that the file cannot be read or is no text, a field that is not a number, or a row that is longer or
  ///   shorter than the first, with its place: as soon as it was read.
  static func read(_ path: String, _ host: Host) throws(Failure) -> Tensor {
    try read(path, host, keepsTexts: false).value
  }

  /// Reads a table, which may have a second column `u(x)` or `±x` beside a first: the vector of the first column, and
  /// its uncertainties.
  ///
  /// - Parameter name: the input that the table is for, by which the second column may be called, too.
  /// - Throws: what `read` throws, and a number of the second column that is no uncertainty.
  static func readMeasured(
    _ path: String, of name: String, _ host: Host
  ) throws(Failure) -> (value: Tensor, uncertainty: Tensor?) {
    var file = try ValueFile(path, host, mayBeArray: true)
    if file.isArray { return (try file.array(), nil) }
    let table = try read(&file, keepsTexts: false)
    guard table.names.count == 2, let quantity = UncertainName.quantity(of: table.names[1]),
      quantity == table.names[0] || NameSpelling.canonical(quantity) == name
    else { return (try table.value(file.name), nil) }
    if table.columns == nil { throw .usage(.noNumbers(file.name)) }
    let shape = Shape([table.rows])
    let columns = [0, 1].map { column in
      Tensor(shape, stride(from: column, to: table.elements.count, by: 2).map { table.elements[$0] })
    }
    if let wrong = columns[1].elements.first(where: { !($0 >= 0 && $0.isFinite) }) {
      let fault: UncertaintyFault = wrong < 0 && wrong.isFinite ? .negative(wrong) : .notFinite(wrong)
      throw .text(Problem(.uncertainty(fault), nil), SourceText([], name: file.name))
    }
    return (columns[0], columns[1])
  }

  /// Reads a table, with its numbers as they are written, row by row; those of an array of NumPy's are not.
  ///
  /// - Throws: what `read` throws.
  static func readWritten(_ path: String, _ host: Host) throws(Failure) -> (value: Tensor, texts: [String]) {
    try read(path, host, keepsTexts: true)
  }

  private static func read(
    _ path: String, _ host: Host, keepsTexts: Bool
  ) throws(Failure) -> (value: Tensor, texts: [String]) {
    var file = try ValueFile(path, host, mayBeArray: true)
    if file.isArray { return (try file.array(), []) }
    let table = try read(&file, keepsTexts: keepsTexts)
    return (try table.value(file.name), table.texts)
  }

  private static func read(_ file: inout ValueFile, keepsTexts: Bool) throws(Failure) -> NumericTable {
    var table = NumericTable(keepsTexts: keepsTexts)
    while let block = try file.nextLines(
      end: ValueFile.endOfLines, judge: { beginning throws(Failure) in try table.judge(beginning) })
    {
      try table.add(block)
    }
    return table
  }

  /// Returns the vector or the matrix of all numbers.
  ///
  /// - Throws: that there are none.
  private func value(_ file: String) throws(Failure) -> Tensor {
    guard let columns else { throw .usage(.noNumbers(file)) }
    return Tensor(rows == 1 || columns == 1 ? Shape([elements.count]) : Shape([rows, columns]), elements)
  }

  /// Adds the rows of some lines.
  private mutating func add(_ source: SourceText) throws(Failure) {
    let bytes = BindingText.withoutComments(source.bytes)
    var start = isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = start..<end
      start = end + 1
      if addPlain(bytes, line) { continue }
      let fields = Self.fields(bytes, line)
      guard !fields.isEmpty else { continue }
      let isHeader = isFirst && fields.allSatisfy { Self.isName(bytes, $0) }
      isFirst = false
      if isHeader {
        names = fields.map {
          BindingText.withoutEscapes(String(decoding: bytes[$0], as: UTF8.self).filter { $0 != "\"" }.trimmed)
        }
        continue
      }
      for field in fields {
        elements.append(try Self.element(bytes, field, source))
        if keepsTexts { texts.append(String(decoding: bytes[field], as: UTF8.self)) }
      }
      if let columns, columns != fields.count {
        throw .malformedRow(.numberCount(fields.count, expected: columns), source, Span(line))
      }
      columns = fields.count
      rows += 1
    }
    if elements.count > Limits().elements {
      throw .text(Problem(.limit(.elements(Limits().elements)), nil), SourceText([], name: source.name))
    }
  }

  /// Adds a row of plain numbers between commas, which is nearly every line of a long table.
  ///
  /// - Returns: whether the line is of that form and has as many numbers as the rows before; any other one adds nothing.
  private mutating func addPlain(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    if keepsTexts { return false }
    let before = elements.count
    let isPlain = bytes.withUnsafeBufferPointer { bytes in
      var place = line.lowerBound
      while let (value, end) = DecimalReader.readSigned(bytes, at: place), value.isFinite {
        elements.append(value)
        if end == line.upperBound { return true }
        guard end < line.upperBound, bytes[end] == UInt8(ascii: ",") else { return false }
        place = end + 1
      }
      return false
    }
    let count = elements.count - before
    guard isPlain, columns == nil || columns == count else {
      elements.removeLast(count)
      return false
    }
    isFirst = false
    columns = count
    rows += 1
    return true
  }

  /// Judges the beginning of a line that is so long that it may have no end.
  private func judge(_ source: SourceText) throws(Failure) {
    let bytes = BindingText.withoutComments(source.bytes)
    let fields = Self.fields(bytes, 0..<bytes.count)
    guard let last = fields.last else { return }
    if isFirst, fields.dropLast().allSatisfy({ Self.isName(bytes, $0) }), fields.count > 1 { return }
    for field in fields.dropLast() { _ = try Self.element(bytes, field, source) }
    // A number that is cut off may go on, but none is so long.
    if last.count > Self.mostDigits {
      _ = try Self.element(bytes, last.lowerBound..<last.lowerBound + Self.mostDigits, source)
    }
  }

  /// The bytes of a number that is longer than any that somebody writes.
  private static let mostDigits = 1 << 16

  /// The number that a field is.
  ///
  /// - Throws: that it is none.
  private static func element(_ bytes: [UInt8], _ field: Range<Int>, _ source: SourceText) throws(Failure) -> Double {
    guard let value = number(bytes, field) else {
      let text = String(decoding: bytes[field], as: UTF8.self)
      let problem: Failure.RowProblem =
        text.isEmpty
        ? .missingNumber : text.contains(";") || text.contains("|") ? .notSeparated(text) : .notANumber(text)
      throw .malformedRow(problem, source, Span(field))
    }
    // A number in digits is never infinite.
    if value.isInfinite, bytes[field].contains(where: { $0 &- UInt8(ascii: "0") < 10 }) {
      throw .malformedRow(.tooLarge(String(decoding: bytes[field], as: UTF8.self)), source, Span(field))
    }
    return value
  }

  /// The fields of a line, between commas, or else between blanks.
  private static func fields(_ bytes: [UInt8], _ line: Range<Int>) -> [Range<Int>] {
    let hasCommas = bytes[line].contains(UInt8(ascii: ","))
    let separates: (UInt8) -> Bool = hasCommas ? { $0 == UInt8(ascii: ",") } : { $0.isBlank }
    var fields: [Range<Int>] = []
    var start = line.lowerBound
    for index in line.lowerBound...line.upperBound where index == line.upperBound || separates(bytes[index]) {
      var field = start..<index
      while let first = bytes[field].first, first.isBlank { field = field.lowerBound + 1..<field.upperBound }
      while let last = bytes[field].last, last.isBlank { field = field.lowerBound..<field.upperBound - 1 }
      // Blanks come in runs; between two commas something is missing.
      if !field.isEmpty || hasCommas { fields.append(field) }
      start = index + 1
    }
    return fields
  }

  /// Returns whether a field is a heading: a word, in quotes or not, but for those that are numbers.
  private static func isName(_ bytes: [UInt8], _ field: Range<Int>) -> Bool {
    guard let first = bytes[field].first, number(bytes, field) == nil else { return false }
    return first >= 0x80 || first == UInt8(ascii: "\\") || (first | 0x20) &- UInt8(ascii: "a") < 26
      || first == UInt8(ascii: "_")
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
