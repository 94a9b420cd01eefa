import AutodiffCore

/// A table of points: a header of names, then a row of numbers for each point, separated as the header is.
struct PointTable {
  /// A row as it was written, and its numbers.
  struct Row {
    var line: Int
    var texts: [String]
    var values: [Double]
  }

  let path: String
  let columns: [String]
  private let bytes: [UInt8]
  private let separator: UInt8
  private var next: Int
  private var line = 1

  /// Reads the header.
  init(_ path: String, _ host: Host) throws(Failure) {
    self.path = path
    switch path == "-" ? host.readInput() : host.readFile(path) {
    case .success(let content): bytes = content
    case .failure(let error): throw .unreadable(path: path, error)
    }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    // Spreadsheets begin a table with a byte-order mark.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let header = bytes[(bytes.starts(with: mark) ? 3 : 0)..<end].withoutReturn
    separator = header.contains(UInt8(ascii: "\t")) ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    columns = Self.fields(header, separator).map { Self.name($0.text) }
    next = min(end + 1, bytes.count)
    if columns.allSatisfy(\.isEmpty) { throw .usage(.emptyTable(path)) }
    for (place, name) in columns.enumerated() where columns[..<place].contains(name) {
      throw .usage(.columnTwice(path: path, name: name))
    }
  }

  /// The next row; nil after the last.
  ///
  /// - Parameter used: the columns that must be numbers; any other may hold what it likes.
  mutating func row(_ used: Set<Int>) throws(Failure) -> Row? {
    guard next < bytes.count, bytes[next...].contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
    line += 1
    let end = bytes[next...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let start = next
    let fields = Self.fields(bytes[start..<end].withoutReturn, separator)
    next = min(end + 1, bytes.count)
    guard fields.count == columns.count else {
      throw malformed(
        start, "\(fields.count) field\(fields.count == 1 ? "" : "s") where the header has \(columns.count)")
    }
    var row = Row(line: line, texts: [], values: [])
    for (column, field) in fields.enumerated() {
      let text = String(decoding: field.text, as: UTF8.self).trimmed
      guard let value = Self.number(text) ?? (used.contains(column) ? nil : .nan) else {
        throw malformed(field.start, "\(ProblemText.quoted(text)) is not a number")
      }
      row.texts.append(text)
      row.values.append(value)
    }
    return row
  }

  private func malformed(_ offset: Int, _ reason: String) -> Failure {
    .malformedRow(
      reason: reason, SourceText(bytes, name: path == "-" ? "standard input" : path), Span(offset..<offset))
  }

  // MARK: - Names

  /// As large as the columns of arrays' elements say: the greatest index along each axis.
  var arrayShapes: [Lowering.InputShape] {
    var shapes: [Lowering.InputShape] = []
    for column in columns {
      guard let (name, indices) = Self.element(column) else { continue }
      if let known = shapes.firstIndex(where: { $0.name == name }) {
        let lengths = shapes[known].shape.lengths
        if lengths.count == indices.count { shapes[known].shape = Shape(zip(lengths, indices).map { max($0, $1) }) }
      } else {
        shapes.append(.init(name: name, shape: Shape(indices)))
      }
    }
    return shapes
  }

  /// A column's name, with subscripts made plain as in an expression.
  private static func name(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self).trimmed
    let (prefix, rest) = text.hasPrefix("df/d") ? ("df/d", String(text.dropFirst(4))) : ("", text)
    if let (array, indices) = element(rest), let plain = plainName(array) {
      return "\(prefix)\(plain)[\(indices.map(String.init).joined(separator: ","))]"
    }
    return plainName(rest).map { prefix + $0 } ?? text
  }

  private static func plainName(_ text: String) -> String? {
    guard let tree = try? DeepStack.parse(SourceText(text), limits: Limits()), tree.nodes.count == 1,
      tree.nodes[0].kind == .name
    else { return nil }
    return tree.names[tree.nodes[0].payload]
  }

  /// The parts of `W[1,2]`.
  private static func element(_ text: String) -> (name: String, indices: [Int])? {
    guard text.hasSuffix("]"), let bracket = text.firstIndex(of: "["), bracket > text.startIndex else { return nil }
    let indices = text[bracket...].dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
      .map { Int($0.trimmed) ?? 0 }
    return indices.allSatisfy { $0 > 0 } ? (text[..<bracket].trimmed, indices) : nil
  }

  // MARK: - Numbers

  private static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      guard let (value, end) = DecimalReader.readSigned(buffer, at: 0), end == buffer.count else { return nil }
      return value
    }
  }

  /// Fields by RFC 4180, each with where it begins.
  private static func fields(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [(start: Int, text: [UInt8])] {
    var fields: [(start: Int, text: [UInt8])] = [(line.startIndex, [])]
    var quoted = false
    for index in line.indices {
      let byte = line[index]
      if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if byte == separator, !quoted {
        fields.append((index + 1, []))
      } else {
        fields[fields.count - 1].text.append(byte)
      }
    }
    return fields
  }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutReturn: ArraySlice<UInt8> { last == UInt8(ascii: "\r") ? dropLast() : self }
}
