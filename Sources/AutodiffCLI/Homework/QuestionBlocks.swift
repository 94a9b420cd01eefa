import AutodiffCore

/// A file of questions taken apart: blocks that begin with `question NAME`, and their lines `KEY = VALUE`.
struct QuestionBlocks {
  struct Entry {
    var key: QuestionKey
    var place: Range<Int>
    /// The place of the value, which may go on over lines that are indented further than the key.
    var value: Range<Int>
    var indentation: Int
  }

  struct Block {
    var name: String
    var place: Range<Int>
    var entries: [Entry] = []

    func entry(_ key: QuestionKey) -> Entry? { entries.first { $0.key == key } }
  }

  let source: SourceText
  private(set) var blocks: [Block] = []

  /// - Throws: a line that is neither the beginning of a question nor one of its own, and a file without questions.
  init(_ source: SourceText) throws(Failure) {
    self.source = source
    let bytes = source.bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      try add(line: start..<end)
      start = end + 1
    }
    if blocks.isEmpty { throw .usage(.homework(.noQuestions(source.name ?? ""))) }
  }

  private mutating func add(line: Range<Int>) throws(Failure) {
    let bytes = source.bytes
    let text = trimmed(line)
    guard let first = bytes[text].first, first != UInt8(ascii: "#") else { return }
    let indentation = self.indentation(line.lowerBound..<text.lowerBound)
    if let entry = blocks.last?.entries.last, indentation > entry.indentation {
      let start = entry.value.isEmpty ? text.lowerBound : entry.value.lowerBound
      blocks[blocks.count - 1].entries[blocks[blocks.count - 1].entries.count - 1].value = start..<text.upperBound
      return
    }
    if let name = name(text) { return try begin(name, text) }
    guard !blocks.isEmpty else { throw fault(.lineBeforeQuestions(words(text)), text) }
    guard let sign = bytes[text].firstIndex(of: UInt8(ascii: "=")) else { throw fault(.noKey(words(text)), text) }
    let place = trimmed(text.lowerBound..<sign)
    let name = words(place)
    guard let key = QuestionKey(rawValue: name) else {
      let similar = Similarity.nearest(to: name, among: QuestionKey.allCases.map(\.rawValue))
      throw fault(.unknownKey(name, similar: similar), place.isEmpty ? text : place)
    }
    if blocks[blocks.count - 1].entry(key) != nil { throw fault(.keyTwice(name), place) }
    let value = trimmed(sign + 1..<text.upperBound)
    blocks[blocks.count - 1].entries.append(
      Entry(key: key, place: place, value: value, indentation: indentation))
  }

  private mutating func begin(_ name: Range<Int>, _ line: Range<Int>) throws(Failure) {
    let text = words(name)
    if text.isEmpty { throw fault(.nameMissing, line) }
    if text.includes("=") { throw fault(.nameWithSign(text), name) }
    if blocks.contains(where: { $0.name == text }) { throw fault(.questionTwice(text), name) }
    blocks.append(Block(name: text, place: name))
  }

  /// The place of the name behind the word `question`, without a comment; nil where the line does not begin with it.
  private func name(_ line: Range<Int>) -> Range<Int>? {
    let bytes = source.bytes
    let word = Array("question".utf8)
    let rest = line.lowerBound + word.count..<max(line.upperBound, line.lowerBound + word.count)
    guard bytes[line].starts(with: word), rest.isEmpty || bytes[rest.lowerBound].isBlank else { return nil }
    let comment = rest.first { bytes[$0] == UInt8(ascii: "#") && bytes[$0 - 1].isBlank }
    let name = trimmed(rest.lowerBound..<(comment ?? rest.upperBound))
    // A key of that name is an unknown one.
    return bytes[name].first == UInt8(ascii: "=") ? nil : name
  }

  /// The width of blanks before a line; a tab goes to the next multiple of eight.
  private func indentation(_ place: Range<Int>) -> Int {
    source.bytes[place].reduce(0) { $1 == UInt8(ascii: "\t") ? ($0 / 8 + 1) * 8 : $0 + 1 }
  }

  // MARK: - Parts

  /// A place without the blanks around it.
  func trimmed(_ place: Range<Int>) -> Range<Int> { source.bytes.trimmed(place) }

  /// The text of a place.
  func words(_ place: Range<Int>) -> String { String(decoding: source.bytes[place], as: UTF8.self) }

  func fault(_ fault: HomeworkFault, _ place: Range<Int>) -> Failure { .homework(fault, source, Span(place)) }
}

extension [UInt8] {
  /// A place without the blanks around it.
  func trimmed(_ place: Range<Int>) -> Range<Int> {
    var (start, end) = (place.lowerBound, place.upperBound)
    while start < end, self[start].isSpace { start += 1 }
    while end > start, self[end - 1].isSpace { end -= 1 }
    return start..<end
  }
}
