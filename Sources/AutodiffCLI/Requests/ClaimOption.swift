import AutodiffCore

/// The derivatives that `--expect` claims.
struct ClaimOption {
  /// The claims by input, in the order in which they were made.
  private var claims: [(part: Int, claim: Claim)] = []
  private let inputs: Elements
  private let outputShape: Shape

  /// - Parameters:
  ///   - inputs: the elements of the program's inputs.
  ///   - known: the names that a formula may use, the inputs first.
  /// - Throws: a claim that is none, one of what is no input or not asked for, and a file that cannot be read.
  init(_ request: ProgramRequest, inputs: Elements, known: Elements, _ session: Session) throws(Failure) {
    self.inputs = inputs
    outputShape = request.graph.shape(of: request.graph.output)
    for text in request.options.claims {
      if text.hasPrefix("@") {
        let file = try ValueFile.read(String(text.dropFirst()), session.host)
        let bytes = BindingText.withoutComments(BindingText.withoutEscapes(file.bytes))
        let source = SourceText(bytes, name: file.name)
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
          let end = BindingText.endOfLine(bytes, from: start)
          let line = bytes[start..<end]
          if line.contains(where: { !$0.isBlank }) { try add(line, in: source, request, known, session) }
          start = end + 1
        }
      } else {
        let source = SourceText(text, name: "--expect")
        try add(source.bytes[...], in: source, request, known, session)
      }
    }
  }

  /// Adds claims between commas.
  private mutating func add(
    _ text: ArraySlice<UInt8>, in source: SourceText, _ request: ProgramRequest, _ known: Elements, _ session: Session
  ) throws(Failure) {
    try BindingText.forEachPart(of: text) { part throws(Failure) in
      // As a table's column is named: df/dx=6.
      let bare = part.drop { $0.isBlank }
      let part = bare.starts(with: Array("df/d".utf8)) ? bare.dropFirst(4) : part
      if let (name, path) = BindingText.file(part) {
        let place = try place(of: name, request)
        let (array, texts) = try NumericTable.readWritten(ValueFile.read(path, session.host))
        claims.append((place, Claim(array: array.fitting(shape(ofPart: place)), writtenAs: texts)))
        return
      }
      let assignment = try Assignment(part, in: source)
      let place = try place(of: assignment.name, request)
      let claim = try assignment.placed { () throws(Problem) in
        try Claim(assignment.part, span: assignment.value, inputs: known, tree: assignment.tree)
      }
      claims.append((place, claim))
    }
  }

  /// Returns the place of the input of which a derivative is claimed.
  ///
  /// - Throws: that there is no such input, that it is not asked for, or that it is claimed already.
  private func place(of name: String, _ request: ProgramRequest) throws(Failure) -> Int {
    let place = try request.place(ofInput: name, option: .expect)
    let wrt = try request.wrtNames()
    guard wrt.contains(name) else {
      throw .usage(.unknownInput(option: "--expect", name: name, inputs: wrt, similar: nil))
    }
    if claims.contains(where: { $0.part == place }) { throw .usage(.inputTwice(option: "--expect", name: name)) }
    return place
  }

  var isEmpty: Bool { claims.isEmpty }

  /// The shape of the derivative by an input.
  private func shape(ofPart part: Int) -> Shape { Shape(outputShape.lengths + inputs.parts[part].shape.lengths) }

  /// The claims whose shape is not that of the derivative: what is claimed, its shape, and the derivative's.
  var misshapen: [(name: String, given: Shape, expected: Shape)] {
    claims.compactMap { part, claim in
      let expected = shape(ofPart: part)
      return claim.shape.isScalar || claim.shape == expected
        ? nil : (inputs.names[NameTable.ID(part)], claim.shape, expected)
    }
  }

  /// Returns whether it claims the derivative along an element.
  func claims(_ element: String) -> Bool {
    claims.contains { inputs.elementNames(ofPart: $0.part).contains(element) }
  }

  /// The places of the known names' numbers that the claims read.
  var places: [Int] { claims.flatMap(\.claim.places) }

  /// Claims that name nothing, by element.
  var constants: [String: Claim.Number] {
    var constants: [String: Claim.Number] = [:]
    for (part, claim) in claims where claim.places.isEmpty {
      for (name, claim) in elements(claim, ofPart: part, at: []) { constants[name] = claim.number([]) }
    }
    return constants
  }

  /// The claims by the name of a derivative.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of all known names.
  ///   - number: the claim that is no more than one of them, as it is written.
  func elements(at numbers: [Double], writtenAs number: (Int) -> Claim? = { _ in nil }) -> [(String, Claim)] {
    claims.flatMap { part, claim in
      elements(claim.place.flatMap(number) ?? claim.fixed(numbers), ofPart: part, at: numbers)
    }
  }

  private func elements(_ claim: Claim, ofPart part: Int, at numbers: [Double]) -> [(String, Claim)] {
    let names = inputs.elementNames(ofPart: part)
    let outputs: [String?] =
      outputShape.isScalar ? [nil] : (0..<outputShape.count).map { outputShape.subscriptText($0) }
    let rows = outputs.flatMap { output in names.map { GradientCheck.Row.name($0, output: output) } }
    return claim.elements(rows, shape: shape(ofPart: part), at: numbers)
  }
}

extension Tensor {
  /// Returns a table that is one row or column as a matrix of one, where that is expected; else the table itself.
  fileprivate func fitting(_ expected: Shape) -> Tensor {
    let isLine = expected.rank == 2 && expected.lengths.contains(1) && expected.count == count
    return isLine && shape.rank == 1 ? Tensor(expected, elements) : self
  }
}
