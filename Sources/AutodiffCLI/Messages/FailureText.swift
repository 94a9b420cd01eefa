import AutodiffCore

/// The one place where failures become words.
struct FailureText {
  var message: String
  var hint: String?
  var source: SourceText?
  var excerpt: Excerpt?
  /// The row of a table at which the program fails.
  var row: RowPlace?

  init(_ failure: Failure) {
    switch failure {
    case .text(let problem, let source):
      message = ProblemText.message(problem.fact)
      hint = Self.hint(problem, source)
      self.source = source
      excerpt = problem.span.map { Excerpt($0, in: source) }
      if excerpt?.isText == false { hint = "this is no text, but a file of another kind" }
    case .usage(let usage):
      message = UsageText.message(usage)
      hint = UsageText.hint(usage)
    case .bindings(let missing, let twice, let unused, let given, let columns):
      var parts: [String] = []
      if !missing.isEmpty { parts.append("no value for \(NameList.text(missing))") }
      if !twice.isEmpty { parts.append("more than one value for \(NameList.text(twice))") }
      message = parts.joined(separator: ", and ")
      hint = BindingHint.text(missing, unused, given, columns)
    case .homework(let fault, let source, let span):
      message = HomeworkText.message(fault)
      hint = HomeworkText.hint(fault)
      self.source = source
      excerpt = Excerpt(span, in: source)
    case .malformedRow(let problem, let source, let span):
      message = "malformed row: \(RowProblemText.message(problem))"
      hint = RowProblemText.hint(problem)
      self.source = source
      excerpt = Excerpt(span, in: source)
    case .atRow(let failure, let row):
      self = FailureText(failure)
      self.row = row
    case .malformedArray(let path, let fault):
      message = "cannot read '\(ProblemText.printable(path: path))': \(NumPyText.message(fault))"
      hint = NumPyText.hint(fault)
    case .unreadable(let path, let error):
      message =
        "cannot read \(path == Host.inputName ? path : "'\(ProblemText.printable(path: path))'"): \(error.reason)"
    case .notText(let path, let kind):
      self = FailureText(.unreadable(path: path, SystemError(reason: "not a text file")))
      switch kind {
      case .spreadsheet: hint = "a spreadsheet is to be saved as CSV"
      case .utf16: hint = "it is UTF-16; a spreadsheet saves 'CSV UTF-8', too, and iconv -f UTF-16 -t UTF-8 converts it"
      case .other: break
      }
    case .mistyped(let failure, let meant, let remark):
      self = FailureText(failure)
      let line = ShellText.line(["autodiff"] + meant)
      if line.count <= Self.longestLine { hint = "write \(ProblemText.printable(path: line))\(remark)" }
    case .writing(let error, let safeRows):
      message = "cannot write the answer: \(error.reason)"
      if let safeRows {
        let rows = ProblemText.grouped(safeRows)
        switch safeRows {
        case 0: message += "; no row is safe"
        case 1: message += "; the first row is safe"
        default: message += "; the first \(rows) rows are safe"
        }
      }
    }
  }

  private static func hint(_ problem: Problem, _ source: SourceText) -> String? {
    guard let correction = Correction.of(problem, in: source) else { return ProblemText.hint(problem.fact) }
    // On the command line, an assignment alone reads as a value.
    let isProgram = source.name == nil && correction.isAssignment && correction.remark.isEmpty
    return isProgram ? "write -e \(ShellText.quoted(correction.corrected))" : correction.hint
  }

  /// The characters of the longest command line that a hint writes anew.
  private static let longestLine = 200

  /// The lines for stderr.
  func lines(_ paint: Paint, ascii: Bool, width: Int? = nil) -> [String] {
    var place = ""
    let file = source?.name.map(ProblemText.printable(path:))
    if let excerpt {
      if let name = file {
        place = " (\(name), line \(excerpt.line), column \(excerpt.column))"
      } else if excerpt.line > 1 || excerpt.isCut {
        place = " (line \(excerpt.line), column \(excerpt.column))"
      }
    } else if let name = file {
      place = " (\(name))"
    }
    var lines = [paint("error:", .boldRed) + " " + message + place]
    if let excerpt { lines += Self.painted(excerpt, paint, ascii: ascii, width: width) }
    if let row { lines.append("at \(row.text)") }
    if let hint { lines.append(paint("hint:", .cyan) + " " + hint) }
    return lines
  }

  /// The excerpt's lines, the marks in colour.
  ///
  /// - Parameter width: The cells of the terminal; nil if there is none.
  /// - Returns: No line for a line of a binary file, or for a blank one.
  static func painted(_ excerpt: Excerpt, _ paint: Paint, ascii: Bool, width: Int? = nil) -> [String] {
    guard excerpt.isText, !excerpt.isBlank else { return [] }
    // In ASCII the two marks of what is left out take three cells each.
    let excerpt = width.map { excerpt.clipped(to: ascii ? $0 - 4 : $0) } ?? excerpt
    var lines = ascii ? excerpt.lines(spelling: ASCII.spelling) : excerpt.lines
    let marker = lines.removeLast()
    guard paint.enabled, let caret = marker.firstIndex(of: "^") else { return lines + [marker] }
    return lines + [marker[..<caret] + paint(String(marker[caret...]), .boldRed)]
  }

  /// The answer in JSON of a command that failed.
  var json: JSON { .object([pair]) }

  /// The failure in JSON, with its key.
  var pair: (String, JSON) {
    let place: [(String, JSON)] = [
      ("message", .string(message)), ("line", excerpt.map { .integer($0.line) } ?? .null),
      ("column", excerpt.map { .integer($0.column) } ?? .null), ("hint", .optional(hint)),
    ]
    return ("error", .object(place + (row.map { [("row", $0.json)] } ?? [])))
  }
}
