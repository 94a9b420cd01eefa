import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// A language in which emitted functions are run: a row for each.
struct EmittedLanguage: Sendable, CustomTestStringConvertible {
  var language: SourceLanguage
  var testDescription: String
  /// The program that runs or compiles files.
  var tool: @Sendable () throws -> String
  /// The way to run a file, or to compile it into a program.
  var command: @Sendable (_ tool: String, _ source: String, _ program: String) -> [String]
  /// A file that prints the answers of programs, one a line.
  var source: @Sendable ([EmittedPrograms.Case]) -> String
  /// The part of the random programs that are tried, where a compiler takes its time.
  var share = 1.0

  /// The answers of programs, one a line, numbers in the order of rows.
  func answers(_ programs: EmittedPrograms) throws -> String {
    let tool = try tool()
    return try Workplace.run(source(programs.cases), file: "f.\(Self.suffixes[language] ?? "")") { source, program in
      command(tool, source, program)
    }
  }

  static let suffixes: [SourceLanguage: String] = [
    .c: "c", .swift: "swift", .python: "py", .javascript: "js", .rust: "rs", .matlab: "m",
  ]

  static let all = [c, cxx, swift, python, javascript, rust, matlab]

  // MARK: - Rows

  static let c = EmittedLanguage(
    language: .c, testDescription: "C",
    tool: { try Tool.need("a C compiler", at: Tool.path("gcc"), Tool.path("cc"), Tool.path("clang")) },
    command: { tool, source, program in
      [tool, "-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror", source, "-o", program, "-lm"]
    }, source: cSource)

  /// The same files, as C++.
  static let cxx = EmittedLanguage(
    language: .c, testDescription: "C++",
    tool: { try Tool.need("a C++ compiler", at: Tool.path("g++"), Tool.path("c++"), Tool.path("clang++")) },
    command: { tool, source, program in
      [
        tool, "-x", "c++", "-std=c++17", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror", source, "-o", program,
        "-lm",
      ]
    }, source: cSource, share: 0.5)

  private static func cSource(_ cases: [EmittedPrograms.Case]) -> String {
    var helpers: Set<String> = []
    var headers: Set<String> = ["stdio"]
    var text = ""
    var main = "int main(void)\n{\n"
    for (number, one) in cases.enumerated() {
      let writer = CWriter(one.program, name: "f\(number)")
      text += (CDialect.forOthers + writer.function()).joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      headers.formUnion(writer.headers)
      var arguments: [String] = []
      main += "    {\n"
      for (place, numbers) in one.arguments.enumerated() {
        let list = numbers.isEmpty ? "0.0" : numbers.map { CDialect.number($0).text }.joined(separator: ", ")
        main += "        static const double x\(place)[] = {\(list)};\n"
        arguments.append("x\(place)")
      }
      let rows = one.program.answers.filter(writer.isRow)
      for row in rows {
        main += "        static double \(row.kind)[\(max(1, one.program.count(row)))];\n"
        arguments.append(row.kind.rawValue)
      }
      let call = "f\(number)(\(arguments.joined(separator: ", ")))"
      main += one.program.value == nil ? "        \(call);\n" : "        printf(\"%.17g \", \(call));\n"
      for row in rows {
        main += "        for (int i = 0; i < \(one.program.count(row)); i++) printf(\"%.17g \", \(row.kind)[i]);\n"
      }
      main += "        puts(\"\");\n    }\n"
    }
    return headers.sorted().map { "#include <\($0).h>\n" }.joined() + "\n"
      + CDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text + main
      + "    return 0;\n}\n"
  }

  static let swift = EmittedLanguage(
    language: .swift, testDescription: "Swift", tool: { try Tool.need("swiftc", at: Tool.path("swiftc")) },
    command: { tool, source, program in
      [tool, "-swift-version", "6", "-warnings-as-errors", "-o", program, source]
    },
    source: { cases in
      var helpers: Set<String> = []
      var text = ""
      for (number, one) in cases.enumerated() {
        let writer = SwiftWriter(one.program, name: "f\(number)")
        text += writer.function().joined(separator: "\n") + "\n\n"
        helpers.formUnion(writer.helpers)
        text += "let a\(number) = f\(number)(\(one.arguments.map { "\($0)" }.joined(separator: ", ")))\n"
        let parts = one.program.answers.map { answer in
          let part = one.program.answers.count == 1 ? "a\(number)" : "a\(number).\(answer.kind)"
          return writer.isRow(answer) ? part : "[\(part)]"
        }
        text +=
          "print((\(parts.joined(separator: " + "))).map { $0.description }.joined(separator: \" \"))\n\n"
      }
      let definitions = SwiftDialect.definitions(of: helpers).joined(separator: "\n\n")
      return (SwiftDialect.imports + [definitions, text]).joined(separator: "\n")
    }, share: 0.2)

  /// The first Python that has NumPy; `AUTODIFF_PYTHON` names another.
  private static let withNumPy = [
    ProcessInfo.processInfo.environment["AUTODIFF_PYTHON"], Tool.path("python3"), "/usr/bin/python3",
  ].compactMap { $0 }.first { python in
    (try? Workplace.run("import numpy\n", file: "f.py") { source, _ in [python, source] }) != nil
  }

