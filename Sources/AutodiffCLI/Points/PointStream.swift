import AutodiffCore

/// Whole rows of a table, as they stand in it.
struct RowPiece: Sendable {
  var bytes: [UInt8]
  /// The line of the first row, counted from 1.
  var firstLine: Int
}

/// A table of points as it comes: its columns, then pieces of whole rows, so that memory does not grow with the rows.
final class PointStream {
  let path: String
  let columns: PointColumns
  private let source: ByteSource
  /// What was read beyond the last whole row.
  private var rest: [UInt8] = []
  private var line = 1
  private var isAtEnd = false
  /// Bytes read so far.
  private(set) var position = 0

  /// How much is read at once.
  static let pieceBytes = 1 << 20

  /// - Parameter names: what `--columns` says, of a table without a line of names.
  init(_ path: String, names: String?, _ host: Host) throws(Failure) {
    self.path = path
    switch host.open(path) {
    case .success(let source): self.source = source
    case .failure(let error): throw .unreadable(path: path, error)
    }
    var rest: [UInt8] = []
    while rest.firstIndex(of: UInt8(ascii: "\n")) == nil, try Self.read(source, path, &rest, upTo: 1 << 16) > 0 {}
    position = rest.count
    // Spreadsheets begin a table with a byte-order mark.
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
    let first = rest[..<end].withoutReturn
    if let names {
      let isTabbed = first.contains(UInt8(ascii: "\t"))
      columns = try PointColumns(Array(names.utf8), path: "--columns").separated(
        by: isTabbed ? UInt8(ascii: "\t") : UInt8(ascii: ","))
    } else {
      columns = try PointColumns(first, path: path)
      rest.removeFirst(min(end + 1, rest.count))
      line = 2
    }
    self.rest = rest
  }

  /// Which part of the table was read, where its size is known.
  var share: Double? { source.size.map { $0 == 0 ? 1 : Double(position) / Double($0) } }

  /// Whether the next piece is there without waiting.
  var isReady: Bool { isAtEnd || source.isReady }

  /// The next rows; nil after the last. Blank lines behind the last row are none.
  ///
  /// - Parameter isFull: whether to wait for as much as one piece holds, so that pieces do not depend on how the bytes
  ///   came in.
  func next(isFull: Bool) throws(Failure) -> RowPiece? {
    while true {
      if let piece = piece(isFull) { return piece }
      if isAtEnd { return nil }
      let count = try Self.read(source, path, &rest, upTo: Self.pieceBytes)
      position += count
      if count == 0 { isAtEnd = true }
      guard rest.count <= Limits().sourceBytes else {
        throw .text(Problem(.limit(.sourceBytes(Limits().sourceBytes)), nil), SourceText([], name: path))
      }
    }
  }

  private func piece(_ isFull: Bool) -> RowPiece? {
    guard isAtEnd || !isFull || rest.count >= Self.pieceBytes else { return nil }
    let newline = UInt8(ascii: "\n")
    var end = isAtEnd ? rest.count : (rest.lastIndex(of: newline).map { $0 + 1 } ?? 0)
    // Blank lines wait for what comes behind them.
    var last = end
    while last > 0, rest[last - 1] <= UInt8(ascii: " ") { last -= 1 }
    if last == 0 {
      if isAtEnd { rest = [] }
      return nil
    }
    end = rest[last..<end].firstIndex(of: newline).map { $0 + 1 } ?? end
    let piece = RowPiece(bytes: Array(rest[..<end]), firstLine: line)
    line += piece.bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes where byte == newline { count &+= 1 }
      return count
    }
    rest.removeFirst(end)
    return piece
  }

  private static func read(
    _ source: ByteSource, _ path: String, _ rest: inout [UInt8], upTo most: Int
  ) throws(Failure) -> Int {
    var count = 0
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
      switch source.read(into: UnsafeMutableRawBufferPointer(buffer)) {
      case .success(let read): count = read
      case .failure(let error): failure = error
      }
      filled = count
    }
    if let failure { throw .unreadable(path: path, failure) }
    if rest.isEmpty { rest = piece } else { rest += piece }
    return count
  }
}

extension ArraySlice<UInt8> {
  var withoutReturn: ArraySlice<UInt8> { last == UInt8(ascii: "\r") ? dropLast() : self }
}
