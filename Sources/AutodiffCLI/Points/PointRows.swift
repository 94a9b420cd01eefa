import AutodiffCore

/// The rows of a table, all at once: for what goes over them again and again.
struct PointRows {
  /// Which element of the inputs each number of a row is.
  let columns: [Int]
  /// Row by row.
  private(set) var numbers: [Double] = []
  private(set) var count = 0

  /// - Throws: a row that is none, with its place; a table without rows.
  init(
    _ stream: PointStream, _ sources: PointSources, hasNames: Bool
  ) throws(Failure) {
    columns = sources.elements.indices.filter { sources.elements[$0].column != nil }
    let targets = sources.targets(stream.columns.names.count).map { element in
      element < 0 ? -1 : columns.firstIndex(of: element) ?? -1
    }
    let reader = RowReader(separator: stream.columns.separator, targets: targets)
    while let piece = try stream.next(isFull: false) {
      let fault = piece.bytes.withUnsafeBufferPointer { bytes in read(bytes, reader) }
      if let fault { throw fault.failure(piece, path: stream.name, hasNames: hasNames) }
    }
    if count == 0 { throw .usage(.noRows(stream.path)) }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: RowReader) -> RowFault? {
    var place = 0
    while place < bytes.count {
      let start = numbers.count
      numbers.append(contentsOf: repeatElement(0, count: columns.count + 1))
      let fault = numbers.withUnsafeMutableBufferPointer { numbers in
        numbers.baseAddress.flatMap { reader.read(bytes, at: &place, into: $0 + start, stride: 1) }
      }
      if let fault { return fault }
      numbers.removeLast()
      count += 1
    }
    return nil
  }
}
