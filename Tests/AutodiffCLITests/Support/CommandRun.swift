import AutodiffCLI

/// The whole command run in this process, on streams of its own.
struct CommandRun {
  var status: ExitStatus
  var out: String
  var error: String

  /// - Parameters:
  ///   - input: standard input; nil: a terminal.
  ///   - files: what can be read, by path.
  init(
    _ arguments: [String], input: String? = nil, files: [String: String] = [:],
    environment: [String: String] = ["LANG": "C.UTF-8"]
  ) {
    var outBytes: [UInt8] = []
    var errorBytes: [UInt8] = []
    let host = Host(
      out: Output {
        outBytes.append(contentsOf: $0)
        return 0
      },
      error: Output {
        errorBytes.append(contentsOf: $0)
        return 0
      },
      isInputTerminal: input == nil,
      readInput: { .success(Array((input ?? "").utf8)) },
      readFile: { path in
        files[path].map { .success(Array($0.utf8)) } ?? .failure(SystemError(reason: "No such file or directory"))
      },
      environment: { environment[$0] })
    status = Entry.run(arguments, host)
    out = String(decoding: outBytes, as: UTF8.self)
    error = String(decoding: errorBytes, as: UTF8.self)
  }
}
