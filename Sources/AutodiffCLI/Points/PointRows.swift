import AutodiffCore

/// The rows of a table, all at once: for what goes over them again and again.
struct PointRows {
  /// For each number of a row, the element of the inputs that it is.
  let elements: [Int]
  /// The numbers of all rows, row by row.
  private(set) var numbers: [Double] = []
  private(set) var count = 0
  private let stream: PointStream
  private var firstLine = 1

  /// - Parameter columns: the number of the table's columns.
  /// - Throws: a row that is none, with its place; a table without rows.
  init(_ stream: PointStream, _ sources: PointSources, columns: Int) throws(Failure) {
    self.stream = stream
    elements = sources.given
    let places = Dictionary(uniqueKeysWithValues: zip(elements, elements.indices))
    let targets = sources.targets(columns).map { places[$0] ?? -1 }
    let reader = RowReader(separator: stream.columns.separator, targets: targets)
    while let piece = try stream.next(isFull: false) {
      if count == 0 { firstLine = piece.firstLine }
      if let numbers = piece.numbers {
        read(numbers, targets)
        continue
      }
      let fault = piece.bytes.withUnsafeBufferPointer { bytes in read(bytes, reader) }
      if let fault { throw stream.identity.failure(fault, in: piece) }
    }
    if count == 0 { throw .usage(.noRows(stream.identity.name)) }
  }

  /// The place of a row in the table.
  func place(_ row: Int) -> RowPlace { stream.identity.place(firstLine + row) }

  /// Rows of a text.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ reader: RowReader) -> RowFault? {
    var place = 0
    while place < bytes.count {
      let start = numbers.count
      numbers.append(contentsOf: repeatElement(0, count: elements.count + 1))
      let fault = numbers.withUnsafeMutableBufferPointer { numbers in
        numbers.baseAddress.flatMap { reader.read(bytes, at: &place, into: $0 + start, stride: 1) }
      }
      if let fault { return fault }
      numbers.removeLast()
      count += 1
    }
    return nil
  }

  /// Rows of numbers.
  private mutating func read(_ rows: [Double], _ targets: [Int]) {
    let start = numbers.count
    count += rows.count / targets.count
    numbers.append(contentsOf: repeatElement(0, count: rows.count / targets.count * elements.count))
    for (column, target) in targets.enumerated() where target >= 0 {
      for row in 0..<rows.count / targets.count {
        numbers[start + row * elements.count + target] = rows[row * targets.count + column]
      }
    }
  }
}
