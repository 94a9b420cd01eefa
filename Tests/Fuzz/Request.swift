import AutodiffCLI

/// One command line with the world it runs in, and what came of it.
struct Request {
  var arguments: [String] = []
  var input: [UInt8]?
  var files: [String: [UInt8]] = [:]
  var environment = ["LANG": "C.UTF-8"]

  struct Answer {
    var status: ExitStatus
    var out: [UInt8]
    var error: [UInt8]
  }

  func run() -> Answer {
    var outBytes: [UInt8] = []
    var errorBytes: [UInt8] = []
    let host = Host(
      out: Output {
        outBytes.append(contentsOf: $0)
        return .init(count: $0.count)
      },
      error: Output {
        errorBytes.append(contentsOf: $0)
        return .init(count: $0.count)
      },
      isInputTerminal: input == nil,
      readInput: { .success(input ?? []) },
      readFile: { path in
        files[path].map { .success($0) } ?? .failure(SystemError(reason: "No such file or directory"))
      },
      environment: { environment[$0] })
    let status = Entry.run(arguments, host)
    return Answer(status: status, out: outBytes, error: errorBytes)
  }

  /// As one would paste it into bash.
  var description: String {
    var lines: [String] = []
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      lines.append("printf \(Self.escaped(bytes)) > \(path)")
    }
    let pipe = input.map { "printf \(Self.escaped($0)) | " } ?? ""
    let variables = environment.sorted(by: { $0.key < $1.key }).map { "\($0.key)=\($0.value) " }.joined()
    let words = arguments.map {
      $0.count > 2000 ? "<\($0.count) characters>" : Self.escaped(Array($0.utf8), percent: false)
    }
    return (lines + [pipe + variables + "autodiff " + words.joined(separator: " ")]).joined(separator: "\n")
  }

  private static func escaped(_ bytes: [UInt8], percent: Bool = true) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "'"): text += "\\'"
      case UInt8(ascii: "\\"): text += "\\\\"
      case UInt8(ascii: "%") where percent: text += "%%"
      case 0x20..<0x7F: text += String(Unicode.Scalar(byte))
      default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return "$'" + text + "'"
  }
}