  static let python = EmittedLanguage(
    language: .python, testDescription: "Python", tool: { try Tool.need("a python3 with NumPy", at: withNumPy) },
    command: { tool, source, _ in [tool, source] },
    source: { cases in
      var helpers: Set<String> = []
      var text = ""
      for (number, one) in cases.enumerated() {
        let writer = PythonWriter(one.program, name: "f\(number)")
        text += writer.function().joined(separator: "\n") + "\n\n"
        helpers.formUnion(writer.helpers)
        let arguments = one.separateArguments.map { shape, numbers in
          let list = numbers.map(\.description).joined(separator: ", ")
          return shape.isScalar ? list : "[\(list)]"
        }
        let kinds = one.program.answers.map { "\"\($0.kind)\"" }.joined(separator: ", ")
        text += "show((\(kinds),), f\(number)(\(arguments.joined(separator: ", "))))\n\n\n"
      }
      let show = """
        inf, nan = np.inf, np.nan

        def matrix(rows, blocks):
            return np.hstack([np.reshape(block, (rows, -1)) for block in blocks]) if blocks else []

        def show(kinds, answers):
            numbers = []
            for kind, answer in zip(kinds, answers if len(kinds) > 1 else (answers,)):
                if kind == "jacobian":
                    answer = matrix(np.size(answers[0]), answer)
                elif kind == "hessian":
                    answer = np.vstack([matrix(np.size(d), row) for d, row in zip(answers[1], answer)])
                for part in answer if isinstance(answer, tuple) else (answer,):
                    numbers.extend(np.ravel(part))
            print(*map(float, numbers))
        """
      return "import math\nimport numpy as np\n\n" + show + "\n\n"
        + PythonDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text
    })

  static let javascript = EmittedLanguage(
    language: .javascript, testDescription: "JavaScript",
    tool: { try Tool.need("node", at: Tool.path("node"), Tool.path("nodejs")) },
    command: { tool, source, _ in [tool, source] },
    source: { cases in
      var helpers: Set<String> = []
      var text = ""
      for (number, one) in cases.enumerated() {
        let writer = JavaScriptWriter(one.program, name: "f\(number)")
        text += writer.function().joined(separator: "\n") + "\n"
        helpers.formUnion(writer.helpers)
        let arguments = one.arguments.map { numbers in
          "[\(numbers.map { JavaScriptDialect.number($0).text }.joined(separator: ", "))]"
        }
        let names = one.program.answers.map(\.kind.rawValue)
        text += "answer(f\(number)(\(arguments.joined(separator: ", "))), \(names));\n\n"
      }
      let answer = """
        "use strict";
        const spell = (v) => Number.isFinite(v) ? (Object.is(v, -0) ? "-0.0" : String(v)) : Number.isNaN(v) ? "nan"
            : v < 0 ? "-inf" : "inf";
        const answer = (all, names) => console.log(names.flatMap((name) => all[name]).map(spell).join(" "));

        """
      return answer + JavaScriptDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text
    })

  static let rust = EmittedLanguage(
    language: .rust, testDescription: "Rust",
    tool: { try Tool.wish("rustc", at: Tool.path("rustc"), Tool.ofUser(".cargo/bin/rustc")) },
    command: { tool, source, program in [tool, "--edition", "2021", "-D", "warnings", "-o", program, source] },
    source: { cases in
      var helpers: Set<String> = []
      var text = ""
      var main =
        "fn show(numbers: &[f64]) {\n    for number in numbers { print!(\"{:e} \", number); }\n}\n\nfn main() {\n"
      for (number, one) in cases.enumerated() {
        let writer = RustWriter(one.program, name: "f\(number)")
        text += writer.function().joined(separator: "\n") + "\n\n"
        helpers.formUnion(writer.helpers)
        let arguments = one.arguments.map { numbers in
          "&[\(numbers.map { RustDialect.number($0).text }.joined(separator: ", "))]"
        }
        let names = one.program.answers.map(\.kind.rawValue)
        let pattern = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
        main += "    let \(pattern) = f\(number)(\(arguments.joined(separator: ", ")));\n"
        for answer in one.program.answers {
          main += writer.isRow(answer) ? "    show(&\(answer.kind));\n" : "    show(&[\(answer.kind)]);\n"
        }
        main += "    println!();\n"
      }
      return RustDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text + main + "}\n"
    }, share: 0.5)

  static let matlab = EmittedLanguage(
    language: .matlab, testDescription: "MATLAB",
    tool: { try Tool.wish("octave", at: Tool.path("octave-cli"), Tool.path("octave")) },
    command: { tool, source, _ in [tool, "--quiet", "--norc", source] },
    source: { cases in
      var helpers: Set<String> = []
      var text = ""
      var main = ""
      for (number, one) in cases.enumerated() {
        let writer = MATLABWriter(one.program, name: "f\(number)")
        text += writer.function().joined(separator: "\n") + "\n\n"
        helpers.formUnion(writer.helpers)
        let arguments = one.arguments.map { numbers in
          "[\(numbers.map { MATLABDialect.number($0).text }.joined(separator: ", "))]"
        }
        let names = one.program.answers.map(\.kind.rawValue).joined(separator: ", ")
        main += "[\(names)] = f\(number)(\(arguments.joined(separator: ", ")));\nshow(\(names));\n"
      }
      let show = """
        1;
        function show(varargin)
            for k = 1:numel(varargin)
                part = varargin{k}.';
                printf("%.17g ", part(:));
            end
            printf("\\n");
        end
        """
      return show + "\n\n" + MATLABDialect.definitions(of: helpers).joined(separator: "\n\n") + "\n\n" + text + main
    }, share: 0.5)
}
