import Testing

@testable import AutodiffCore

/// The program around an emitted function answers points as `grad --format plain` does, in every language that has one.
@Suite struct EmittedDriverTests {
  private static let languages = EmittedLanguage.all.filter { $0.language != .matlab }

  private func source(_ language: SourceLanguage) throws -> SourceCode {
    let graph = try Graph(program: "x*y")
    var source = try SourceCode(graph, wrt: graph.inputs, language)
    source.hasMain = true
    return source
  }

  /// The points before a malformed one are answered.
  @Test(arguments: languages) func answersPoints(_ language: EmittedLanguage) throws {
    let tool = try language.tool()
    let file = "f.\(EmittedLanguage.suffixes[language.language] ?? "")"
    let isRead = language.language == .python || language.language == .javascript
    let points = "1.2e16 1\\n9007199254740994,1\\n-9007199254740992\\t1\\n\\n1e-25 0.5\\n7 a\\n"
    let code = try source(language.language).lines.joined(separator: "\n") + "\n"
    let output = try Workplace.run("", file: "empty") { empty, program in
      let file = try Workplace.write([(file, code)], beside: empty)[0]
      let command = language.command(tool, file, program).map { "'\($0)'" }.joined(separator: " ")
      let run = isRead ? "printf '\(points)' | \(command)" : "\(command) && printf '\(points)' | '\(program)'"
      let folder = program.prefix(program.count - "program".count)
      let after = "echo $? >> answers; rm -f program; cat answers"
      return ["/bin/sh", "-c", "cd '\(folder)'; (\(run)) > answers 2> messages; \(after)"]
    }
    #expect(
      output.split(separator: "\n") == [
        "1.2e+16", "1", "1.2e+16", "9.007199254740994e+15", "1", "9.007199254740994e+15", "-9007199254740992", "1",
        "-9007199254740992", "5e-26", "0.5", "1e-25", "2",
      ])
  }

  @Test func namesOfItsOwn() throws {
    for (language, names) in [
      (SourceLanguage.c, ["line", "word", "count", "inputs"]), (.python, ["words", "number", "element"]),
      (.javascript, ["lines", "words"]), (.rust, ["words", "answers"]), (.swift, ["line", "words"]),
    ] {
      let source = try source(language)
      for name in names { #expect(source.hasOther(name), "\(language) \(name)") }
      for name in ["f", "loss", "points"] { #expect(!source.hasOther(name), "\(language) \(name)") }
    }
  }

  @Test func namesOfGates() throws {
    let graph = try Graph(program: "x*y + x")
    let gates = try SourceCode(graph, wrt: graph.inputs, .python, .gradient, .gates)
    #expect(gates.hasOther("AddGate"))
    #expect(!gates.hasOther("Loss"))
  }
}
