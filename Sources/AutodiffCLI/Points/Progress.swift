import AutodiffCore

/// The progress of a long stream, on a terminal's last line.
struct Progress {
  private let error: Output
  private let start = System.seconds
  private var shown = 0.0
  private let isShown: Bool

  /// Work that takes less says nothing, in seconds.
  private static let patience = 1.0
  private static let interval = 0.2

  init(_ session: Session) {
    error = session.host.error
    isShown = error.isTerminal && !session.isQuiet
  }

  /// - Parameter share: of the table, where its size is known.
  mutating func show(rows: Int, share: Double?) {
    guard isShown else { return }
    let now = System.seconds
    guard now - start > Self.patience, now - shown > Self.interval else { return }
    shown = now
    let rate = Double(rows) / (now - start)
    var text = "\(ProblemText.grouped(rows)) rows, \(ProblemText.grouped(Int(rate))) rows/s"
    if let share {
      let filled = Int(20 * min(share, 1))
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
      text = "[\(bar)] \(Int(100 * min(share, 1)))%, " + text
    }
    error.write("\r\(text)\u{1B}[K")
    error.flush()
  }

  /// Leaves the line as it was.
  func clear() {
    guard shown > 0 else { return }
    error.write("\r\u{1B}[K")
    error.flush()
  }
}
