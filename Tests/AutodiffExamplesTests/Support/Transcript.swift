import Foundation

/// What a terminal shows: `$ command`, perhaps continued in lines that begin with `> `, and what it answers.
struct Transcript {
  struct Exchange {
    /// As shown, prompts included.
    var prompt: [String]
    var answer: [String]

    var command: String { prompt.map { String($0.dropFirst(2)) }.joined(separator: "\n") }
  }

  var exchanges: [Exchange] = []

  init(_ lines: some Sequence<String>) {
    var isPrompt = false
    for line in lines {
      if line.hasPrefix("$ ") {
        exchanges.append(Exchange(prompt: [line], answer: []))
        isPrompt = true
      } else if exchanges.isEmpty {
        continue
      } else if isPrompt, line.hasPrefix("> ") {
        exchanges[exchanges.count - 1].prompt.append(line)
      } else {
        exchanges[exchanges.count - 1].answer.append(line)
        isPrompt = false
      }
    }
  }

  var lines: [String] { exchanges.flatMap { $0.prompt + $0.answer } }

  /// The same with the answers that the program gives today. Blank lines after an answer stay as they are.
  func replayed(in shell: Shell) throws -> Transcript {
    var copy = self
    for index in copy.exchanges.indices {
      let answer = try shell.run(["-c", exchanges[index].command], mergesError: true)
      let shown = exchanges[index].answer
      let blank = shown.reversed().prefix { $0.isEmpty }.count
      var lines = answer.output.components(separatedBy: "\n")
      while lines.last?.isEmpty == true { lines.removeLast() }
      copy.exchanges[index].answer = lines + Array(repeating: "", count: blank)
    }
    return copy
  }
}

/// A document with transcripts in it, set in the document's own notation.
struct TranscriptDocument {
  var path: String
  /// Whether the line opens a transcript.
  var opens: (_ line: String) -> Bool
  var closes: (_ line: String) -> Bool
  var decode: (String) -> String = { $0 }
  var encode: (String) -> String = { $0 }

  /// Runs every command in one empty folder, one after the other.
  ///
  /// - Returns: how many there were, and each whose answer is not the one shown, unless answers are recorded.
  func check() throws -> (commands: Int, differences: [Difference]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "autodiff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let shell = try Shell(in: folder)

    var result: [String] = []
    var block: [String]?
    var commands = 0
    var differences: [Difference] = []
    for line in try Repository.read(path).components(separatedBy: "\n") {
      if let lines = block, closes(line) {
        let shown = Transcript(lines.map(decode))
        let given = try shown.replayed(in: shell)
        commands += shown.exchanges.count
        for (shown, given) in zip(shown.exchanges, given.exchanges) where shown.answer != given.answer {
          differences.append(Difference(path: path, command: shown.command, shown: shown.answer, given: given.answer))
        }
        result += given.lines.map(encode) + [line]
        block = nil
      } else if block != nil {
        block?.append(line)
      } else {
        result.append(line)
        if opens(line) { block = [] }
      }
    }
    guard Repository.records else { return (commands, differences) }
    if !differences.isEmpty { try Repository.write(result.joined(separator: "\n"), to: path) }
    return (commands, [])
  }
}
