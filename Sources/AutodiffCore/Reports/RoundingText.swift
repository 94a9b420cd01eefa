/// The words about rounding errors.
package struct RoundingText {
  private let source: SourceText
  private let ascii: Bool
  private let width: Int

  /// Creates the words about a program.
  ///
  /// - Parameter width: The cells of a line.
  package init(_ source: SourceText, ascii: Bool, width: Int = 80) {
    self.source = source
    self.ascii = ascii
    self.width = width
  }

  /// Returns the line behind an answer.
  ///
  /// - Parameters:
  ///   - label: The answer's name.
  ///   - bound: The bound of its worst element; nil where it was not examined.
  package func line(
    _ label: String, digits: Int?, _ bound: RoundingBound?, _ loss: RoundingReport.Loss?, isArray: Bool
  ) -> String {
    guard let bound, let digits else { return "rounding: \(label) was not examined" }
    if bound.size == 0 { return "rounding: \(label) is exact" }
    let beginning = "rounding: \(verdict(label, digits, isArray: isArray))"
    guard let loss else { return beginning }
    let end = " (\(share(loss)))"
    let space = width - TextWidth.of(beginning) - TextWidth.of("; most is lost in ") - end.utf8.count
    return beginning + "; most is lost in " + text(loss, space) + end
  }

  /// Returns the statement about the digits of an answer.
  package func verdict(_ label: String, _ digits: Int, isArray: Bool) -> String {
    let count = "\(digits) digit\(digits == 1 ? "" : "s")"
    if isArray {
      return digits == 0 ? "elements of \(label) have no right digit" : "\(label) is right to \(count) or more"
    }
    return digits == 0 ? "no digit of \(label) is right" : "\(label) is right to \(count)"
  }

  /// Returns the part of a bound that arises at one place.
  package func share(_ loss: RoundingReport.Loss) -> String {
    let percent = (100 * loss.share).rounded()
    return "\(NumberText()(percent)) %"
  }

  /// Returns the operation as it stands in the source, or what was read, in at most some cells if that can be.
  package func text(_ loss: RoundingReport.Loss, _ space: Int = 40) -> String {
    if let input = loss.input { return "reading \(input)" }
    let range = loss.span.range
    let name = loss.primitive?.operationName ?? "reading a number"
    guard range.upperBound <= source.bytes.count, !range.isEmpty else { return name }
    let words = Excerpt.printable(String(decoding: source.bytes[range], as: UTF8.self)).unicodeScalars
      .split(whereSeparator: { $0 == " " })
    var text = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    if loss.primitive == nil { text = "reading \(text)" }
    let mark = ascii ? "..." : "…"
    let shown = max(space, Self.narrowest)
    if TextWidth.of(text) <= shown { return text }
    while TextWidth.of(text) > shown - mark.unicodeScalars.count, !text.isEmpty { text.removeLast() }
    return text + mark
  }

  private static let narrowest = 12
}
