import AutodiffCore

/// The students that exercises are for: a table with a column of names, or a list with a name on each line.
struct ClassList {
  /// The name of the column.
  private(set) var column = "student"
  private(set) var ids: [String] = []

  /// The words above a list that are a title and no student.
  private static let titles: Set<String> = ["student", "students", "name", "names", "id", "email", "login", "user"]

  /// - Throws: that the file cannot be read, or that its table has no such column.
  init(_ path: String, _ options: Options, _ host: Host) throws(Failure) {
    let file = try ValueFile.text(of: path, host)
    guard var table = ClassTable(file) else { throw .usage(.homework(.noStudents(path))) }
    let header = table.header.fields.map(\.trimmed)
    var place = 0
    if let id = options.idColumn {
      guard let column = header.firstIndex(of: id) else {
        let similar = Similarity.nearest(to: id, among: header)
        throw .homework(.noColumn(id, columns: header, similar: similar), file, Span(table.header.place))
      }
      place = column
    }
    if header.count > 1 || options.idColumn != nil || Self.titles.contains(header[0].lowercased()) {
      column = header[place]
    } else {
      ids = header
    }
    var known = Set(ids)
    while let record = table.record() {
      if record.openQuote == nil, !record.isBlank, record.fields.count == header.count || place == 0 {
        let id = record.fields[place].trimmed
        if !id.isEmpty, known.insert(id).inserted { ids.append(id) }
      } else if !record.isBlank {
        let problem = Failure.RowProblem.fieldCount(record.fields.count, expected: header.count, hasHeader: true)
        throw .malformedRow(
          record.openQuote == nil ? problem : .openQuote, file, Span(record.place.lowerBound..<record.place.lowerBound))
      }
    }
    if ids.isEmpty { throw .usage(.homework(.noStudents(path))) }
  }
}
