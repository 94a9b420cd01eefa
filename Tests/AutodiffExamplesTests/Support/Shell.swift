import Foundation

/// Runs commands as a user's shell would, with the `autodiff` that was just built first on `PATH`.
struct Shell {
  struct Answer: Equatable {
    var status: Int32
    var output: String
  }

  struct NotBuilt: Error, CustomStringConvertible {
    var path: String
    var description: String { "there is no autodiff in \(path): run 'swift build' first" }
  }

  let directory: URL
  let environment: [String: String]

  /// - Parameters:
  ///   - directory: The folder in which the commands run.
  ///   - home: The folder of the user's own files; `directory` unless given.
  /// - Throws: `NotBuilt` if there is no program to run.
  init(in directory: URL, home: URL? = nil) throws {
    self.directory = directory
    let products = Self.products.path(percentEncoded: false)
    guard FileManager.default.isExecutableFile(atPath: Self.program) else { throw NotBuilt(path: products) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    environment = [
      "PATH": products + ":" + path, "LANG": "C.UTF-8", "HOME": (home ?? directory).path(percentEncoded: false),
    ]
  }

  /// Runs a shell with `arguments`.
  ///
  /// - Parameters:
  ///   - shell: The name of the shell, which is found on `PATH`.
  ///   - mergesError: `true` if standard error belongs to the output, as it does on a terminal.
  /// - Throws: An error of Foundation's if the shell cannot be started or read.
  func run(_ arguments: [String], by shell: String = "sh", mergesError: Bool) throws -> Answer {
    let process = Foundation.Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [shell] + arguments
    process.currentDirectoryURL = directory
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = mergesError ? output : FileHandle.standardError
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Answer(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
  }

  /// The path of the program.
  static var program: String { products.appending(path: "autodiff").path(percentEncoded: false) }

  /// The folder that the test bundle was built in, where the program is built, too.
  private static var products: URL {
    #if canImport(Darwin)
      final class Marker {}
      return Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
    #else
      return Bundle.main.bundleURL
    #endif
  }
}
