import AutodiffCore

/// The name of the column that a quantity's uncertainty has in a table: `u(x)` or `±x`.
enum UncertainName {
  /// Returns the name of the quantity; nil for any other column.
  static func quantity(of column: String) -> String? {
    if column.hasPrefix("±") { return nonempty(String(column.dropFirst())) }
    if column.hasPrefix("u("), column.hasSuffix(")") { return nonempty(String(column.dropFirst(2).dropLast())) }
    return nil
  }

  private static func nonempty(_ name: String) -> String? {
    let name = name.trimmed
    return name.isEmpty ? nil : name
  }
}
