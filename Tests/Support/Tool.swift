import Foundation
import Testing

/// A program that a test needs beside the tested one.
package enum Tool {
  package struct Missing: Error, CustomStringConvertible {
    package var description: String
  }

  /// The first program of a name on the path.
  package static func path(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  /// A program in the user's own folder.
  package static func ofUser(_ path: String) -> String? {
    let path = NSHomeDirectory() + "/" + path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// The first path that there is. Where there is none the test is cancelled, which is told; under `CI=true` it fails.
  ///
  /// - Throws: `Missing`, or what cancels a test.
  package static func need(_ name: String, at paths: String?...) throws -> String {
    if let path = paths.lazy.compactMap({ $0 }).first { return path }
    if ProcessInfo.processInfo.environment["CI"] == "true" { throw Missing(description: "\(name) is missing") }
    return try wish(name)
  }

  /// The first path that there is. Where there is none the test is cancelled everywhere: what is this large is not
  /// installed for its sake.
  ///
  /// - Throws: what cancels a test.
  package static func wish(_ name: String, at paths: String?...) throws -> String {
    if let path = paths.lazy.compactMap({ $0 }).first { return path }
    try Test.cancel("needs \(name)")
  }
}
