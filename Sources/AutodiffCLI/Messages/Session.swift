import AutodiffCore

/// The manner in which answers and notes are written, as the command line asks for it.
package struct Manner: Sendable {
  /// The significant digits of numbers; nil for as many as it takes.
  package var digits: Int?
  package var color = Color.auto
  package var isASCII = false
  /// A flag that leaves notes out.
  package var isQuiet = false
  /// A flag that shows kinks in the exit status.
  package var isStrict = false

  package enum Color: String, CaseIterable, Sendable { case auto, always, never }

  /// The manner of a command line that says nothing of it.
  package init() {}
}

/// A request under way: the host's streams, and the manner of writing on them.
package struct Session {
  package private(set) var host: Host
  package private(set) var isQuiet = false
  package private(set) var isStrict = false
  package var rendering = Rendering()
  private var errorPaint: Paint

  /// The session that the environment alone asks for.
  package init(_ host: Host) {
    self.host = host
    rendering.width = host.columns ?? 80
    rendering.isTerminal = host.columns != nil
    errorPaint = Paint(enabled: Self.paints(host.error, .auto, host))
    useASCII(!Self.isUTF8(host))
  }

  /// Takes over the manner that the command line asks for.
  package mutating func configure(_ manner: Manner) {
    isQuiet = manner.isQuiet
    isStrict = manner.isStrict
    if manner.isASCII { useASCII(true) }
    rendering.paint = Paint(enabled: Self.paints(host.out, manner.color, host))
    errorPaint = Paint(enabled: Self.paints(host.error, manner.color, host))
    rendering.number = NumberText(digits: manner.digits)
  }

  private mutating func useASCII(_ ascii: Bool) {
    rendering.ascii = ascii
    host.out.ascii = ascii
    host.error.ascii = ascii
  }

  package var out: Output { host.out }

  /// The text of the answers that `write` gives; its notes go nowhere.
  ///
  /// - Throws: what `write` throws.
  func text<E>(_ write: (Session) throws(E) -> Void) throws(E) -> String {
    var bytes: [UInt8] = []
    var session = silent
    session.host.out = Output { piece in
      bytes += piece
      return .init(count: piece.count)
    }
    try write(session)
    session.out.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The session without notes.
  var silent: Session {
    var session = self
    session.isQuiet = true
    return session
  }

  /// Writes an error on the way to an answer that was given all the same.
  func warn(_ text: String) { host.error.line(errorPaint("error:", .boldRed) + " " + text) }

  /// Writes a note that stands even where notes are left out.
  func tell(_ text: String) { host.error.line(errorPaint("note:", .cyan) + " " + text) }

  /// Writes JSON as one line.
  package func answer(_ json: JSON) {
    out.write(inPieces: { json.write(to: &$0, rendering.number, ascii: rendering.ascii, pause: $1) })
    out.line("")
  }

  /// Writes a note to standard error, unless notes are left out.
  ///
  /// - Parameters:
  ///   - span: the place in `source` that it is about.
  ///   - details: lines below the place.
  package func note(
    _ text: String, _ span: Span? = nil, in source: SourceText? = nil, details: [String] = [], hint: String? = nil
  ) {
    guard !isQuiet else { return }
    tell(text)
    if let span, let source {
      let excerpt = Excerpt(span, in: source)
      for line in FailureText.painted(excerpt, errorPaint, ascii: rendering.ascii, width: host.columns) {
        host.error.line(line)
      }
    }
    for detail in details { host.error.line(detail) }
    if let hint { host.error.line(errorPaint("hint:", .cyan) + " " + hint) }
  }

  /// Writes a failure to standard error.
  ///
  /// - Parameter asJSON: whether it is the answer on standard output as well.
  package func report(_ failure: Failure, asJSON: Bool) {
    let text = FailureText(failure)
    if asJSON { answer(text.json) }
    for line in text.lines(errorPaint, ascii: rendering.ascii, width: host.columns) { host.error.line(line) }
  }

  // MARK: - The environment

  private static func isUTF8(_ host: Host) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(host.environment).first { !$0.isEmpty } ?? "C"
    let name = locale.lowercased()
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8") || name.includes("utf-8@") || name.includes("utf8@")
  }

  private static func paints(_ output: Output, _ when: Manner.Color, _ host: Host) -> Bool {
    switch when {
    case .always: true
    case .never: false
    case .auto: output.isTerminal && (host.environment("NO_COLOR") ?? "").isEmpty && host.environment("TERM") != "dumb"
    }
  }
}
