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

  private let directory: URL
  private let environment: [String: String]

  /// - Parameter directory: The folder in which the commands run.
  /// - Throws: `NotBuilt` if there is no program to run.
  init(in directory: URL) throws {
    self.directory = directory
    let products = Self.products.path(percentEncoded: false)
    let program = Self.products.appending(path: "autodiff").path(percentEncoded: false)
    guard FileManager.default.isExecutableFile(atPath: program) else { throw NotBuilt(path: products) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    environment = ["PATH": products + ":" + path, "LANG": "C.UTF-8", "HOME": directory.path(percentEncoded: false)]
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
