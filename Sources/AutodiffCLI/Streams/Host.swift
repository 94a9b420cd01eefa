import AutodiffCore

/// The world outside: streams, files and environment, given from outside so that tests can bring their own.
package struct Host {
  package var out: Output
  package var error: Output
  package var isInputTerminal: Bool
  /// A file to be read piece by piece; standard input is `-`.
  package var open: (String) -> Result<ByteSource, SystemError>
  package var environment: (String) -> String?
  /// The bytes of memory that the process may still take.
  package var freeMemory: @Sendable () -> Int = { .max }
  /// Columns of the terminal at standard output; nil when it is none.
  package var columns: Int?
  /// Keeps the first interrupt from ending the program, and returns a function that tells whether one came.
  package var watchInterrupt: () -> () -> Bool

  /// The name of standard input in messages.
  package static let inputName = "standard input"

  /// A host whose files are read piece by piece.
  package init(
    out: Output, error: Output, isInputTerminal: Bool, environment: @escaping (String) -> String?,
    open: @escaping (String) -> Result<ByteSource, SystemError>, columns: Int? = nil,
    watchInterrupt: @escaping () -> () -> Bool = { { false } }
  ) {
    self.out = out
    self.error = error
    self.isInputTerminal = isInputTerminal
    self.open = open
    self.environment = environment
    self.columns = columns
    self.watchInterrupt = watchInterrupt
  }
}

extension Host {
  /// A host whose files are there at once.
  package init(
    out: Output, error: Output, isInputTerminal: Bool, readInput: @escaping () -> Result<[UInt8], SystemError>,
    readFile: @escaping (String) -> Result<[UInt8], SystemError>, environment: @escaping (String) -> String?,
    columns: Int? = nil, watchInterrupt: @escaping () -> () -> Bool = { { false } }
  ) {
    self.init(
      out: out, error: error, isInputTerminal: isInputTerminal, environment: environment,
      open: { path in (path == "-" ? readInput() : readFile(path)).map(ByteSource.init(_:)) }, columns: columns,
      watchInterrupt: watchInterrupt)
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
