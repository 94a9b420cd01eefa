import AutodiffCore

/// The table that `--points` names, opened: its columns are known, its rows are still to come.
struct PointTable {
  let options: Options
  let session: Session
  let stream: PointStream

  /// Opens the table that the command line names, if it names one.
  ///
  /// - Throws: that the table cannot be opened, or the answers are not for a terminal.
  init?(_ options: Options, _ session: Session) throws(Failure) {
    guard let path = options.points else { return nil }
    if options.format == .npy, session.out.isTerminal { throw .usage(.notForTerminal("--format npy")) }
    self.options = options
    self.session = session
    stream = try PointStream(path, options, session.host)
  }

  /// The inputs that the columns are, or are elements of.
  var inputs: [ColumnInput] { stream.columns.inputs }

  /// The names of the columns; an array without names has those of the elements that have no value, in their order.
  ///
  /// - Throws: that an array has more or fewer columns.
  func columnNames(_ inputs: ElementInputs) throws(Failure) -> [String] {
    guard let array = stream.array else { return stream.columns.names }
    let isNamed = !stream.columns.names.isEmpty
    let elements = inputs.elements.elementNames
    let names =
      isNamed ? stream.columns.names : elements.indices.filter { !inputs.known.isKnown[$0] }.map { elements[$0] }
    guard names.count == array.columns else {
      throw .usage(.columnCount(path: stream.path, array.columns, expected: names, areNamed: isNamed))
    }
    return names
  }

  /// The sources of the elements of inputs, the number of columns, and those that are passed through.
  ///
  /// - Parameter others: further columns that are read.
  /// - Throws: elements without a value or with two, and columns that cannot be read as what they are called.
  func sources(
    _ inputs: ElementInputs, besides others: [Int] = []
  ) throws(Failure) -> (PointSources, columns: Int, kept: KeptColumns?) {
    let names = try columnNames(inputs)
    let sources = try PointSources(inputs.elements.elementNames, names, known: inputs.known)
    let kept = try kept(names)
    try examine(names, used: Set(sources.columns + others), told: kept?.columns ?? [], inputs.elements)
    return (sources, names.count, kept)
  }

  /// The columns that are passed through; nil where none are.
  ///
  /// - Parameter names: the names of the columns.
  /// - Throws: a name that is no column, or not of one column alone.
  func kept(_ names: [String]) throws(Failure) -> KeptColumns? {
    try options.keep.map { text throws(Failure) in
      try KeptColumns(text, of: names, source: stream.columns.source)
    }
  }

  /// Notes the columns that nobody reads.
  ///
  /// - Parameters:
  ///   - used: the columns that are read.
  ///   - told: the columns of which nothing is to be said.
  /// - Throws: a column that is read and stands there twice, and one that is called like an array or like an element
  ///   that it has not.
  func examine(
    _ columns: [String], used: Set<Int>, told: [Int] = [], _ elements: Elements
  ) throws(Failure) {
    let read = Set(used.map { columns[$0] })
    var ignored: [String] = []
    for (column, name) in columns.enumerated() where !used.contains(column) {
      if read.contains(name) { throw .usage(.columnTwice(path: stream.columns.source, name: name)) }
      if told.contains(column) { continue }
      let array = name.prefix { $0 != "[" }.trimmed
      if let place = elements.names.find(array) {
        throw .usage(.noElement(column: name, of: array, elements.elementNames(ofPart: Int(place))))
      }
      if !name.isEmpty { ignored.append(ProblemText.printable(name)) }
    }
    if !ignored.isEmpty {
      let more = ignored.count > Self.mostNoted ? ", … (\(ProblemText.grouped(ignored.count)) in all)" : ""
      session.note("columns not used: \(ignored.prefix(Self.mostNoted).joined(separator: ", "))\(more)")
    }
  }

  /// The number of columns that a person may read.
  private static let mostNoted = 12
}
