import AutodiffCLI
import Foundation
import Testing

/// The whole command run in this process, on streams of its own.
struct CommandRun {
  var status: AutodiffCLI.ExitStatus
  var out: String
  var error: String

  /// The things that the command can see and touch.
  struct World {
    /// Standard input; nil: a terminal.
    var input: [UInt8]?
    /// The files that can be read, by path.
    var files: [String: [UInt8]] = [:]
    var directories: Set<String> = []
    var environment = ["LANG": "C.UTF-8"]
    /// A Boolean value indicating whether standard output and standard error are terminals.
    var outIsTerminal = false
    var errorIsTerminal = false
    /// The columns of the terminal; nil if there is none.
    var columns: Int?
    /// The system's error number of every write to standard output.
    var writeFailure: Int32 = 0
    /// The number of times that the command may ask for an interrupt before it comes.
    var interruptAfter = Int.max
    /// The bytes of memory that there seem to be.
    var freeMemory = Int.max
    /// Files that have no end, by path: what they repeat.
    var endless: [String: [UInt8]] = [:]

    func read(_ path: String) -> Result<[UInt8], SystemError> {
      if directories.contains(path) { return .failure(SystemError(EISDIR)) }
      return files[path].map { .success($0) } ?? .failure(SystemError(ENOENT))
    }
  }

  init(_ arguments: [String], in world: World) {
    var outBytes: [UInt8] = []
    var errorBytes: [UInt8] = []
    var host = Host(
      out: Output(isTerminal: world.outIsTerminal) {
        if world.writeFailure != 0 { return .init(count: 0, failure: world.writeFailure) }
        outBytes.append(contentsOf: $0)
        return .init(count: $0.count)
      },
      error: Output(isTerminal: world.errorIsTerminal) {
        errorBytes.append(contentsOf: $0)
        return .init(count: $0.count)
      },
      isInputTerminal: world.input == nil,
      readInput: { .success(world.input ?? []) },
      readFile: world.read,
      environment: { world.environment[$0] },
      columns: world.columns,
      watchInterrupt: {
        var left = world.interruptAfter
        return {
          left -= 1
          return left < 0
        }
      })
    let free = world.freeMemory
    host.freeMemory = { free }
    let open = host.open
    host.open = { path in
      guard let piece = world.endless[path] else { return open(path) }
      var next = 0
      return .success(
        ByteSource(
          size: nil,
          read: { buffer in
            for place in 0..<buffer.count { buffer[place] = piece[(next + place) % piece.count] }
            next += buffer.count
            return .success(buffer.count)
          }))
    }
    status = Entry.run(arguments, host)
    out = String(decoding: outBytes, as: UTF8.self)
    error = String(decoding: errorBytes, as: UTF8.self)
  }

  /// - Parameters:
  ///   - input: standard input; nil: a terminal.
  ///   - files: what can be read, by path.
  init(
    _ arguments: [String], input: String? = nil, files: [String: String] = [:],
    environment: [String: String] = ["LANG": "C.UTF-8"]
  ) {
    self.init(
      arguments,
      in: World(
        input: input.map { Array($0.utf8) }, files: files.mapValues { Array($0.utf8) }, environment: environment))
  }

  /// A command line as one types it in a shell, without the program's name.
  init(typed line: String, in world: World = World()) {
    var words: [String] = []
    do { words = try ShellLine.words(of: line) } catch { Issue.record(error, "\(line)") }
    self.init(words, in: world)
  }
}
