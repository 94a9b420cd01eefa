import AutodiffCore

/// Columns of a table that an option names, with all their rows at once.
struct NamedColumns {
  /// The numbers of each row, in the order of the names.
  private(set) var rows: [[Double]] = []

  /// Reads a table.
  ///
  /// - Throws: a column that it has not, and rows that cannot be read.
  init(_ path: String, _ names: [String], _ option: Option, _ options: Options, _ host: Host) throws(Failure) {
    if path == "-", options.file == "-" {
      throw .usage(.conflict("\(option.long) -", "an expression from standard input"))
    }
    let stream = try PointStream(path, names: nil, host)
    let columns = stream.columns.names
    let known = PointSources.places(columns)
    var targets = [Int](repeating: -1, count: columns.count)
    for (place, name) in names.enumerated() {
      guard let column = known[name] else {
        let similar = Similarity.nearest(to: name, among: columns)
        throw .usage(.unknownColumn(option: option.long, name: name, columns: columns, similar: similar))
      }
      targets[column] = place
    }
    let reader = RowReader(separator: stream.columns.separator, targets: targets)
    while let piece = try stream.next(isFull: false) {
      let fault = piece.bytes.withUnsafeBufferPointer { read($0, reader, names.count) }
      if let fault { throw stream.identity.failure(fault, in: piece) }
    }
    if rows.isEmpty { throw .usage(.noRows(stream.identity.name)) }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: RowReader, _ count: Int) -> RowFault? {
    var place = 0
    while place < bytes.count {
      var row = [Double](repeating: .nan, count: count)
      let fault = row.withUnsafeMutableBufferPointer { row in
        row.baseAddress.flatMap { reader.read(bytes, at: &place, into: $0, stride: 1) }
      }
      if let fault { return fault }
      rows.append(row)
    }
    return nil
  }
}
