import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Files as the format's description (NEP 1) has them, byte by byte.
@Suite(.namesCases) struct NumPyFileTests {
  /// A file with that dictionary and those elements.
  static func file(_ dictionary: String, version: UInt8 = 1, _ elements: [UInt8]) -> [UInt8] {
    let header = Array("\(dictionary)\n".utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(header.count >> (8 * $0) & 0xFF) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header + elements
  }

  private static func file(_ type: String, _ shape: String, _ elements: [UInt8], columnwise: Bool = false) -> [UInt8] {
    file("{'descr': '\(type)', 'fortran_order': \(columnwise ? "True" : "False"), 'shape': \(shape), }", elements)
  }

  private static func bytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
    words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
  }

  private static func doubles(_ values: Double...) -> [UInt8] { bytes(values.map(\.bitPattern)) }

  @Test func types() {
    forEach(
      [
        ("<f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], [1.5, -2]),
        (">f8", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2]),
        ("<f4", [0, 0, 0xC0, 0x3F, 0, 0, 0x80, 0xFF], [1.5, -.infinity]),
        (">f4", [0x3F, 0xC0, 0, 0, 0, 0, 0, 1], [1.5, 0x1p-149]),
        ("<f2", [0, 0x3E, 1, 0x80], [1.5, -0x1p-24]), (">f2", [0x7C, 0, 0x7B, 0xFF], [.infinity, 65504]),
        ("<i8", [1, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [1, -1]),
        ("<i4", [0, 1, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF], [256, -2]),
        (">i4", [0, 0, 1, 0, 0x80, 0, 0, 0], [256, -2_147_483_648]),
        ("<i2", [3, 0, 0, 0x80], [3, -32768]), ("|i1", [127, 0x80], [127, -128]), ("i1", [1, 2], [1, 2]),
        ("<u8", [0, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0], [0x1p63, 1]),
        (">u4", [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 7], [4_294_967_295, 7]), ("<u2", [0xFF, 0xFF, 2, 1], [65535, 258]),
        ("|u1", [0xFF, 0], [255, 0]), ("|b1", [1, 0], [1, 0]),
      ] as [(String, [UInt8], [Double])]
    ) { (type, bytes, values) throws in
      #expect(try NumPyFile.read(Self.file(type, "(2,)", bytes)) == Tensor(Shape([2]), values))
    }
  }

  @Test func shapes() {
    forEach([
      ("(6,)", [6]), ("(2, 3)", [2, 3]), ("(1, 6)", [1, 6]), ("(6, 1)", [6, 1]), ("(1, 2, 3)", [1, 2, 3]),
      ("(2,3)", [2, 3]),
      ("(2L, 3L)", [2, 3]), ("( 2 , 3 , )", [2, 3]), ("(6 ,)", [6]),
    ]) { (text, lengths) throws in
      let elements = Self.doubles(1, 2, 3, 4, 5, 6)
      #expect(try NumPyFile.read(Self.file("<f8", text, elements)) == Tensor(Shape(lengths), [1, 2, 3, 4, 5, 6]))
    }
  }

  @Test func aShapeWithoutLengthsIsANumber() throws {
    #expect(try NumPyFile.read(Self.file("<f8", "()", Self.doubles(2.5))) == .scalar(2.5))
  }

  /// The first axis is the fastest.
  @Test(
    arguments: [
      ("(6,)", [1, 2, 3, 4, 5, 6]), ("(2, 3)", [1, 3, 5, 2, 4, 6]), ("(3, 2)", [1, 4, 2, 5, 3, 6]),
      ("(1, 6)", [1, 2, 3, 4, 5, 6]),
      ("(1, 2, 3)", [1, 3, 5, 2, 4, 6]),
    ] as [(String, [Double])]) func columnwise(_ shape: String, _ values: [Double]) throws
  {
    let file = Self.file("<f8", shape, Self.doubles(1, 2, 3, 4, 5, 6), columnwise: true)
    #expect(try NumPyFile.read(file).elements == values)
  }

  @Test(
    arguments: [
      (1, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }"),
      (2, "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }      "),
      (3, "{\"shape\":(1,),\"fortran_order\":False,\"descr\":\"<f8\"}"),
      (1, " { 'shape' : (1,) , 'descr' : '<f8' , 'fortran_order' : True } \n"),
    ] as [(UInt8, String)]) func headers(_ version: UInt8, _ dictionary: String) throws
  {
    let file = Self.file(dictionary, version: version, Self.doubles(4))
    #expect(try NumPyFile.read(file) == Tensor(Shape([1]), [4]))
  }

  @Test func malformedHeaders() {
    forEach(
      [
        ("{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", .elementType("<c16")),
        ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", .elementType("|O")),
        ("{'descr': '<U3', 'fortran_order': False, 'shape': (1,), }", .elementType("<U3")),
        ("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", .elementType("<f16")),
        ("{'descr': '<f', 'fortran_order': False, 'shape': (1,), }", .elementType("<f")),
        ("{'descr': '<f08', 'fortran_order': False, 'shape': (1,), }", .elementType("<f08")),
        ("{'descr': '', 'fortran_order': False, 'shape': (1,), }", .elementType("")),
        ("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,), }", .recordType),
        ("{'descr': '<f8', 'fortran_order': False}", .keyMissing("shape")),
        ("{'descr': '<f8', 'shape': (1,)}", .keyMissing("fortran_order")),
        ("{}", .keyMissing("descr")),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 1}", .keyUnknown("more")),
        ("{'descr': '<f8', 'descr': '<f8'}", .keyTwice("descr")),
        ("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}", .header(near: "0, 'shape': (1,)}\n")),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1)}", .header(near: ")}\n")),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}", .header(near: "-1,)}\n")),
        (
          "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
          .header(near: "99999999999999999999")
        ),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': 1}", .header(near: "1}\n")),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x", .header(near: "x\n")),
        ("{'descr': '<f8' 'fortran_order': False, 'shape': (1,)}", .header(near: "'fortran_order': Fal")),
        ("{'descr: 1}", .header(near: "'descr: 1}\n")), ("", .header(near: "")),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3)}", .empty(Shape([0, 3]))),
        (
          "{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000)}",
          .tooLarge(Shape([4_000_000_000, 4_000_000_000]))
        ),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1)}", .tooManyAxes(9, most: 8)),
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", .length(Shape([2]), expected: 16, found: 8)),
        ("{'descr': '|i1', 'fortran_order': False, 'shape': (2,)}", .length(Shape([2]), expected: 2, found: 8)),
      ] as [(String, NumPyFault)]
    ) { (dictionary, fault) throws in
      #expect(throws: fault) { try NumPyFile.read(Self.file(dictionary, Self.doubles(1))) }
      #expect(!NumPyText.message(fault).isEmpty)
    }
  }

  @Test func malformedBeginnings() {
    forEach(
      [
        ([], .notNumPy), (Array("1,2\n3,4\n".utf8), .notNumPy), (Array("PK\u{3}\u{4}…".utf8), .archive),
        ([0x93] + Array("NUMPY".utf8), .headerCut), ([0x93] + Array("NUMPY".utf8) + [4, 0, 0, 0], .version(4)),
        ([0x93] + Array("NUMPY".utf8) + [0, 0, 0, 0], .version(0)),
        ([0x93] + Array("NUMPY".utf8) + [1, 0, 10, 0] + Array("{'descr'".utf8), .headerCut),
        ([0x93] + Array("NUMPY".utf8) + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF] + Array("{'descr'".utf8), .headerCut),
        ([0x93] + Array("NUMPY".utf8) + [2, 0, 0, 0, 0], .headerCut),
      ] as [([UInt8], NumPyFault)]
    ) { (bytes, fault) throws in
      #expect(throws: fault) { try NumPyFile.read(bytes) }
    }
  }

  /// Whatever is cut off or changed, it is an array or a fault.
  @Test func anyBytesAreAnswered() {
    let file = Self.file("<f8", "(2, 1)", Self.doubles(1, 2))
    for end in file.indices { #expect(throws: NumPyFault.self) { try NumPyFile.read(Array(file[..<end])) } }
    for place in file.indices {
      for byte in [0, 1, 0x27, 0x28, 0x2C, 0x39, 0x7D, 0x80, 0xFF] as [UInt8] {
        var changed = file
        changed[place] = byte
        if let value = try? NumPyFile.read(changed) { #expect(value.count == value.shape.count) }
      }
    }
  }

  // MARK: - Writing

  @Test(arguments: [
    Tensor.scalar(-0.5), Tensor(Shape([3]), [1, .infinity, 5e-300]), Tensor(Shape([2, 2]), [1, 2, 3, 4]),
    Tensor(Shape([1, 1]), [7]), Tensor(Shape([1, 2, 1, 2, 1]), [1, 2, 3, 4]),
  ]) func readsBack(_ value: Tensor) throws {
    #expect(try NumPyFile.read(NumPyFile.bytes(value)) == value)
  }

  @Test func isAsNumPyWritesIt() {
    let dictionary = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2), }"
    let header = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(dictionary.utf8)
    let blanks = Array(repeating: UInt8(ascii: " "), count: 127 - header.count)
    let expected = header + blanks + [UInt8(ascii: "\n")] + Self.doubles(1.5, -2)
    #expect(NumPyFile.bytes(Tensor(Shape([1, 2]), [1.5, -2])) == expected)
  }

  /// Who writes rows before their number is known puts the right header in front of them at the end.
  @Test func anyMatrixHasAHeaderOfOneLength() {
    for shape in [[0, 1], [1], [.max, .max]] { #expect(NumPyFile.header(Shape(shape)).count == 128) }
    #expect(NumPyFile.header(Shape(Array(repeating: 1_000_000, count: 8))).count % 64 == 0)
  }
}
