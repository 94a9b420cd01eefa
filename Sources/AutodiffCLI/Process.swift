import AutodiffCore

/// The process: its arguments in, its exit status out.
public enum Process {
  /// Answers a command line and ends the process.
  ///
  /// - Parameter arguments: the command line without the program's name.
  public static func exit(with arguments: [String]) -> Never {
    // Some parents ignore the signal; a closed pipe should end the program silently all the same.
    signal(SIGPIPE, SIG_DFL)
    let status = Entry.run(arguments, System.host())
    Interrupt.finish()
    _exit(status.rawValue)
  }
}
