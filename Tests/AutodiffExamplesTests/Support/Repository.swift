import Foundation

/// The files of this repository that show answers of the program.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Whether the answers shown are to be written anew, instead of compared.
  static var records: Bool { ProcessInfo.processInfo.environment["RECORD_EXAMPLES"] != nil }

  static func read(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func write(_ text: String, to path: String) throws {
    try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
  }
}
