import AutodiffCLI
import Foundation

/// What must hold of every answer, whatever was asked.
struct Checks {
  private let request: Request
  private let answer: Request.Answer
  private let out: String
  private let error: String
  private(set) var violations: [String] = []

  init(_ request: Request, _ answer: Request.Answer) {
    self.request = request
    self.answer = answer
    words = Self.options(request.arguments)
    out = String(decoding: answer.out, as: UTF8.self)
    error = String(decoding: answer.error, as: UTF8.self)
    streams()
    text()
    carets()
    json()
    formulas()
    threads()
  }

  /// What derive answers is read again, and has values.
  private mutating func formulas() {
    guard answer.status == .answered, request.arguments.first == "derive", request.environment["LANG"] == "C.UTF-8",
      has("--format plain"), !words.contains(where: { $0.hasPrefix("--format") && $0 != "--format plain" }),
      !has("--ascii"), !has("--help"), !has("-h")
    else { return }
    for line in out.split(separator: "\n") {
      var reading = Request()
      reading.arguments = ["cost", "-f", "-"]
      reading.input = Array(line.utf8)
      let read = reading.run()
      let said = String(decoding: read.error, as: UTF8.self)
      // Without values, arrays have no shapes; a text that is no expression is another matter.
      let isShape = ["shape", "vector", "matrix", "scalar"].contains { said.contains($0) }
      expect(read.status != .failed || isShape, "a derivative reads back: \(said) in \(line)")
    }
  }

  private mutating func expect(_ holds: Bool, _ claim: String) {
    if !holds { violations.append(claim) }
  }

  private let words: Set<String>
  private func has(_ option: String) -> Bool { words.contains(option) }
  private var paints: Bool { has("--color=always") || has("--color always") }

  /// The words that act as options, those with a value joined to it.
  private static func options(_ arguments: [String]) -> Set<String> {
    var words: Set<String> = []
    var rest = arguments.dropFirst()
    let taking: Set = [
      "-e", "-f", "--expr", "--file", "--at", "--wrt", "--direction", "--mode", "--format", "--digits", "--color",
      "--ties", "--output", "--cotangent", "--shape", "--order", "--points", "--columns", "--jobs", "--reduce",
      "--rate",
      "--steps", "--batch", "--momentum", "--tolerance", "--expect",
    ]
    while let word = rest.popFirst(), word != "--" {
      words.insert(taking.contains(word) ? "\(word) \(rest.popFirst() ?? "")" : word)
    }
    return words
  }

  private var hasTable: Bool { has("--points -") || has("--points t.csv") }

  /// However many threads work on rows, the answer is the same.
  private mutating func threads() {
    // What meets a limit takes long, and twice more would be too long.
    guard hasTable, !request.arguments.contains("--"), !error.contains("limit: ") else { return }
    for jobs in ["1", "3"] {
      var other = request
      other.arguments += ["--jobs", jobs]
      let answer = other.run()
      guard !has("--jobs 0"), request.arguments.first != "help" else { return }
      let isSame = answer.status == self.answer.status && answer.out == self.answer.out
      expect(isSame && answer.error == self.answer.error, "the same with --jobs \(jobs)")
    }
  }

  private mutating func streams() {
    let plain = error.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    switch answer.status {
    case .answered:
      expect(plain.isEmpty || plain.hasPrefix("note: "), "an answer comes with notes only")
    case .undefined:
      expect(plain.isEmpty || plain.hasPrefix("note: "), "an undefined answer comes with notes only")
      expect(!plain.isEmpty || has("-q") || has("--quiet"), "an undefined answer says why")
      expect(!out.isEmpty, "an undefined answer is one")
    case .failed:
      expect(
        plain.hasPrefix("error: ") || plain.contains("\nerror: ") || plain.hasPrefix("usage: "), "a failure says why")
      expect(hasTable || out.isEmpty || out.hasPrefix("{\"error\": "), "a failure answers nothing, or JSON")
    case .mismatch: expect(request.arguments.first == "check", "only a check finds a mismatch")
    case .kink: expect(has("--strict"), "a kink is a status with --strict only")
    }
  }

  private mutating func text() {
    for (name, stream, bytes) in [("stdout", out, answer.out), ("stderr", error, answer.error)] {
      expect(!stream.contains("Fatal error") && !stream.contains("Optional("), "\(name) has no runtime text")
      expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"), "\(name) ends with a newline")
      expect(String(validating: bytes, as: UTF8.self) != nil, "\(name) is UTF-8")
      let controls = bytes.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 && ($0 != 0x1B || !paints) || $0 == 0x7F }
      expect(!controls, "\(name) has no control characters")
      let locale =
        ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { request.environment[$0] }.first { !$0.isEmpty } ?? "C"
      if has("--ascii") || !locale.uppercased().contains("UTF") {
        let isOption = answer.status != .failed || !has("--ascii")
        expect(!isOption || bytes.allSatisfy { $0 < 0x80 }, "\(name) is ASCII where it must be")
      }
    }
  }

  /// A caret stands under its line, and its tildes do not run past the end.
  private mutating func carets() {
    let lines = error.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n", omittingEmptySubsequences: false)
    for (line, marker) in zip(lines, lines.dropFirst()) {
      let rest = marker.unicodeScalars.drop { $0 == " " || $0 == "\u{3000}" || $0 == "\u{200B}" }
      guard rest.first == "^", rest.dropFirst().allSatisfy({ $0 == "~" }) else { continue }
      let before = marker.unicodeScalars.count - rest.count
      let width = line.unicodeScalars.count
      expect(before <= width, "the caret is at most one past the line's end")
      expect(rest.count == 1 || before + rest.count <= width, "the tildes end with the line")
    }
  }

  private mutating func json() {
    guard out.hasPrefix("{\"") || out.hasPrefix("[{\"") else { return }
    for text in hasTable ? out.split(separator: "\n") : [out[...]] {
      expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil, "JSON is valid")
    }
    guard answer.status == .failed, let line = error.split(separator: "\n").first,
      out.split(separator: "\n").last?.hasPrefix("{\"error\": ") == true
    else { return }
    // The text says the place where it is not evident; the two must agree.
    if let match = line.firstMatch(of: /line (\d+), column (\d+)\)$/) {
      expect(out.contains("\"line\": \(match.1), \"column\": \(match.2),"), "text and JSON name one place")
    }
  }
}
