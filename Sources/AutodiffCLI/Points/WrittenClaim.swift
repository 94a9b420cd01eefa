import AutodiffCore

/// The claim in a cell of a table, as whoever filled it in wrote it: a number, a fraction, a formula, or nothing.
enum WrittenClaim {
  /// Returns a cell as it is shown: without the sign with which a formula or a text begins in a spreadsheet.
  static func shown(_ text: String) -> String {
    let text = text.trimmed
    return text.hasPrefix("=") || text.hasPrefix("'") ? String(text.dropFirst()).trimmed : text
  }

  /// Reads a cell.
  ///
  /// - Parameter inputs: the names that a formula may use.
  /// - Throws: the reason for which it cannot be read.
  static func read(_ text: String, inputs: Elements, hasDecimalCommas: Bool) throws(RowFault.Reason) -> Claim {
    if WrittenAnswer.isBlank(text) { return .blank }
    let word = text.trimmed
    let number = Array(word.utf8).withUnsafeBufferPointer { bytes in
      DecimalReader.readSigned(bytes, at: 0).flatMap { $0.end == bytes.count ? $0.value : nil }
    }
    if let number {
      // A number in digits is never infinite.
      if number.isInfinite, word.utf8.contains(where: \.isDigit) { throw .tooLarge }
      return Claim(number: number, writtenAs: word)
    }
    do throws(UnreadableAnswer) {
      return try WrittenAnswer(text, inputs: inputs, hasDecimalCommas: hasDecimalCommas).claim
    } catch {
      // A word is no formula that went wrong.
      if case .problem(.unknownNames([word], _)) = error { throw .notANumber }
      throw .unreadable(error)
    }
  }
}
