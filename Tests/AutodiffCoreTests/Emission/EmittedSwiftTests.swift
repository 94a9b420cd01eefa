import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Emitted Swift, compiled without warnings and run.
@Suite struct EmittedSwiftTests {
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
    expectAnswers(try EmittedLanguage.swift.answers(programs), programs)
  }

  /// Files that have helpers of the same names are parts of one module.
  @Test func linksWithOtherFiles() throws {
    let compiler = try EmittedLanguage.swift.tool()
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
}
