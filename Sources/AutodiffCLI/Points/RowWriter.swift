import AutodiffCore

/// Writes an answer a row: its numbers between texts that are the same in every row.
struct RowWriter: Sendable {
  /// The text before each number, and the one behind the last.
  private let texts: [[UInt8]]
  /// The text before the columns that are passed through, in an object.
  private var head: [UInt8] = []
  private let style: Style
  private let number: NumberText
  private var separator = UInt8(ascii: ",")

  private enum Style { case separated, json, doubles }

  /// The numbers alone, as eight bytes each.
  init(doubles count: Int) {
    texts = Array(repeating: [], count: count + 1)
    style = .doubles
    number = NumberText()
  }

  /// Numbers with a separator between them.
  init(_ count: Int, separator: Character, _ number: NumberText) {
    texts = Array(repeating: [], count: count + 1)
    self.separator = separator.asciiValue ?? UInt8(ascii: ",")
    style = .separated
    self.number = number
  }

  /// An object a line.
  ///
  /// - Parameter template: the object with the numbers' places for numbers.
  init(_ count: Int, json template: (_ number: (Int) -> JSON) -> JSON, _ number: NumberText, ascii: Bool) {
    // A text that nothing else in an answer contains.
    let mark = JSON.string("\u{1}").text(number, ascii: ascii)
    let line = template { _ in .string("\u{1}") }.text(number, ascii: ascii) + "\n"
    var texts = line.components(separatedBy: mark)
    let parts = String(decoding: texts[0], as: UTF8.self).components(
      separatedBy: JSON.string(Self.markOfKept).text(number, ascii: ascii))
    if parts.count == 2 {
      head = parts[0]
      texts[0] = parts[1]
    }
    self.texts = texts
    style = .json
    self.number = number
  }

  /// The text that stands in a template for the columns that are passed through.
  static let markOfKept = "\u{2}"

  /// - Parameters:
  ///   - values: the first number; each further one is `stride` behind.
  ///   - kept: the columns that are passed through, as text.
  func write(_ values: UnsafePointer<Double>, stride: Int, kept: String? = nil, to out: inout ByteBuffer) {
    if let kept {
      head.withUnsafeBufferPointer { out.append($0) }
      out.append(kept)
    }
    if style == .doubles {
      for place in 0..<texts.count - 1 { out.append(bits: values[place * stride].bitPattern) }
      return
    }
    if style == .separated {
      return out.appendLine(values, stride: stride, count: texts.count - 1, separator: separator, number)
    }
    for place in 0..<texts.count - 1 {
      texts[place].withUnsafeBufferPointer { out.append($0) }
      out.appendJSON(values[place * stride], number)
    }
    texts[texts.count - 1].withUnsafeBufferPointer { out.append($0) }
  }
}

extension String {
  fileprivate func components(separatedBy mark: String) -> [[UInt8]] {
    let mark = Array(mark.utf8)
    var parts: [[UInt8]] = [[]]
    var rest = Array(utf8)[...]
    while !rest.isEmpty {
      if rest.starts(with: mark) {
        rest.removeFirst(mark.count)
        parts.append([])
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return parts
  }
}
