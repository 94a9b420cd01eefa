import AutodiffCore

/// The columns of a table as `check` reads them: inputs, claims, and names that a formula of `--expect` may use.
///
/// A column `df/dNAME` claims that derivative, and a formula may use every column.
struct CheckColumns {
  private let sources: PointSources
  private let elements: Elements
  private let option: ClaimOption
  /// The columns that claim derivatives by their names.
  let claimed: ClaimColumns
  /// Columns that are no inputs, which a formula may use.
  private let further: [Int]
  /// The columns that are claims, which may be formulas themselves.
  private let claims: Set<Int>
  /// For each column, its own number where it is read as a number, else -1.
  let targets: [Int]
  private let hasDecimalCommas: Bool

  /// - Parameters:
  ///   - names: the names of the columns.
  ///   - separator: the separator of the columns.
  /// - Throws: elements without a value or with two, and columns that claim the derivative by what is no input.
  init(
    _ names: [String], separator: UInt8, _ request: ProgramRequest, _ inputValues: ElementInputs, _ session: Session
  ) throws(Failure) {
    hasDecimalCommas = separator == FieldSeparator.semicolon
    elements = inputValues.elements
    let count = elements.count
    sources = try PointSources(elements.elementNames, names, known: inputValues.known)
    var readable = elements
    var further: [Int] = []
    for (column, name) in names.enumerated() where readable.names.find(name) == nil {
      readable.add(name)
      further.append(column)
    }
    self.further = further
    let option = try ClaimOption(request, inputs: elements, known: readable, session)
    self.option = option
    // A column that is a claim by itself and no part of a formula need not be a number.
    let used = Set(option.placesInFormulas)
    let bare = Set(option.barePlaces).subtracting(used).filter { $0 >= count }.map { further[$0 - count] }
    var targets = names.map { _ in -1 }
    for column in sources.columns { targets[column] = column }
    for place in used.union(option.barePlaces) {
      let column = place < count ? sources.elements[place].column : further[place - count]
      if let column { targets[column] = column }
    }
    let read = Set(names.indices.filter { targets[$0] >= 0 }.map { names[$0] })
    claimed = try ClaimColumns(names, request, elements, used: read) { option.claims($0) }
    claims = Set(claimed.columns.map(\.column) + bare)
    for column in claims { targets[column] = -1 }
    self.targets = targets
  }

  var hasClaims: Bool { !option.isEmpty || !claimed.columns.isEmpty }

  /// The columns that are read.
  var used: Set<Int> { claims.union(targets.filter { $0 >= 0 }) }

  /// The claims whose shape is not that of the derivative.
  var misshapen: [(name: String, given: Shape, expected: Shape)] { option.misshapen }

  /// The claims that are the same in every row: they are those of a total.
  var claimsOfTotal: [String: Claim.Number] { option.constants }

  /// A value for each element of the inputs.
  func inputs(_ row: WrittenRow) -> [Double] {
    sources.elements.map { element in element.column.map { row.values[$0] } ?? element.value }
  }

  /// The claims of a row, and what is written in the cells of those that are one derivative's.
  ///
  /// - Throws: the first cell that cannot be read.
  func claims(_ row: WrittenRow) throws(RowFault) -> (claims: [(String, Claim)], texts: [String: String]) {
    let count = sources.elements.count
    var read: [Int: Claim] = [:]
    for column in claims.sorted() { read[column] = try claim(row, column) }
    let numbers = inputs(row)
    let formulas = option.elements(at: numbers + further.map { row.values[$0] }) { place in
      let column = place < count ? sources.elements[place].column : further[place - count]
      return column.map { read[$0] ?? Claim(number: row.values[$0], writtenAs: row.isWritten ? row.text($0) : "") }
    }
    var claims = formulas
    var blanks: [(String, Claim)] = []
    var texts: [String: String] = [:]
    for derivative in claimed.columns {
      guard let claim = read[derivative.column] else { continue }
      let elements = claim.elements(derivative.names, shape: derivative.shape, at: numbers)
      if claim.isBlank {
        blanks += elements
        continue
      }
      claims += elements
      if row.isWritten, derivative.names.count == 1, texts[derivative.names[0]] == nil {
        texts[derivative.names[0]] = WrittenClaim.shown(row.text(derivative.column))
      }
    }
    // An input that is blank in one column may be claimed in another.
    return (claims + blanks, texts)
  }

  private func claim(_ row: WrittenRow, _ column: Int) throws(RowFault) -> Claim {
    // A number that was not written is meant exactly.
    guard row.isWritten else { return Claim(number: row.values[column], writtenAs: "") }
    do throws(RowFault.Reason) {
      return try WrittenClaim.read(row.text(column), inputs: elements, hasDecimalCommas: hasDecimalCommas)
    } catch {
      throw RowFault(reason: error, place: row.place(column) ?? 0..<0)
    }
  }
}
