import Foundation

@testable import AutodiffCLI

/// A command line whose standard output has no room for all of its answer.
struct FullDisk {
  let status: ExitStatus
  let error: String

  /// - Parameter room: in bytes.
  init(room: Int, _ arguments: [String], input: String) {
    var errorBytes: [UInt8] = []
    var left = room
    let host = Host(
      out: Output {
        let count = min(left, $0.count)
        left -= count
        return .init(count: count, failure: count < $0.count ? ENOSPC : 0)
      },
      error: Output {
        errorBytes += $0
        return .init(count: $0.count)
      }, isInputTerminal: false, readInput: { .success(Array(input.utf8)) },
      readFile: { _ in .failure(SystemError(ENOENT)) }, environment: { _ in nil })
    status = Entry.run(arguments, host)
    error = String(decoding: errorBytes, as: UTF8.self)
  }

  /// The message on it, in which `text` tells the rows that are safe.
  static func message(_ text: String) -> String {
    "error: cannot write the answer: \(SystemError(ENOSPC).reason); \(text)\n"
  }
}
