import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCLI

/// Other programs read what `grade` writes for them, whatever students wrote.
@Suite struct TestReportTests {
  private static let questions = "question 1\n f = x*y\n at = x=2,y=3\nquestion 2# <&>\n f = x\n at = x=1\n"
  private static let answers =
    "id,1.x,1.y,2# <&>.x\nada,3,2,1\n\"<b> ' \"\"&\u{1B}[1m\",\"]]>\",\u{1},# SKIP\n\"# TODO\nok 9\",4,\\,\"\n\"\n"

  private func grade(_ format: String) -> CommandRun {
    let world = CommandRun.World(files: ["q": Array(Self.questions.utf8), "a": Array(Self.answers.utf8)])
    return CommandRun(["grade", "q", "a", "--format", format], in: world)
  }

  private func run(_ path: String, _ arguments: [String], on text: String) throws -> (status: Int32, out: String) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("autodiff-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Foundation.Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments + [file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let out = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, out)
  }

  @Test func proveReadsTAP() throws {
    let path = try Tool.need("prove", at: Tool.path("prove"))
    let (status, out) = try run(path, ["--exec", "cat"], on: grade("tap").out)
    #expect(status == 1 && out.contains("Failed 6/9 subtests") && out.contains("Failed tests:  4-9"), "\(out)")
    #expect(!out.contains("Parse errors"))
  }

  @Test func parsersReadJUnit() throws {
    let path = try Tool.need("python3", at: Tool.path("python3"))
    let script = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse(sys.argv[1]).getroot()
      print(root.tag, [suite.get('name') for suite in root])
      for case in root.iter('testcase'): print(case.get('name'), [child.tag for child in case])
      print(root.attrib)
      """
    let (status, out) = try run(path, ["-c", script], on: grade("junit").out)
    #expect(status == 0, "\(out)")
    #expect(
      out == """
        testsuites ['ada', '<b> \\' "&\u{FFFD}[1m', '# TODO ok 9']
        1.x []
        1.y []
        2# <&>.x []
        1.x ['error']
        1.y ['error']
        2# <&>.x ['error']
        1.x ['failure']
        1.y ['error']
        2# <&>.x ['skipped']
        {'tests': '9', 'failures': '1', 'errors': '4', 'skipped': '1'}

        """)
  }

  @Test func oneStudentIsAResultsFile() throws {
    let world = CommandRun.World(files: ["q": Array(Self.questions.utf8), "ben": Array("1.x=3\n1.y=\"\\\n".utf8)])
    let run = CommandRun(["grade", "q", "ben", "--format", "gradescope"], in: world)
    let object = try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any]
    let tests = try #require(object?["tests"] as? [[String: Any]])
    #expect(object?.count == 1 && tests.count == 3 && run.status == .mismatch)
    for test in tests { #expect(Set(test.keys) == ["name", "score", "max_score", "output"]) }
    #expect(tests.map { $0["score"] as? Double } == [1, 0, 0])
    #expect(grade("gradescope").status == .failed)
  }
}
