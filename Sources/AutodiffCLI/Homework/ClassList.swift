import AutodiffCore

/// The students that exercises are for: a table with a column of names, or a list with a name on each line.
struct ClassList {
  /// The name of the column.
  private(set) var column = "student"
  private(set) var ids: [String] = []

  /// The words that titles of tables consist of. A list has none of them in its first line.
  private static let titles: Set<String> = [
    "student", "students", "name", "names", "id", "email", "e-mail", "mail", "login", "user", "username",
  ]

  /// - Throws: that the file cannot be read, or that its table has no such column.
  init(_ path: String, _ options: Options, _ session: Session) throws(Failure) {
    let file = try ValueFile.text(of: path, session.host)
    guard let table = ClassTable(file) else { throw .usage(.homework(.noStudents(path))) }
    let header = table.header.fields.map(SheetCell.read)
    let names: [String]
    if options.idColumn != nil || table.isDeclared || header.contains(where: Self.isTitle) {
      let place = try Self.place(options.idColumn, header, table, file)
      column = header[place]
      let isList = header.count == 1 && !table.isDeclared
      names = isList ? Array(Self.lines(file).drop { $0.isEmpty }.dropFirst()) : try Self.names(table, at: place, file)
    } else {
      if header.count > 1 {
        session.note(
          "each line of '\(ProblemText.printable(path: path))' is a name, for no column has a title such as 'name'; "
            + "--id COLUMN reads a table")
      }
      names = Self.lines(file)
    }
    var known: Set<String> = []
    var repeated: Set<String> = []
    for name in names where !name.isEmpty {
      if known.insert(name).inserted {
        ids.append(name)
      } else if repeated.insert(name).inserted {
        session.note("'\(ProblemText.printable(name))' stands there more than once, and gets one exercise")
      }
    }
    if ids.isEmpty { throw .usage(.homework(.noStudents(path))) }
  }

  /// Returns whether all words of a column's title are known, as those of `Student ID` are.
  private static func isTitle(_ text: String) -> Bool {
    let words = text.lowercased().split { $0 == " " || $0 == "_" }
    return !words.isEmpty && words.allSatisfy { titles.contains(String($0)) }
  }

  /// Returns the place of the column of names: that of `--id`, or else the first.
  ///
  /// - Throws: that there is no such column.
  private static func place(
    _ id: String?, _ header: [String], _ table: ClassTable, _ file: SourceText
  ) throws(Failure) -> Int {
    guard let id else { return 0 }
    if let column = header.firstIndex(of: id) { return column }
    throw .homework(
      .noColumn(id, columns: header, similar: Similarity.nearest(to: id, among: header)), file, Span(table.header.place)
    )
  }

  /// Returns the names in a column of a table.
  ///
  /// - Throws: that a row has more columns than the header, or none of that place.
  private static func names(_ table: ClassTable, at place: Int, _ file: SourceText) throws(Failure) -> [String] {
    var table = table
    let count = table.header.fields.count
    var names: [String] = []
    while let record = table.record() {
      if record.isBlank { continue }
      guard record.openQuote == nil, record.fields.count > place, record.fields.count <= count else {
        let problem = Failure.RowProblem.fieldCount(record.fields.count, expected: count, hasHeader: true)
        throw .malformedRow(
          record.openQuote == nil ? problem : .openQuote, file, Span(record.place.lowerBound..<record.place.lowerBound))
      }
      names.append(SheetCell.read(record.fields[place]))
    }
    return names
  }

  /// Returns the lines of a list, each of them a name with whatever separators stand in it.
  private static func lines(_ file: SourceText) -> [String] {
    let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return file.bytes[start...].split(separator: UInt8(ascii: "\n")).map { line in
      SheetCell.read(unquoted(String(decoding: line, as: UTF8.self).trimmed))
    }
  }

  /// Returns a name without the quotes that a spreadsheet puts around one with a comma.
  private static func unquoted(_ line: String) -> String {
    guard line.utf8.count > 1, line.first == "\"", line.last == "\"" else { return line }
    let parts = String(line.dropFirst().dropLast()).parts(around: "\"\"")
    return parts.contains { $0.contains("\"") } ? line : parts.joined(separator: "\"")
  }
}
