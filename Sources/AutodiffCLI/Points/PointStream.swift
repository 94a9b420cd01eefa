import AutodiffCore

/// Whole rows of a table, as they stand in it.
struct RowPiece: Sendable {
  var bytes: [UInt8]
  /// The line of the first row, counted from 1.
  var firstLine: Int
  /// Rows of numbers one after the other, in place of the bytes of a text.
  var numbers: [Double]?
}

/// A table of points as it comes: its columns, then pieces of whole rows, so that memory does not grow with the rows.
final class PointStream {
  let path: String
  let columns: PointColumns
  /// The array of NumPy's that the table is, if it is one.
  let array: NumPyRows?
  /// A flag for columns that `--columns` does not name.
  private let hasHeader: Bool
  private let source: ByteSource
  /// The bytes that were read beyond the last whole row.
  private var rest: [UInt8] = []
  private var line = 1
  /// The line of the first row, or its number in an array.
  private let firstRow: Int
  private var isAtEnd = false
  /// The piece that is handed out a few rows at a time.
  private var parts = RowParts()
  /// Bytes read so far.
  private(set) var position = 0

  /// The number of bytes that are read at once.
  static let pieceBytes = 1 << 18

  /// Opens the table that the command line names.
  ///
  /// - Throws: that something else is to come from standard input as well, and that the table cannot be read.
  convenience init(_ path: String, _ options: Options, _ host: Host) throws(Failure) {
    if path == "-" {
      if ([options.direction].compactMap { $0 } + options.bindings).contains(where: { $0.hasSuffix("@-") }) {
        throw .usage(.conflict("@-", "--points -"))
      }
      let isGiven = !options.expressions.isEmpty || !options.arguments.isEmpty || options.file != nil
      if options.file == "-" || !isGiven && !host.isInputTerminal && options.bareBindings.isEmpty {
        throw .usage(.conflict("--points -", "an expression from standard input"))
      }
    }
    try self.init(path, names: options.columns, host)
  }

  /// - Parameter names: the text of `--columns`, for a table without a line of names.
  /// - Throws: that the table cannot be read, and columns without names.
  init(_ path: String, names: String?, _ host: Host) throws(Failure) {
    self.path = path
    hasHeader = names == nil
    let name = Self.name(path)
    let source: ByteSource
    switch host.open(path) {
    case .success(let opened): source = opened
    case .failure(let error): throw .unreadable(path: name, error)
    }
    self.source = source
    var rest: [UInt8] = []
    var bytesRead = 0
    var firstRow = 1
    /// Judges what was read behind a place, unless an array comes.
    func judge(_ bytes: ArraySlice<UInt8>) throws(Failure) {
      if !Self.isArray(path, rest) { try Self.judge(bytes, ofLine: rest.count, path, Failure.FileKind(rest)) }
    }
    /// Reads on until a line has ended, or the table has.
    func readLine() throws(Failure) {
      var searched = 0
      while rest[searched...].firstIndex(of: UInt8(ascii: "\n")) == nil {
        searched = rest.count
        if try Self.read(source, path, &rest, upTo: 1 << 16) == 0 { return }
        bytesRead += rest.count - searched
        try judge(rest[searched...])
      }
    }
    /// The line that the rest begins with.
    var firstLine: ArraySlice<UInt8> { rest.prefix { $0 != UInt8(ascii: "\n") }.withoutReturn }
    /// Takes that line off the rest.
    func dropLine() {
      rest.removeFirst(min(rest.count, (rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count) + 1))
      firstRow += 1
    }
    /// Reads on until the line behind the first has ended, or the table has.
    func readNext() throws(Failure) {
      let first = rest
      rest = []
      defer { rest = first + rest }
      try readLine()
    }
    /// The line behind the first.
    var secondLine: ArraySlice<UInt8> {
      rest.drop { $0 != UInt8(ascii: "\n") }.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
    }
    try readLine()
    position = bytesRead
    if Self.isArray(path, rest) {
      do throws(NumPyFault) {
        array = try NumPyRows(rest)
      } catch {
        throw .malformedArray(path: name, error)
      }
      columns =
        try names.map { names throws(Failure) in
          try PointColumns(option: names).separated(by: UInt8(ascii: ","))
        } ?? .unnamed
      self.rest = Array(rest[(array?.start ?? 0)...])
      self.firstRow = firstRow
      return
    }
    array = nil
    // Spreadsheets begin a table with a byte-order mark.
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
    let declared = FieldSeparator.declared(firstLine)
    if declared != nil {
      dropLine()
      try readLine()
    }
    // Programs for statistics and plots begin a table with comments, the last of which may be the names.
    while let first = firstLine.first, first == UInt8(ascii: "#") || first == UInt8(ascii: "%") {
      if rest.count == (rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count) + 1 { try readNext() }
      if names == nil, Self.isNumber(secondLine) {
        rest.removeFirst()
        break
      }
      dropLine()
      try readLine()
    }
    if let names {
      let columns = try PointColumns(option: names)
      self.columns = declared.map(columns.separated(by:)) ?? columns.separated(asIn: firstLine)
    } else {
      columns = try PointColumns(firstLine, separator: declared, path: name)
      dropLine()
    }
    self.firstRow = firstRow
    position = bytesRead
    line = firstRow
    self.rest = rest
  }

  /// The table as messages speak of it.
  var identity: TableIdentity {
    TableIdentity(name: name, unit: array == nil ? .line : .row, hasHeader: hasHeader, firstRow: firstRow)
  }

  private var name: String { Self.name(path) }

  private static func name(_ path: String) -> String { path == "-" ? Host.inputName : path }

  /// The part of the table that was read, where its size is known.
  var share: Double? { source.size.map { $0 == 0 ? 1 : Double(position) / Double($0) } }

