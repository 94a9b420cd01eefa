import AutodiffCore

/// The text of values, `x1=3,x2=[1,2]`: it is told from an expression, and taken apart.
enum BindingText {
  /// Returns whether a bare argument reads as values: each part, between commas outside brackets, has a name on the
  /// left of its only `=`.
  static func isBindings(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard !bytes.contains(UInt8(ascii: ";")), !bytes.contains(UInt8(ascii: "\n")) else { return false }
    var all = true
    forEachPart(of: bytes[...]) { part in
      let sign = part.firstIndex(of: UInt8(ascii: "="))
      all = all && sign != nil && sign == part.lastIndex(of: UInt8(ascii: "=")) && isName(part[..<(sign ?? 0)])
    }
    return all
  }

  /// Calls `body` with each part between commas outside brackets.
  ///
  /// - Throws: what `body` throws.
  static func forEachPart<Problem: Error>(
    of bytes: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) throws(Problem) -> Void
  ) throws(Problem) {
    var start = bytes.startIndex
    var depth = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        try body(bytes[start..<index])
        start = index + 1
      default: break
      }
    }
    try body(bytes[start...])
  }

  /// Calls `body` with blocks of whole lines of a file of values, as they are read.
  ///
  /// - Parameter path: `-` for standard input.
  /// - Throws: that the file cannot be read or is no text, and what `body` throws.
  static func forEachBlock(
    of path: String, _ host: Host, _ body: (_ block: SourceText) throws(Failure) -> Void
  ) throws(Failure) {
    var file = try ValueFile(path, host)
    let judge = { (beginning: SourceText) throws(Failure) in
      // A line that is no value is as long as it may be: each has a name and a sign.
      if !beginning.bytes.prefix(mostNameBytes).contains(UInt8(ascii: "=")) {
        throw .usage(.malformedBinding(String(decoding: beginning.bytes.prefix(mostNameBytes), as: UTF8.self)))
      }
    }
    while let block = try file.nextLines(end: endOfLines, judge: judge) {
      try body(SourceText(withoutEscapes(block.bytes), name: block.name, firstLine: block.firstLine))
    }
  }

  /// The bytes in which a line of values has its first sign.
  private static let mostNameBytes = 1 << 16

  /// The end of the last line that is whole, an array over several lines included; nil where there is none.
  private static func endOfLines(_ bytes: [UInt8]) -> Int? {
    // Brackets in comments are none.
    let bare = withoutComments(bytes)
    var last: Int?
    var start = 0
    while start < bare.count {
      let end = endOfLine(bare, from: start)
      if end == bare.count { break }
      start = end + 1
      last = start
    }
    return last
  }

  /// Returns a text with letters in place of escapes.
  static func withoutEscapes(_ text: String) -> String {
    text.utf8.contains(UInt8(ascii: "\\")) ? String(decoding: withoutEscapes(Array(text.utf8)), as: UTF8.self) : text
  }

  /// Returns a text with letters in place of escapes such as `\u{3c3}`, which pure ASCII has for them.
  static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "\\")) else { return bytes }
    var result: [UInt8] = []
    var rest = bytes[...]
    let start = Array(#"\u{"#.utf8)
    while let byte = rest.first {
      // No more is looked at than an escape can have, so that a long file takes no longer than it must.
      let digits = rest.dropFirst(start.count).prefix(7).prefix { $0 != UInt8(ascii: "}") }
      if rest.starts(with: start), digits.count <= 6, let text = String(validating: digits, as: UTF8.self),
        let scalar = UInt32(text, radix: 16).flatMap(Unicode.Scalar.init)
      {
        result += Array(String(scalar).utf8)
        rest = rest.dropFirst(start.count + digits.count + 1)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// Returns a text with blanks in place of comments, which may hold brackets and commas.
  static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "#")) else { return bytes }
    var bytes = bytes
    var isComment = false
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "\n") { isComment = false }
      if bytes[index] == UInt8(ascii: "#") { isComment = true }
      if isComment { bytes[index] = UInt8(ascii: " ") }
    }
    return bytes
  }

  /// The end of the line, or of the lines that an array goes on over.
  static func endOfLine(_ bytes: [UInt8], from start: Int) -> Int {
    var end = start
    var open = 0
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "["), UInt8(ascii: "("): open += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): open -= 1
      // No array has an assignment in it: a bracket was forgotten.
      case UInt8(ascii: "\n") where open <= 0 || beginsAssignment(bytes, end + 1): return end
      default: break
      }
      end += 1
    }
    return end
  }

  private static func beginsAssignment(_ bytes: [UInt8], _ start: Int) -> Bool {
    for index in start..<max(start, bytes.count) {
      switch bytes[index] {
      case UInt8(ascii: "="): return index > start
      case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        continue
      default: return false
      }
    }
    return false
  }

  /// The name and the path of `NAME=@FILE`.
  static func file(_ part: ArraySlice<UInt8>) -> (name: String, path: String)? {
    guard let sign = part.firstIndex(of: UInt8(ascii: "=")),
      let mark = part[(sign + 1)...].firstIndex(where: { !$0.isBlank }), part[mark] == UInt8(ascii: "@"),
      isName(part[..<sign])
    else { return nil }
    return (
      NameSpelling.canonical(String(decoding: part[..<sign], as: UTF8.self).trimmed),
      String(decoding: part[(mark + 1)...], as: UTF8.self).trimmed
    )
  }

  /// A value in full, as it is written behind `NAME=`.
  static func value(_ tensor: Tensor, _ number: NumberText = NumberText()) -> String {
    var buffer = ByteBuffer(capacity: 256)
    append(tensor, to: &buffer, number) { _ in }
    return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// Appends a value in full, as it is written behind `NAME=`.
  ///
  /// - Parameter pause: is called after each row, and may take the bytes out of the buffer.
  static func append(
    _ tensor: Tensor, to buffer: inout ByteBuffer, _ number: NumberText, pause: (inout ByteBuffer) -> Void
  ) {
    tensor.withElements { append($0[...], tensor.shape.lengths[...], to: &buffer, number, pause) }
  }

  private static func append(
    _ elements: Slice<UnsafeBufferPointer<Double>>, _ lengths: ArraySlice<Int>, to buffer: inout ByteBuffer,
    _ number: NumberText, _ pause: (inout ByteBuffer) -> Void
  ) {
    let comma = UInt8(ascii: ",")
    guard let length = lengths.first, lengths.count > 1 else {
      if !lengths.isEmpty { buffer.append(UInt8(ascii: "[")) }
      buffer.append(UnsafeBufferPointer(rebasing: elements), separator: comma, number)
      if !lengths.isEmpty { buffer.append(UInt8(ascii: "]")) }
      return pause(&buffer)
    }
    let each = elements.count / max(length, 1)
    buffer.append(UInt8(ascii: "["))
    for row in 0..<length {
      if row > 0 { buffer.append(comma) }
      let start = elements.startIndex + row * each
      append(elements[start..<start + each], lengths.dropFirst(), to: &buffer, number, pause)
    }
    buffer.append(UInt8(ascii: "]"))
  }

  /// Returns whether a text is one name and nothing else, in brackets or not.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    switch scan(bytes) {
    case .name: true
    case .noName: false
    case .perhapsName:
      (try? DeepStack.parse(SourceText(Array(bytes)), limits: Limits())).map {
        $0.nodes.count == 1 && $0.nodes[0].kind == .name
      } ?? false
    }
  }

  private enum Scan { case name, noName, perhapsName }

  /// Looks at the words of a text: most tell without a parser whether they are one name.
  private static func scan(_ bytes: ArraySlice<UInt8>) -> Scan {
    // A sign after a comment begins is part of the comment.
    if bytes.contains(UInt8(ascii: "#")) { return .noName }
    return bytes.withUnsafeBufferPointer { bytes in
      var lexer = Lexer(bytes)
      var (names, others) = (0, 0)
      while let token = try? lexer.next() {
        switch token.kind {
        case .end: return names != 1 ? .noName : others == 0 ? .name : .perhapsName
        case .name: names += 1
        case .leftParenthesis, .rightParenthesis, .plus, .newline, .semicolon: others += 1
        default: return .noName
        }
      }
      return .noName
    }
  }
}
