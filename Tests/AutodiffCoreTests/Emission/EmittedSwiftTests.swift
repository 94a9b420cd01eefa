import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Emitted Swift, compiled without warnings and run.
@Suite struct EmittedSwiftTests {
  private static var compiler: String { get throws { try Tool.need("swiftc", at: Tool.path("swiftc")) } }

  @Test func agreesWithTheSweep() throws {
    let programs = try EmittedPrograms(seed: 79, count: max(8, EmittedPrograms.count / 5))
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func keepsTheOrderOfArithmetic() throws {
    let programs = try EmittedPrograms(arithmetic: 20, seed: 82)
    expectSameBits(try Self.answers(programs), programs)
  }

  @Test func writesEveryFunction() throws {
    let programs = try EmittedPrograms.everyFunction
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func writesEveryRoutine() throws {
    let programs = try EmittedPrograms.everyRoutine
    expectAnswers(try Self.answers(programs), programs)
  }

  @Test func sparesNamesThatMeanSomething() throws {
    let words = [
      "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
      "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
      "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do",
      "fallthrough", "guard", "in", "repeat", "throw", "switch", "where", "Any", "as", "await", "is", "nil", "self",
      "Self", "super", "throws", "try", "_", "Double", "x", "gradient", "exp", "copy", "each", "unsafe",
    ]
    for word in words { #expect(SourceCode.isReserved(word, .swift), "\(word)") }
    // The language's own words are no names in it.
    let inputs = words.filter { (try? Parser.parse(SourceText($0))) != nil }
    #expect(inputs.count > 40)
    var programs = EmittedPrograms()
    try programs.add(inputs.joined(separator: " + "), inputs.map { ($0, .scalar(0.5)) })
    expectAnswers(try Self.answers(programs), programs)
  }

  /// Files that have helpers of the same names are parts of one module.
  @Test func linksWithOtherFiles() throws {
    let compiler = try Self.compiler
    let files = try Workplace.files(.swift, extension: "swift")
    let main = """
      import Foundation
      let x = [2.0, 1.0, 1.0, 3.0]
      print(String(format: "%.12g %.12g", f0(x).value, f1(x).value), terminator: "")
      """
    let output = try Workplace.run(main, file: "main.swift") { source, program in
      let others = try Workplace.write(files, beside: source)
      return [compiler, "-swift-version", "6", "-warnings-as-errors", "-o", program, source] + others
    }
    #expect(output == Workplace.linkedAnswers)
  }

  /// The output of the programs, compiled without warnings, one a line.
  static func answers(_ programs: EmittedPrograms) throws -> String {
    var helpers: Set<String> = []
    var text = ""
    var main = ""
    for (number, one) in programs.cases.enumerated() {
      let writer = SwiftWriter(one.program, name: "f\(number)")
      text += writer.function().joined(separator: "\n") + "\n\n"
      helpers.formUnion(writer.helpers)
      let point = one.inputs.map(\.description).joined(separator: ", ")
      main += "let a\(number) = f\(number)([\(point)])\n"
      main += "print(([a\(number).value] + a\(number).gradient).map { $0.description }.joined(separator: \" \"))\n"
    }
    let definitions = SwiftDialect.definitions(of: helpers).joined(separator: "\n\n")
    let source = (SwiftDialect.imports + [definitions, text, main]).joined(separator: "\n")
    let compiler = try Self.compiler
    return try Workplace.run(source, file: "f.swift") { source, program in
      [compiler, "-swift-version", "6", "-warnings-as-errors", "-o", program, source]
    }
  }
}