  /// A flag for a next piece that is there without waiting.
  var isReady: Bool { isAtEnd || !parts.isAtEnd || source.isReady }

  /// The next few rows, for work that takes long at each; nil after the last.
  ///
  /// - Throws: that the table cannot be read.
  func nextFew() throws(Failure) -> RowPiece? {
    if parts.isAtEnd {
      guard let piece = try next(isFull: false) else { return nil }
      parts.begin(piece, columns: array?.columns ?? columns.names.count)
    }
    return parts.next()
  }

  /// The next rows; nil after the last. Blank lines behind the last row are none.
  ///
  /// - Parameter isFull: whether to wait for as much as one piece holds, so that pieces do not depend on how the bytes
  ///   came in.
  /// - Throws: that the table cannot be read, or that a row of it is too long.
  func next(isFull: Bool) throws(Failure) -> RowPiece? {
    if let array { return try next(of: array) }
    while true {
      if let piece = piece(isFull) { return piece }
      if isAtEnd { return nil }
      let count = try Self.read(source, path, &rest, upTo: Self.pieceBytes)
      position += count
      if count == 0 { isAtEnd = true }
      try Self.judge(rest.suffix(count), ofLine: rest.count, path)
    }
  }

  /// Returns whether a line begins with a number.
  private static func isNumber(_ line: ArraySlice<UInt8>) -> Bool {
    let first = line.drop { $0.isBlank || $0 == UInt8(ascii: "\"") }.first
    return first.map { $0.isDigit || "+-.".utf8.contains($0) } ?? false
  }

  /// Returns whether a file is an array of NumPy's, by its name or its beginning.
  private static func isArray(_ path: String, _ beginning: [UInt8]) -> Bool {
    path.hasSuffix(".npy") || path.hasSuffix(".npz") || NumPyFile.isBeginning(beginning)
  }

  /// Judges bytes of a table that is no array.
  ///
  /// - Parameters:
  ///   - length: the bytes of the line that has not ended.
  ///   - kind: the kind of the file, if it is no text.
  /// - Throws: that they are no text's, and that the line is so long that it may have no end.
  private static func judge(
    _ bytes: ArraySlice<UInt8>, ofLine length: Int, _ path: String, _ kind: Failure.FileKind = .other
  ) throws(Failure) {
    if bytes.contains(0) { throw .notText(path: name(path), kind) }
    if length > Limits().lineBytes {
      throw .text(Problem(.limit(.lineBytes(Limits().lineBytes)), nil), SourceText([], name: name(path)))
    }
  }

  /// The next rows of an array. Where the first axis comes fastest, all of them at once.
  private func next(of array: NumPyRows) throws(Failure) -> RowPiece? {
    let first = line - 1
    let rows = array.isColumnwise ? array.rows : min(array.rows - first, max(1, Self.pieceBytes / array.rowBytes))
    guard first < array.rows else {
      // Bytes behind the last row are too many.
      if rest.isEmpty { _ = try Self.read(source, path, &rest, upTo: 1 << 16) }
      if !rest.isEmpty { throw length(array) }
      return nil
    }
    while rest.count < rows * array.rowBytes {
      let count = try Self.read(source, path, &rest, upTo: rows * array.rowBytes - rest.count)
      position += count
      if count == 0 { throw length(array) }
    }
    line += rows
    let bytes = rest
    rest = []
    if bytes.count > rows * array.rowBytes { rest = Array(bytes[(rows * array.rowBytes)...]) }
    return RowPiece(bytes: [], firstLine: first + 1, numbers: array.numbers(bytes, rows: rows))
  }

  private func length(_ array: NumPyRows) -> Failure {
    let shape = Shape([array.rows, array.columns])
    let found = (line - 1) * array.rowBytes + rest.count
    return .malformedArray(path: name, .length(shape, expected: array.rows * array.rowBytes, found: found))
  }

  private func piece(_ isFull: Bool) -> RowPiece? {
    guard isAtEnd || !isFull || rest.count >= Self.pieceBytes else { return nil }
    guard let end = rest.withUnsafeBufferPointer({ self.end($0, isFull) }) else {
      if isAtEnd { rest = [] }
      return nil
    }
    let piece = RowPiece(bytes: Array(rest[..<end]), firstLine: line)
    line += piece.bytes.withUnsafeBytes(Lines.count)
    rest.removeFirst(end)
    return piece
  }

  /// The end of the rows that can be answered; nil where there are none yet.
  private func end(_ rest: UnsafeBufferPointer<UInt8>, _ isFull: Bool) -> Int? {
    let newline = UInt8(ascii: "\n")
    guard let first = rest.firstIndex(where: { !$0.isSpace }) else { return nil }
    let most = isFull ? min(rest.count, max(Self.pieceBytes, first + 1)) : rest.count
    var end = most
    while end > first, rest[end - 1] != newline { end -= 1 }
    if end <= first || isAtEnd && most == rest.count {
      // The row that is longer than a piece, or the last, which need not end.
      guard let next = rest[most...].firstIndex(of: newline).map({ $0 + 1 }) ?? (isAtEnd ? rest.count : nil) else {
        return nil
      }
      end = next
    }
    // Blank lines wait for what comes behind them.
    var last = end
    while rest[last - 1].isSpace { last -= 1 }
    return rest[last..<end].firstIndex(of: newline).map { $0 + 1 } ?? end
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
    if let failure { throw .unreadable(path: Self.name(path), failure) }
    if rest.isEmpty { rest = piece } else { rest += piece }
    return count
  }
}

extension ArraySlice<UInt8> {
  var withoutReturn: ArraySlice<UInt8> { last == UInt8(ascii: "\r") ? dropLast() : self }
}
