import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Emitted C, compiled and run.
@Suite struct EmittedCTests {
  /// Names of macros and words of the compiler are free for inputs, and no function is given them.
  @Test func sparesNamesThatMeanSomething() throws {
    let compiler = try EmittedLanguage.c.tool()
    let macros = try Workplace.run(
      "#include <math.h>\n#include <stddef.h>\n#include <stdlib.h>\n", file: "f.c"
    ) { source, _ in [compiler, "-dM", "-E", source] }
    let names = macros.split(separator: "\n").compactMap { line in
      line.split(separator: " ").dropFirst().first?.prefix { $0 != "(" }
    }.map(String.init)
    #expect(names.contains("M_PI") && names.contains("FP_NAN"))
    let words = ["asm", "typeof", "_Generic", "__LINE__", "double", "int", "x", "gradient", "inline"]
    for name in words + ["M_PI", "FP_NAN", "sinf", "puts", "off_t"] {
      #expect(SourceCode.isReserved(name, .c), "\(name)")
    }
    // Words that the language itself keeps are no names in it.
    let inputs = (names.filter { !$0.hasPrefix("__") } + words).filter { (try? Parser.parse(SourceText($0))) != nil }
    #expect(inputs.contains("M_PI") && inputs.contains("__LINE__"))
    var programs = EmittedPrograms()
    try programs.add(inputs.joined(separator: " + "), inputs.map { ($0, .scalar(0.5)) })
    expectAnswers(try EmittedLanguage.c.answers(programs), programs)
  }

  /// Signs for the direction of writing, with which some compilers take no comment, and control characters are shown.
  @Test func commentsShowWhatIsHidden() throws {
    let graph = try Graph(program: "x^2")
    for language in SourceLanguage.allCases {
      var code = try SourceCode(graph, wrt: graph.inputs, language)
      code.expression = "x^2 # a\u{202E}b\u{2066}c\u{1B}d\u{3B1}"
      let text = code.lines.joined(separator: "\n")
      #expect(text.includes("x^2 # a\\u{202e}b\\u{2066}c\\u{1b}d\u{3B1}"), "\(language): \(text.prefix(300))")
    }
  }

  /// Each function alone includes what it needs, also for those that it calls.
  @Test func includesWhatIsCounted() throws {
    let programs = try EmittedPrograms.everyFunction()
    for one in programs.cases {
      let lines = try SourceCode(one.graph, wrt: one.graph.inputs, .c).lines
      #expect(
        lines.contains { $0.includes("size_t") } == lines.contains("#include <stddef.h>"), "\(one.text)")
    }
  }

  /// Files that have helpers of the same names are parts of one program.
  @Test func linksWithOtherFiles() throws {
    let compiler = try EmittedLanguage.c.tool()
    let files = try Workplace.files(.c, extension: "c")
    let main = """
      #include <stdio.h>
      double f0(const double *restrict x, double *restrict gradient);
      double f1(const double *restrict x, double *restrict gradient);
      int main(void)
      {
          double x[4] = {2.0, 1.0, 1.0, 3.0}, gradient[4];
          const double one = f0(x, gradient), other = f1(x, gradient);
          printf("%.12g %.12g", one, other);
          return 0;
      }
      """
    let output = try Workplace.run(main, file: "main.c") { source, program in
      let others = try Workplace.write(files, beside: source)
      return [compiler, "-std=c99", "-Wall", "-Wextra", "-Werror", source] + others + ["-o", program, "-lm"]
    }
    #expect(output == Workplace.linkedAnswers)
  }
}

/// Compares answers, a program a line, with what the emitted graph gives, bit by bit.
func expectSameBits(_ output: String, _ programs: EmittedPrograms) {
  let lines = output.split(separator: "\n")
  #expect(lines.count == programs.cases.count, "\(output.prefix(2000))")
  for (line, one) in zip(lines, programs.cases) {
    let values = line.split(separator: " ").map { Double($0) ?? .nan }
    #expect(values.count == one.ownAnswers.count, "\(one.text)")
    for (value, expected) in zip(values, one.ownAnswers) {
      #expect(value.isSame(as: expected), "\(one.text) at \(one.inputs): \(value), not \(expected)")
    }
  }
}

/// Compares answers, a program a line, with the sweep's.
func expectAnswers(_ output: String, _ programs: EmittedPrograms) {
  let lines = output.split(separator: "\n")
  #expect(lines.count == programs.cases.count, "\(output.prefix(2000))")
  var worst = 0.0
  for (line, one) in zip(lines, programs.cases) {
    let values = line.split(separator: " ").map { Double($0) ?? .nan }
    #expect(values.count == one.expected.count, "\(one.text)")
    let scale = one.expected.filter(\.isFinite).map(abs).max() ?? 1
    for (value, expected) in zip(values, one.expected) {
      let error = EmittedPrograms.error(value, expected, scale: scale)
      worst = max(worst, error)
      #expect(error < 1e-9, "\(one.text) at \(one.inputs): \(value), not \(expected)")
    }
  }
  if EmittedPrograms.count > 30 { print("worst relative error", worst, "of", lines.count, "programs") }
}

/// A folder for a source text and what is made of it.
enum Workplace {
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  /// Two emitted files with routines of the same names.
  static func files(_ language: SourceLanguage, extension suffix: String) throws -> [(name: String, text: String)] {
    try ["digamma(x) + logdet(A)", "digamma(x)*logdet(A) + polygamma(2, x)"].enumerated().map { number, text in
      let graph = try Graph(program: text.replacingOccurrences(of: "A", with: "[[x, y], [z, w]]"))
      var source = try SourceCode(graph, wrt: graph.inputs, language)
      source.name = "f\(number)"
      return ("f\(number).\(suffix)", source.lines.joined(separator: "\n") + "\n")
    }
  }

  /// Their values at [[2, 1], [1, 3]].
  static let linkedAnswers = "2.03222224753 0.276331331372"

  /// Writes files into the folder of another one and returns their paths.
  static func write(_ files: [(name: String, text: String)], beside source: String) throws -> [String] {
    let folder = URL(fileURLWithPath: source).deletingLastPathComponent()
    return try files.map { file in
      let path = folder.appendingPathComponent(file.name)
      try Data(file.text.utf8).write(to: path)
      return path.path
    }
  }

  /// The output of the compiled program, or the compiler's complaints.
  static func run(
    _ source: String, file: String, compile: (_ source: String, _ program: String) throws -> [String]
  ) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("autodiff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(file)
    try Data(source.utf8).write(to: path)
    let program = folder.appendingPathComponent("program").path
    let command = try compile(path.path, program)
    let complaints = try run(command)
    if complaints.status != 0 { throw Failed(description: String(complaints.output.prefix(4000))) }
    if !FileManager.default.fileExists(atPath: program) { return complaints.output }
    let result = try run([program])
    if result.status != 0 { throw Failed(description: "status \(result.status)") }
    return result.output
  }

  private static func run(_ command: [String]) throws -> (output: String, status: Int32) {
    let process = Foundation.Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}
