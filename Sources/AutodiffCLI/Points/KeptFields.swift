import AutodiffCore

extension KeptColumns {
  /// Finds the columns that are to be passed through.
  ///
  /// - Parameters:
  ///   - text: names between commas, in quotes where they have commas themselves.
  ///   - table: the names of the table's columns.
  ///   - source: the table as messages speak of it.
  /// - Throws: a name that is no column, a name that stands there twice, and one that two columns have.
  init(_ text: String, of table: [String], source: String) throws(Failure) {
    names = PointColumns.names(text.utf8, FieldSeparator.comma)
    var columns: [Int] = []
    for name in names {
      guard let column = name.isEmpty ? nil : table.firstIndex(of: name) else {
        let similar = Similarity.nearest(to: name, among: table)
        throw .usage(.unknownColumn(option: Option.keep.long, name: name, columns: table, similar: similar))
      }
      if columns.contains(column) { throw .usage(.inputTwice(option: Option.keep.long, name: name)) }
      if table[(column + 1)...].contains(name) { throw .usage(.columnTwice(path: source, name: name)) }
      columns.append(column)
    }
    self.columns = columns
  }

  /// Returns the texts of the row that begins at `start`; they are empty where it has no such field.
  func texts(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ reader: RowReader) -> [String] {
    let fields = reader.fields(bytes, from: start)
    return columns.map { $0 < fields.count ? FieldText.of(bytes[fields[$0]]) : "" }
  }

  /// Returns the texts of a row of numbers.
  func texts(_ row: ArraySlice<Double>) -> [String] { columns.map { NumberText()(row[row.startIndex + $0]) } }
}
