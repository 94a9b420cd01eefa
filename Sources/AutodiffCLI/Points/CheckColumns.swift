import AutodiffCore

/// The columns of a table as `check` reads them: inputs, claims, and names that a formula of `--expect` may use.
///
/// A column `df/dNAME` claims that derivative, and a formula may use every column.
struct CheckColumns {
  private let sources: PointSources
  private let option: ClaimOption
  /// The column that claims a derivative, by element; where the option claims it as well, nobody reads the column.
  private let claimed: [(input: String, column: Int)]
  /// Columns that are no inputs, which a formula may use.
  private let further: [Int]
  /// For each column, its own number where it is read, else -1.
  let targets: [Int]

  /// - Parameters:
  ///   - names: the names of the columns.
  ///   - wrt: the elements that derivatives are asked for.
  /// - Throws: elements without a value or with two, and columns that claim the derivative by what is no input.
  init(
    _ names: [String], _ request: ProgramRequest, _ inputValues: ElementInputs, wrt: [String], _ session: Session
  ) throws(Failure) {
    let elements = inputValues.elements
    let inputs = elements.elementNames
    sources = try PointSources(inputs, names, known: inputValues.known)
    let table = PointSources.places(names)
    let inputTable = NameTable(inputs)
    for column in names where column.hasPrefix("df/d") {
      let name = String(column.dropFirst(4))
      if inputTable.find(name) != nil { continue }
      let similar = Similarity.nearest(to: name, among: inputs)
      throw .usage(.unknownInput(option: "--points", name: name, inputs: inputs, similar: similar))
    }
    var readable = elements
    var further: [Int] = []
    for (column, name) in names.enumerated() where readable.names.find(name) == nil {
      readable.add(name)
      further.append(column)
    }
    self.further = further
    let option = try ClaimOption(request, inputs: elements, known: readable, session)
    self.option = option
    claimed = wrt.filter { !option.claims($0) }.compactMap { name in table["df/d\(name)"].map { (name, $0) } }
    var targets = names.map { _ in -1 }
    for column in sources.columns + claimed.map(\.column) { targets[column] = column }
    for place in option.places {
      let column = place < inputs.count ? sources.elements[place].column : further[place - inputs.count]
      if let column { targets[column] = column }
    }
    self.targets = targets
  }

  var hasClaims: Bool { !option.isEmpty || !claimed.isEmpty }

  /// The claims whose shape is not that of the derivative.
  var misshapen: [(name: String, given: Shape, expected: Shape)] { option.misshapen }

  /// The claims that are the same in every row: they are those of a total.
  var claimsOfTotal: [String: Claim.Number] { option.constants }

  /// A value for each element of the inputs.
  func inputs(_ row: WrittenRows.Row) -> [Double] {
    sources.elements.map { element in element.column.map { row.values[$0] } ?? element.value }
  }

  /// The claims of a row.
  func claims(_ row: WrittenRows.Row) -> [(String, Claim)] {
    let count = sources.elements.count
    let formulas = option.elements(at: inputs(row) + further.map { row.values[$0] }) { place in
      let column = place < count ? sources.elements[place].column : further[place - count]
      return column.map(row.claim)
    }
    return formulas + claimed.map { ($0.input, row.claim($0.column)) }
  }
}
