import AutodiffCLI

/// One line as a shell takes it, as far as golden files need a shell:
///
///     printf 'TEXT' > FILE
///     mkdir DIRECTORY
///     [printf 'TEXT' |] [NAME=VALUE ...] autodiff [ARGUMENT ...] [< FILE]
enum ShellLine {
  struct Malformed: Error {
    var line: String
  }

  private enum Piece: Equatable {
    case word(String)
    case sign(Character)
  }

  /// The words of a line that has no redirections.
  static func words(of line: String) throws -> [String] {
    try pieces(of: line).map {
      guard case .word(let word) = $0 else { throw Malformed(line: line) }
      return word
    }
  }

  /// Runs the line: changes the world, or runs the command in it.
  static func run(_ line: String, in world: inout CommandRun.World) throws -> CommandRun? {
    var rest = try pieces(of: line)[...]
    func word() throws -> String {
      guard case .word(let word)? = rest.popFirst() else { throw Malformed(line: line) }
      return word
    }
    var here = world
    if rest.first == .word("mkdir") {
      rest.removeFirst()
      world.directories.insert(try word())
      return nil
    }
    if rest.first == .word("printf") {
      rest.removeFirst()
      let text = unescaped(try word())
      switch rest.popFirst() {
      case .sign(">"):
        world.files[try word()] = text
        return nil
      case .sign("|"): here.input = text
      default: throw Malformed(line: line)
      }
    }
    while case .word(let first)? = rest.first, let sign = first.firstIndex(of: "="), first != "autodiff" {
      here.environment[String(first[..<sign])] = String(first[first.index(after: sign)...])
      rest.removeFirst()
    }
    guard try word() == "autodiff" else { throw Malformed(line: line) }
    var arguments: [String] = []
    while let piece = rest.popFirst() {
      switch piece {
      case .word(let word): arguments.append(word)
      case .sign("<"):
        let path = try word()
        here.input = path == "/dev/null" ? [] : try here.read(path).get()
      default: throw Malformed(line: line)
      }
    }
    return CommandRun(arguments, in: here)
  }

  // MARK: - Quoting

  private static func pieces(of line: String) throws -> [Piece] {
    var pieces: [Piece] = []
    var word: String?
    // Scalars, as a shell would: a quote followed by a combining character is still a quote.
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ":
        if let complete = word { pieces.append(.word(complete)) }
        word = nil
      case "|", ">", "<":
        guard word == nil else { throw Malformed(line: line) }
        pieces.append(.sign(Character(scalar)))
      case "'":
        guard let end = rest.firstIndex(of: "'") else { throw Malformed(line: line) }
        word = (word ?? "") + String(rest[..<end])
        rest = rest[end...].dropFirst()
      case "$" where rest.first == "'":
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { throw Malformed(line: line) }
        word = (word ?? "") + String(decoding: unescaped(String(rest[..<end])), as: UTF8.self)
        rest = rest[end...].dropFirst()
      default:
        let scalar = scalar == "\\" ? rest.popFirst() ?? scalar : scalar
        var longer = word ?? ""
        longer.unicodeScalars.append(scalar)
        word = longer
      }
    }
    if let complete = word { pieces.append(.word(complete)) }
    return pieces
  }

  /// `\n`, `\t`, `\r`, `\\`, `\xHH` and `%%`, as `printf` reads them.
  private static func unescaped(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.first == byte { rest.removeFirst() }
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
      case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
      case UInt8(ascii: "x"):
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      default: bytes.append(escape)
      }
    }
    return bytes
  }
}
