import AutodiffCore

/// A file that is read piece by piece and taken in blocks of whole lines, each judged before the next is read.
struct ValueFile {
  /// The path, or the words for standard input.
  let name: String
  /// A flag for an array of NumPy's, which is no text.
  let isArray: Bool
  private let isProgram: Bool
  private let source: ByteSource
  private let freeMemory: () -> Int
  /// The bytes that were read and not taken.
  private var rest: [UInt8] = []
  private var line = 1
  private var isAtEnd = false
  /// The number of bytes read so far.
  private var position = 0
  /// The number of bytes before which memory is not looked at again.
  private var nextLook = 1 << 24

  /// The bytes of a program that somebody may have written by hand.
  private static let shortBytes = 1 << 12
  /// The number of bytes that are read at once, at least.
  private static let pieceBytes = 1 << 18

  /// Opens a file and reads its beginning.
  ///
  /// - Parameters:
  ///   - path: `-` for standard input.
  ///   - mayBeArray: whether the file may be an array of NumPy's, by its name or its beginning.
  ///   - isProgram: whether the text is a program's, in which a character that does not belong there has a place.
  /// - Throws: that there is no name, that the file cannot be read, and that it is no text.
  init(_ path: String, _ host: Host, mayBeArray: Bool = false, isProgram: Bool = false) throws(Failure) {
    if path.isEmpty { throw .usage(.noFile) }
    name = path == "-" ? Host.inputName : path
    switch host.open(path) {
    case .success(let source): self.source = source
    case .failure(let error): throw .unreadable(path: name, error)
    }
    freeMemory = host.freeMemory
    let isNamed = path.hasSuffix(".npy") || path.hasSuffix(".npz")
    var beginning: [UInt8] = []
    var isAtEnd = false
    while beginning.count < 64, !isAtEnd { isAtEnd = try Self.read(source, name, &beginning) == 0 }
    isArray = mayBeArray && (isNamed || NumPyFile.isBeginning(beginning))
    rest = beginning
    position = rest.count
    self.isAtEnd = isAtEnd
    self.isProgram = isProgram
    try examine(rest[...])
  }

  // MARK: - Lines

  /// The next whole lines; nil at the end.
  ///
  /// - Parameters:
  ///   - end: finds the end of the last whole line; nil where there is none yet.
  ///   - judge: looks at the beginning of a line that is long and may have no end.
  /// - Throws: that the file cannot be read, that it is no text or too long, and what `judge` throws.
  mutating func nextLines(
    end: (_ bytes: [UInt8]) -> Int?, judge: (_ beginning: SourceText) throws(Failure) -> Void
  ) throws(Failure) -> SourceText? {
    while true {
      if let end = isAtEnd ? rest.count : end(rest), end > 0 {
        let block = SourceText(Array(rest[..<end]), name: name, firstLine: line)
        line += block.bytes.withUnsafeBytes(Lines.count)
        rest.removeFirst(end)
        return block
      }
      if isAtEnd { return nil }
      if rest.count >= 4 * Self.pieceBytes { try judge(SourceText(rest, name: name, firstLine: line)) }
      let limits = Limits()
      if rest.count > limits.lineBytes { throw problem(.limit(.lineBytes(limits.lineBytes))) }
      if position > limits.sourceBytes { throw problem(.limit(.sourceBytes(limits.sourceBytes))) }
      try readMore()
    }
  }

  /// The end of the last line of some bytes; nil where none of them ends.
  static func endOfLines(_ bytes: [UInt8]) -> Int? { bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } }

  // MARK: - All

  /// Reads the whole text of a file.
  ///
  /// - Throws: that there is no name, that the file cannot be read, and that it is no text.
  static func text(of path: String, _ host: Host) throws(Failure) -> SourceText {
    var file = try ValueFile(path, host)
    return SourceText(try file.text(), name: file.name)
  }

  /// The whole text; one that is longer than the language takes is not read to its end.
  ///
  /// - Throws: that the file cannot be read, and that it is no text.
  mutating func text() throws(Failure) -> [UInt8] {
    while !isAtEnd, position <= Limits().sourceBytes { try readMore() }
    return rest
  }

  /// The array of NumPy's that the file is.
  ///
  /// - Throws: that the file cannot be read, and the first fault of it.
  mutating func array() throws(Failure) -> Tensor {
    while !isAtEnd, rest.count < 4 * Self.pieceBytes { try readMore() }
    let length = try faulty { () throws(NumPyFault) in try NumPyFile.length(rest) }
    if let size = source.size, size != length.end + length.bytes {
      throw .malformedArray(
        path: name, .length(length.shape, expected: length.bytes, found: size - length.end))
    }
    try look(length.bytes + 8 * length.shape.count)
    while !isAtEnd, rest.count <= length.end + length.bytes { try readMore() }
    return try faulty { () throws(NumPyFault) in try NumPyFile.read(rest) }
  }

  /// - Throws: the fault of a file of NumPy's that `body` throws.
  private func faulty<R>(_ body: () throws(NumPyFault) -> R) throws(Failure) -> R {
    do throws(NumPyFault) {
      return try body()
    } catch {
      throw .malformedArray(path: name, error)
    }
  }

  // MARK: - Reading

  /// Reads as much as is there already, and no less than a piece holds.
  private mutating func readMore() throws(Failure) {
    let before = rest.count
    if position >= nextLook {
      // Bytes that double, and the numbers that they are.
      try look(3 * position)
      nextLook = 2 * position
    }
    let most = max(Self.pieceBytes, before)
    repeat {
      let count = try Self.read(source, name, &rest, upTo: most)
      position += count
      isAtEnd = count == 0
    } while !isAtEnd && rest.count - before < min(most, Self.pieceBytes)
    try examine(rest[before...])
  }

  /// - Throws: that new bytes are no text's, and that there are too many.
  private func examine(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    if isArray { return }
    let kind = Failure.FileKind(Array(rest.prefix(4)))
    if kind == .utf16 { throw .notText(path: name, kind) }
    if isProgram && position <= Self.shortBytes { return }
    if bytes.contains(0) { throw .notText(path: name, Failure.FileKind(rest)) }
  }

  private func problem(_ fact: Problem.Fact) -> Failure { .text(Problem(fact, nil), SourceText([], name: name)) }

  /// - Throws: that so much memory is not there.
  private func look(_ bytes: Int) throws(Failure) {
    do throws(Problem) {
      try MemoryNeed(bytes: bytes).check(against: freeMemory)
    } catch {
      throw .text(error, SourceText([], name: name))
    }
  }

  private static func read(
    _ source: ByteSource, _ name: String, _ rest: inout [UInt8], upTo most: Int = pieceBytes
  ) throws(Failure) -> Int {
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: most) { buffer, filled in
      switch source.read(into: UnsafeMutableRawBufferPointer(buffer)) {
      case .success(let read): filled = read
      case .failure(let error): failure = error
      }
    }
    if let failure { throw .unreadable(path: name, failure) }
    if rest.isEmpty { rest = piece } else { rest += piece }
    return piece.count
  }
}
