import AutodiffTestSupport
import Foundation
import Testing

/// The programs among the examples give the numbers of another system.
@Suite(.serialized, .namesCases) struct ProgramTests {
  private static let page = Document(path: "examples/programs.md", notation: .markdown)

  /// The page's own files are used, so that what is read is what is compared.
  @Test func programsAgreeWithAnotherSystem() throws {
    let folder = try TemporaryFolder()
    let shell = try Shell(in: folder.url)
    for command in try Self.page.commands() where command.hasPrefix("echo ") && !command.contains("autodiff") {
      #expect(try shell.run(["-c", command], mergesError: true).status == 0, "\(command)")
    }
    forEach(ProgramReferences.all) { (command: String, numbers: [Double]) throws in
      let answer = try shell.run(["-c", "autodiff \(command) --format plain"], mergesError: true)
      let given = answer.output.split(separator: "\n").map { Double($0) ?? .nan }
      #expect(given.count == numbers.count, "\(answer.output)")
      let scale = numbers.map(\.magnitude).max() ?? 0
      for (given, expected) in zip(given, numbers) { #expect(abs(given - expected) <= 1e-13 * scale) }
    }
  }
}
