import AutodiffCore

/// The sources of the numbers of a point: for each element of an input its column, or the value that `--at` gives.
struct PointSources: Sendable {
  private(set) var elements: [(column: Int?, value: Double)] = []

  /// - Parameter known: by element.
  /// - Throws: elements that have neither, or both.
  init(_ names: [String], _ columns: [String], known: InputValues) throws(Failure) {
    let table = Self.places(columns)
    var missing: [String] = []
    var twice: [String] = []
    for (place, name) in names.enumerated() {
      let column = table[name]
      if column != nil, known.isKnown[place] { twice.append(name) }
      if column == nil, !known.isKnown[place] { missing.append(name) }
      elements.append((column, known.values[place]))
    }
    if !missing.isEmpty || !twice.isEmpty {
      let inputs = Set(names)
      throw .bindings(
        missing: missing, twice: twice, unused: columns.filter { !inputs.contains($0) }, columns: columns)
    }
  }

  /// Returns the first column of each name.
  static func places(_ columns: [String]) -> [String: Int] {
    Dictionary(zip(columns, columns.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The elements that have a column.
  var given: [Int] { elements.indices.filter { elements[$0].column != nil } }

  var columns: [Int] { elements.compactMap(\.column) }

  /// Returns for each column of the table the element whose number it is, or -1 where anything may stand.
  func targets(_ count: Int) -> [Int] {
    var targets = [Int](repeating: -1, count: count)
    for (place, element) in elements.enumerated() {
      if let column = element.column { targets[column] = place }
    }
    return targets
  }
}
