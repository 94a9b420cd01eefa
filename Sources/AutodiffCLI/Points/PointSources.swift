import AutodiffCore

/// Where the numbers of a point come from: for each element of an input its column, or the value that `--at` gives.
struct PointSources: Sendable {
  private(set) var elements: [(column: Int?, value: Double)] = []

  /// - Parameter known: by element.
  /// - Throws: elements that have neither, or both.
  init(_ names: [String], _ columns: [String], known: ProgramRequest.Inputs) throws(Failure) {
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

  /// By name, the first column that has it.
  static func places(_ columns: [String]) -> [String: Int] {
    Dictionary(zip(columns, columns.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The elements that have a column.
  var given: [Int] { elements.indices.filter { elements[$0].column != nil } }

  var columns: [Int] { elements.compactMap(\.column) }

  /// For each column of the table the element whose number it is; -1 where anything may stand.
  func targets(_ count: Int) -> [Int] {
    var targets = [Int](repeating: -1, count: count)
    for (place, element) in elements.enumerated() {
      if let column = element.column { targets[column] = place }
    }
    return targets
  }

  /// Says which columns nobody reads.
  ///
  /// - Throws: a column that is read and stands there twice, and one that is called like an array or like an element
  ///   that it has not.
  static func examine(
    _ columns: [String], used: Set<Int>, _ elements: Elements, _ stream: PointStream, _ session: Session
  ) throws(Failure) {
    let read = Set(used.map { columns[$0] })
    var ignored: [String] = []
    for (column, name) in columns.enumerated() where !used.contains(column) {
      if read.contains(name) { throw .usage(.columnTwice(path: stream.columns.source, name: name)) }
      let array = name.prefix { $0 != "[" }.trimmed
      if let place = elements.names.find(array) {
        throw .usage(.noElement(column: name, of: array, elements.elementNames(ofPart: Int(place))))
      }
      if !name.isEmpty { ignored.append(ProblemText.printable(name)) }
    }
    if !ignored.isEmpty {
      let more = ignored.count > mostNoted ? ", … (\(ProblemText.grouped(ignored.count)) in all)" : ""
      session.note("columns not used: \(ignored.prefix(mostNoted).joined(separator: ", "))\(more)")
    }
  }

  /// As many as a person may read.
  private static let mostNoted = 12
}
