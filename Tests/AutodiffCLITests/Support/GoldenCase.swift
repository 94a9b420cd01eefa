import AutodiffCLI
import Foundation
import Testing

/// A file that holds command lines and what the last of them must answer:
///
///     $ autodiff eval '2x' x=1
///     --- stderr
///     error: an operator is missing between '2' and 'x'
///     2x
///      ^
///     hint: write 2*x to multiply
///     --- stdout
///     --- exit 2
///
/// An escape character is written `␛`, a carriage return `␍`.
struct GoldenCase: CustomTestStringConvertible {
  let url: URL
  let testDescription: String

  static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"

  /// All cases of a folder, by name.
  ///
  /// - Throws: an error of the file system where the folder cannot be read.
  static func all(in folder: String) throws -> [GoldenCase] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Golden").appendingPathComponent(folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names.filter { $0.hasSuffix(".txt") }.sorted().map {
      GoldenCase(url: folder.appendingPathComponent($0), testDescription: $0)
    }
  }

  /// The file as it is, and as a run makes it.
  func run() throws -> (expected: String, actual: String) {
    let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let lines = expected.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("$ ") }
    var world = CommandRun.World()
    var last: CommandRun?
    for line in lines { last = try ShellLine.run(String(line.dropFirst(2)), in: &world) }
    guard let run = last else { throw ShellLine.Malformed(line: testDescription) }
    let actual =
      (lines + ["--- stderr", ""]).joined(separator: "\n") + Self.visible(run.error) + "--- stdout\n"
      + Self.visible(run.out) + "--- exit \(run.status.rawValue)\n"
    if Self.isRecording, actual != expected { try Data(actual.utf8).write(to: url) }
    return (expected, actual)
  }

  private static func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{1B}": result += "␛"
      case "\r": result += "␍"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
