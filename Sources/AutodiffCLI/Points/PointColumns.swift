import AutodiffCore

/// The columns of a table of points, which its first line names, or `--columns`.
package struct PointColumns {
  let names: [String]
  let separator: UInt8
  /// The source of the names in messages.
  let source: String

  /// - Parameter declared: the separator, where the table declares one.
  /// - Throws: a table without columns, and a quote that stays open.
  init(_ line: some Collection<UInt8>, separator declared: UInt8? = nil, path: String) throws(Failure) {
    source = path
    if !line.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) { throw .usage(.openQuote(path)) }
    separator = declared ?? FieldSeparator.ofNames(line)
    names = Self.names(line, separator)
    if names.allSatisfy(\.isEmpty) { throw .usage(.emptyTable(path)) }
  }

  /// The columns that `--columns` names.
  ///
  /// - Throws: a name that stands there twice, which in a table's own line is no harm as long as nobody reads it.
  init(option names: String) throws(Failure) {
    let isTabbed = names.utf8.contains(FieldSeparator.tab)
    try self.init(
      names.utf8, separator: isTabbed ? FieldSeparator.tab : FieldSeparator.comma, path: "--columns")
    var known: Set<String> = []
    for name in self.names where !known.insert(name).inserted {
      throw .usage(.columnTwice(path: source, name: name))
    }
  }

  /// The columns of an array, which has no names of its own.
  static let unnamed = PointColumns(names: [], separator: UInt8(ascii: ","), source: "")

  private init(names: [String], separator: UInt8, source: String) {
    self.names = names
    self.separator = separator
    self.source = source
  }

  /// The same columns, separated otherwise.
  func separated(by separator: UInt8) -> PointColumns {
    PointColumns(names: names, separator: separator, source: source)
  }

  /// The same columns, separated as a row of a table is: by tabs if it has any; by semicolons if it has as many fields
  /// with them as there are columns, and its commas separate no fields or are all between digits; else by commas.
  func separated(asIn row: ArraySlice<UInt8>) -> PointColumns {
    let first = FieldSeparator.ofNames(row)
    guard first == FieldSeparator.semicolon else { return separated(by: first) }
    let fits = { (separator: UInt8) in Self.fields(row, separator).count == names.count }
    let areDecimal = row.indices.allSatisfy { place in
      row[place] != FieldSeparator.comma
        || place > row.startIndex && place + 1 < row.endIndex && row[place - 1].isDigit && row[place + 1].isDigit
    }
    let isSemicolon = fits(FieldSeparator.semicolon) && (areDecimal || !fits(FieldSeparator.comma))
    return separated(by: isSemicolon ? FieldSeparator.semicolon : FieldSeparator.comma)
  }

  /// The inputs that the columns are, or are elements of: numbers without a shape.
  var inputs: [(name: String, shape: Shape?)] {
    let arrays = arrayShapes
    let names = Set(arrays.map(\.name))
    return arrays.map { ($0.name, $0.shape) }
      + self.names.filter { !$0.isEmpty && Self.element($0) == nil && !names.contains($0) }.map { ($0, nil) }
  }

  /// The shapes of arrays of which columns are elements: the greatest index along each axis.
  var arrayShapes: [InputShape] {
    var shapes: [InputShape] = []
    for column in names {
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

  // MARK: - Names

  /// The names on a line.
  static func names(_ line: some Collection<UInt8>, _ separator: UInt8) -> [String] {
    fields(Array(line)[...], separator).map { name($0.text) }
  }

  /// A column's name, with subscripts made plain as in an expression.
  private static func name(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self).trimmed
    if let quantity = UncertainName.quantity(of: text) {
      let name = name(Array(quantity.utf8))
      return text.hasPrefix("±") ? "±\(name)" : "u(\(name))"
    }
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

  /// Fields by RFC 4180, each with where it begins; the commas of subscripts are their own.
  static func fields(_ line: ArraySlice<UInt8>, _ separator: UInt8) -> [(start: Int, text: [UInt8])] {
    var fields: [(start: Int, text: [UInt8])] = [(line.startIndex, [])]
    var quoted = false
    var subscriptEnd = line.startIndex
    for index in line.indices {
      let byte = line[index]
      if byte == UInt8(ascii: "["), index >= subscriptEnd, let end = endOfSubscript(line[(index + 1)...]) {
        subscriptEnd = end
      }
      if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if byte == separator, !quoted, index >= subscriptEnd {
        fields.append((index + 1, []))
      } else {
        fields[fields.count - 1].text.append(byte)
      }
    }
    return fields
  }

  /// The end of the numbers and commas of a subscript; nil where something else stands between its brackets.
  private static func endOfSubscript(_ rest: ArraySlice<UInt8>) -> Int? {
    let end = rest.firstIndex {
      $0 &- UInt8(ascii: "0") >= 10 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ")
    }
    return end.flatMap { rest[$0] == UInt8(ascii: "]") ? $0 : nil }
  }
}
