/// The exit status of the program.
package enum ExitStatus: Int32, Comparable {
  case answered = 0
  case mismatch = 1
  case failed = 2
  case undefined = 3
  case kink = 4

  /// Orders exit statuses by their numbers.
  package static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
