import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCLI

@Suite struct CompletionsTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptsNameEveryCommandAndOption(_ shell: String) {
    let script = CommandRun(["completions", shell]).out
    #expect(Commands.all.count >= 10)
    for command in Commands.all {
      #expect(script.contains(command.description.name))
      for option in command.description.allOptions {
        #expect(script.contains(shell == "fish" ? "-l \(option.rawValue)" : option.long))
      }
    }
  }

  /// The shell itself reads its script.
  @Test(arguments: ["bash", "zsh", "fish"])
  func scriptsAreSyntacticallyValid(_ shell: String) throws {
    let path = try Tool.need(shell, at: Tool.path(shell))
    let script = FileManager.default.temporaryDirectory.appendingPathComponent("autodiff-\(UUID().uuidString).\(shell)")
    try Data(CommandRun(["completions", shell]).out.utf8).write(to: script)
    defer { try? FileManager.default.removeItem(at: script) }
    let check = Foundation.Process()
    check.executableURL = URL(fileURLWithPath: path)
    check.arguments = [shell == "fish" ? "--no-execute" : "-n", script.path]
    try check.run()
    check.waitUntilExit()
    #expect(check.terminationStatus == 0)
  }
}
