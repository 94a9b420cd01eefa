/// The lines of a part of a table, each taken once.
struct LineMatching {
  private let lines: [FilledTrace.Line]
  /// The places of the lines that are left, by name and by name and formula, the last one first.
  private var places: [String: [Int]] = [:]
  private var isTaken: [Bool]

  init(_ lines: [FilledTrace.Line]) {
    self.lines = lines
    isTaken = lines.map { _ in false }
    for (place, line) in lines.enumerated().reversed() {
      places[line.name, default: []].append(place)
      if !line.formula.isEmpty { places[line.name + " " + line.formula, default: []].append(place) }
    }
  }

  /// Takes the first line that is left under one of some keys.
  mutating func take(_ keys: [String]) -> FilledTrace.Line? {
    for key in keys {
      while let place = places[key]?.popLast() {
        if isTaken[place] { continue }
        isTaken[place] = true
        return lines[place]
      }
    }
    return nil
  }

  /// The lines that have a number and that nobody took.
  var rest: [Int] { lines.indices.filter { !isTaken[$0] && !lines[$0].value.isEmpty }.map { lines[$0].line } }
}

extension TraceTables {
  /// A spelling of a row of the way back.
  struct RowSpelling {
    let name: String
    let formula: String
    /// The row as it is shown.
    let text: String
  }

  /// Returns the spellings of each row of the way back: that for programs first, then those for people.
  static func spellings(of trace: Trace) -> [[RowSpelling]] {
    let tables = [Spelling.data, .text(ascii: true), .text(ascii: false)].map { spelling in
      TraceTables(trace, spelling, NumberText(digits: spelling.isData ? nil : 6)).sections().dropFirst().first?.table
        .rows ?? []
    }
    return tables[0].indices.map { row in
      tables.map { rows in
        let (adjoint, formula) = (rows[row][0], rows[row][1])
        // The numbers themselves tell that they are added up.
        let isSum = !adjoint.hasSuffix("+=")
        return RowSpelling(
          name: FilledTrace.key(adjoint), formula: isSum ? "" : FilledTrace.key(formula),
          text: isSum ? "\(adjoint) (sum)" : "\(adjoint) \(formula)")
      }
    }
  }
}

extension TraceTables.Spelling {
  fileprivate var isData: Bool { if case .data = self { true } else { false } }
}
