import Foundation

/// The files of this repository that show answers of the program.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A Boolean value that tells the tests to write the answers shown anew instead of comparing them.
  static var records: Bool { ProcessInfo.processInfo.environment["RECORD_EXAMPLES"] != nil }

  static func read(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func write(_ text: String, to path: String) throws {
    try text.write(to: root.appending(path: path), atomically: true, encoding: .utf8)
  }

  static func path(_ path: String) -> String { root.appending(path: path).path(percentEncoded: false) }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
  }

  /// The names of the files in a folder that end in `suffix`, sorted; none if the folder cannot be read.
  static func files(in folder: String, suffix: String) -> [String] {
    let path = root.appending(path: folder).path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted()
  }
}
