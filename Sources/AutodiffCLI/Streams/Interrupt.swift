import AutodiffCore

/// SIGINT, for work that still has something to say when it is told to end.
enum Interrupt {
  /// Written by the signal's handler.
  nonisolated(unsafe) private static var arrived: sig_atomic_t = 0

  /// Keeps the first signal from ending the program; a second one does.
  ///
  /// - Returns: whether it has come.
  static func watch() -> () -> Bool {
    arrived = 0
    let before = signal(SIGINT) { number in
      Interrupt.arrived = 1
      signal(number, SIG_DFL)
    }
    // A program in the background, away from the terminal's signals, stays there.
    if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGINT, SIG_IGN) }
    return { arrived != 0 }
  }

  /// Ends the program as the signal would have, if it came.
  static func finish() {
    guard arrived != 0 else { return }
    signal(SIGINT, SIG_DFL)
    raise(SIGINT)
  }
}
