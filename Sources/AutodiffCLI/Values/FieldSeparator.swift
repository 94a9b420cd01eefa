/// The byte between the fields of a table, as spreadsheets choose it.
enum FieldSeparator {
  static let comma = UInt8(ascii: ",")
  static let semicolon = UInt8(ascii: ";")
  static let tab = UInt8(ascii: "\t")
  static let bar = UInt8(ascii: "|")

  /// Returns the separator that a line declares, such as `sep=;`; nil for any other line.
  static func declared(_ line: ArraySlice<UInt8>) -> UInt8? {
    let sign = Array("sep=".utf8)
    guard line.starts(with: sign) else { return nil }
    let rest = line.dropFirst(sign.count)
    if rest.elementsEqual("\\t".utf8) { return tab }
    return rest.count == 1 && rest.first != UInt8(ascii: "\"") ? rest.first : nil
  }

  /// Returns the separator of a line of names: tabs before semicolons before commas before bars, but in quotes.
  static func ofNames(_ line: some Sequence<UInt8>) -> UInt8 {
    var isQuoted = false
    var found: Set<UInt8> = []
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() } else if !isQuoted { found.insert(byte) }
    }
    return [tab, semicolon, comma, bar].first(where: found.contains) ?? comma
  }
}
