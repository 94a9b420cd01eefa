import CTerminal
import Foundation

/// A program on a terminal of its own: what is typed goes to it, what it shows can be read.
final class Terminal {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let process = Foundation.Process()
  private let screen: FileHandle
  private var shown: [UInt8] = []

  /// Starts a program.
  ///
  /// - Throws: `Failure` if there is no terminal, or an error of Foundation's if the program cannot be started.
  init(_ path: String, _ arguments: [String], environment: [String: String], in directory: URL) throws {
    let descriptor = posix_openpt(O_RDWR | O_NOCTTY)
    guard descriptor >= 0, grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor) else {
      throw Failure(description: "no terminal: error \(errno)")
    }
    screen = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let other = open(name, O_RDWR | O_NOCTTY)
    guard other >= 0 else { throw Failure(description: "no terminal: error \(errno)") }
    let keyboard = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = directory
    process.standardInput = keyboard
    process.standardOutput = keyboard
    process.standardError = keyboard
    try process.run()
  }

  /// Ends the program.
  func close() {
    process.terminate()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  func type(_ text: String) throws { try screen.write(contentsOf: Data(text.utf8)) }

  /// Returns what stands between the next two marks that the program shows, the first of which is `\u{1}` and the
  /// second `\u{2}`.
  ///
  /// - Throws: `Failure`, with what was shown, if they do not come within a time that a busy machine needs.
  func marked() throws -> String {
    let end = Date.now + 30
    while true {
      if let last = shown.firstIndex(of: 2), let first = shown[..<last].lastIndex(of: 1) {
        defer { shown.removeSubrange(...last) }
        return String(decoding: shown[first..<last].dropFirst(), as: UTF8.self)
      }
      var ready = pollfd(fd: screen.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard Date.now < end, poll(&ready, 1, 1000) >= 0 else { throw unanswered }
      guard ready.revents != 0 else { continue }
      let bytes = screen.availableData
      if bytes.isEmpty { throw unanswered }
      shown += bytes
    }
  }

  private var unanswered: Failure {
    Failure(description: "no answer but \(String(reflecting: String(decoding: shown, as: UTF8.self)))")
  }
}
