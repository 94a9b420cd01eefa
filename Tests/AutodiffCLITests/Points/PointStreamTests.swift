import AutodiffCore
import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct PointStreamTests {
  /// A source that hands out a few bytes at a time.
  private static func source(_ bytes: [UInt8], _ counts: [Int]) -> ByteSource {
    var next = 0
    var turn = 0
    return ByteSource(
      size: nil,
      read: { buffer in
        let count = min(counts[turn % counts.count], buffer.count, bytes.count - next)
        for place in 0..<count { buffer[place] = bytes[next + place] }
        next += count
        turn += 1
        return .success(count)
      })
  }

  private static func stream(
    _ bytes: [UInt8], _ counts: [Int], names: String? = nil
  ) throws -> PointStream {
    let source = source(bytes, counts)
    let host = Host(
      out: Output { .init(count: $0.count) }, error: Output { .init(count: $0.count) }, isInputTerminal: true,
      environment: { _ in nil }, open: { _ in .success(source) })
    return try PointStream("table", names: names, host)
  }

  /// The rows and the line of the first of each piece.
  private static func pieces(_ stream: PointStream, isFull: Bool = false) throws -> [RowPiece] {
    var pieces: [RowPiece] = []
    while let piece = try stream.next(isFull: isFull) { pieces.append(piece) }
    return pieces
  }

  @Test(arguments: 1...7, [false, true])
  func howTheBytesComeDoesNotMatter(_ count: Int, _ isFull: Bool) throws {
    let text = "\u{FEFF}x,\"W[1,2]\"\r\n1,2\r\n\r\n3,4\n5,6\n\n\n"
    let stream = try Self.stream(Array(text.utf8), [count], names: nil)
    #expect(stream.columns.names == ["x", "W[1,2]"])
    let pieces = try Self.pieces(stream, isFull: isFull)
    #expect(String(decoding: pieces.flatMap(\.bytes), as: UTF8.self) == "1,2\r\n\r\n3,4\n5,6\n")
    var line = 2
    for piece in pieces {
      #expect(piece.firstLine == line)
      #expect(piece.bytes.last == UInt8(ascii: "\n"))
      line += piece.bytes.count { $0 == UInt8(ascii: "\n") }
    }
  }

  @Test func theLastRowNeedNotEnd() throws {
    let stream = try Self.stream(Array("1,2\n3,4".utf8), [3], names: "x,y")
    #expect(String(decoding: try Self.pieces(stream).flatMap(\.bytes), as: UTF8.self) == "1,2\n3,4")
  }

  /// Totals would otherwise depend on what a pipe holds.
  @Test func fullPiecesDependOnTheBytesAlone() throws {
    var text = ""
    for row in 0..<250_000 { text += "\(row),\(row % 7)\n" }
    for row in 0..<3 { text += String(repeating: "\n", count: 2 * row) + "1,1\n" }
    let bytes = Array(text.utf8)
    func lengths(_ counts: [Int]) throws -> [Int] {
      let pieces = try Self.pieces(try Self.stream(bytes, counts, names: "x,y"), isFull: true)
      #expect(pieces.flatMap(\.bytes) == bytes)
      return pieces.map(\.bytes.count)
    }
    let whole = try lengths([1 << 30])
    #expect(whole.count > 2)
    for counts in [[1 << 16], [40_000, 1], [999_983]] { #expect(try lengths(counts) == whole) }
  }

  @Test func aRowMayBeLongerThanAPiece() throws {
    let long = "1" + String(repeating: "0", count: 3 << 19)
    let bytes = Array("1\n\(long)\n2\n".utf8)
    for isFull in [false, true] {
      let pieces = try Self.pieces(try Self.stream(bytes, [1 << 18], names: "x"), isFull: isFull)
      #expect(pieces.flatMap(\.bytes) == bytes)
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100, 4080, 4081, 10_000]) func linesAreCounted(_ count: Int) {
    let all = [UInt8](repeating: UInt8(ascii: "\n"), count: count)
    #expect(all.withUnsafeBytes(Lines.count) == count)
    let some = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(some.withUnsafeBytes(Lines.count) == some.count { $0 == 10 })
  }

  // MARK: - Arrays

  @Test(arguments: [[1], [5, 7], [1 << 20]]) func rowsOfAnArray(_ counts: [Int]) throws {
    let matrix = Tensor(Shape([3, 2]), [1, 2, 3, 4, 5, 6])
    let stream = try Self.stream(NumPyFile.bytes(matrix), counts)
    #expect(try Self.pieces(stream).flatMap { $0.numbers ?? [] } == [1, 2, 3, 4, 5, 6])
  }

  @Test func columnsThatComeFirstBecomeRows() throws {
    // As np.save writes np.asfortranarray([[1, 2], [3, 4], [5, 6]]).
    let dictionary = "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]
    bytes += Array(dictionary.utf8) + Array(repeating: 0x20, count: 117 - dictionary.utf8.count) + [0x0A]
    for value in [1.0, 3, 5, 2, 4, 6] { NumPyFile.append(value, to: &bytes) }
    let stream = try Self.stream(bytes, [100])
    #expect(try Self.pieces(stream).flatMap { $0.numbers ?? [] } == [1, 2, 3, 4, 5, 6])
  }

  /// A line that declares the separator is none of the table.
  @Test(arguments: 1...9) func aSeparatorIsDeclared(_ count: Int) throws {
    for (line, separator) in [("sep=;", ";"), ("sep=,", ","), ("sep=\\t", "\t")] {
      let text = "\u{FEFF}\(line)\r\nx;y\(separator)z\r\n1\(separator)2\r\n"
      let stream = try Self.stream(Array(text.utf8), [count])
      #expect(stream.columns.names == (separator == ";" ? ["x", "y", "z"] : ["x;y", "z"]))
      let pieces = try Self.pieces(stream)
      #expect(pieces.map(\.firstLine) == [3] && stream.identity.firstRow == 3)
      #expect(String(decoding: pieces.flatMap(\.bytes), as: UTF8.self) == "1\(separator)2\r\n")
    }
    let named = try Self.stream(Array("sep=;\n1,5;a\n".utf8), [count], names: "x,name")
    #expect(named.columns.separator == FieldSeparator.semicolon && named.identity.firstRow == 2)
  }

  /// A table without names goes by its first row.
  @Test func theFirstRowTellsTheSeparator() throws {
    let rows: [(String, String, String)] = [
      ("1;2", "x,y", ";"), ("1,5;2,5", "x,y", ";"), ("1,5;2", "x,y", ";"), ("1,2", "x,y", ","), ("1\t2", "x,y", "\t"),
      ("a;b,1", "name,x", ","), ("1,5;ada", "x,name", ";"), ("1,5,a;b", "x,y,name", ","), ("\"a;b\",1", "name,x", ","),
      ("1,5", "x", ","), ("1;2;3", "x,y", ","),
    ]
    for (row, names, separator) in rows {
      let stream = try Self.stream(Array("\(row)\n".utf8), [64], names: names)
      #expect(stream.columns.separator == separator.utf8.first, "\(row)")
    }
  }

  @Test func anArrayThatIsNoTable() throws {
    let matrix = NumPyFile.bytes(Tensor(Shape([3, 2]), [1, 2, 3, 4, 5, 6]))
    for bytes in [NumPyFile.bytes(Tensor(Shape([2]), [1, 2])), NumPyFile.bytes(.scalar(1))] {
      #expect(throws: Failure.self) { try Self.stream(bytes, [64]) }
    }
    for bytes in [Array(matrix.dropLast()), matrix + [0]] {
      #expect(throws: Failure.self) { try Self.pieces(try Self.stream(bytes, [64])) }
    }
  }
}
