import AutodiffCore

/// The world outside: streams, files and environment, given from outside so that tests can bring their own.
package struct Host {
  package var out: Output
  package var error: Output
  package var isInputTerminal: Bool
  package var readInput: () -> Result<[UInt8], SystemError>
  package var readFile: (String) -> Result<[UInt8], SystemError>
  /// A file to be read piece by piece; standard input is `-`.
  package var open: (String) -> Result<ByteSource, SystemError>
  package var environment: (String) -> String?
  /// Columns of the terminal at standard output; nil when it is none.
  package var columns: Int?
  /// Keeps the first interrupt from ending the program, and returns a function that tells whether one came.
  package var watchInterrupt: () -> () -> Bool

  /// The name of standard input in messages.
  package static let inputName = "standard input"

  /// - Parameter open: opens a file to be read piece by piece; nil for one that reads it at once.
  package init(
    out: Output, error: Output, isInputTerminal: Bool, readInput: @escaping () -> Result<[UInt8], SystemError>,
    readFile: @escaping (String) -> Result<[UInt8], SystemError>, environment: @escaping (String) -> String?,
    open: ((String) -> Result<ByteSource, SystemError>)? = nil, columns: Int? = nil,
    watchInterrupt: @escaping () -> () -> Bool = { { false } }
  ) {
    self.out = out
    self.error = error
    self.isInputTerminal = isInputTerminal
    self.readInput = readInput
    self.readFile = readFile
    self.open = open ?? { path in (path == "-" ? readInput() : readFile(path)).map(ByteSource.init(_:)) }
    self.environment = environment
    self.columns = columns
    self.watchInterrupt = watchInterrupt
  }
}

/// The reason for which the operating system refused a call.
package struct SystemError: Error, Equatable {
  package var reason: String

  /// An error in words.
  package init(reason: String) { self.reason = reason }

  /// An error by its number, in the words of the system.
  package init(_ number: Int32) { self.init(reason: String(cString: strerror(number))) }
}
