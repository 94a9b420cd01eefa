import Foundation

/// A session on a terminal: `$ command`, continued in lines that begin with `> `, and the answer below it.
struct Transcript {
  struct Exchange {
    /// The lines of the command as they are shown, prompts included.
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

  /// The same session with the answers that the program gives today. Blank lines after an answer stay as they are.
  ///
  /// - Parameter name: The name of the shell that reads the commands.
  func replayed(in shell: Shell, by name: String) throws -> Transcript {
    var copy = self
    for index in copy.exchanges.indices {
      let answer = try shell.run(["-c", exchanges[index].command], by: name, mergesError: true)
      let shown = exchanges[index].answer
      let blank = shown.reversed().prefix { $0.isEmpty }.count
      var lines = answer.output.components(separatedBy: "\n")
      while lines.last?.isEmpty == true { lines.removeLast() }
      copy.exchanges[index].answer = lines + Array(repeating: "", count: blank)
    }
    return copy
  }
}
