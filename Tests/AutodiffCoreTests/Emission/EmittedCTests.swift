import Foundation
import Testing

@testable import AutodiffCore

/// Emitted C, compiled and run.
@Suite struct EmittedCTests {
  static let compiler = ["/usr/bin/gcc", "/usr/bin/cc", "/usr/bin/clang"].first(
    where: FileManager.default.isExecutableFile(atPath:))

  @Test(.enabled(if: compiler != nil, "needs a C compiler")) func agreesWithTheSweep() throws {
    let programs = try EmittedPrograms(seed: 77)
    var helpers: Set<String> = []
    var text = ""
    var main = "int main(void)\n{\n"
    for (number, one) in programs.cases.enumerated() {
      let writer = CWriter(one.program, name: "f\(number)")
      text += writer.function().joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      let point = one.inputs.map(\.description).joined(separator: ", ")
      main += """
          {
              static const double x[] = {\(point)};
              static double gradient[\(max(one.inputs.count, 1))];
              printf("%.17g", f\(number)(x, gradient));
              for (int i = 0; i < \(one.inputs.count); i++) printf(" %.17g", gradient[i]);
              puts("");
          }

        """
    }
    let source =
      "#include <math.h>\n#include <stdio.h>\n#include <stdlib.h>\n\n"
      + CDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text + main + "    return 0;\n}\n"
    let output = try Workplace.run(source, file: "f.c") { source, program in
      [
        Self.compiler ?? "", "-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror", source, "-o", program,
        "-lm",
      ]
    }
    expectAnswers(output, programs)
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

  /// What the compiled program writes, or the compiler's complaints.
  static func run(_ source: String, file: String, compile: (_ source: String, _ program: String) -> [String]) throws
    -> String
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("autodiff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(file)
    try Data(source.utf8).write(to: path)
    let program = folder.appendingPathComponent("program").path
    let command = compile(path.path, program)
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
