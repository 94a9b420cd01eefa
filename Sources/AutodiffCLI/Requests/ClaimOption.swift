import AutodiffCore

/// The derivatives that `--expect` claims.
struct ClaimOption {
  /// The claims by input, in the order in which they were made.
  private var claims: [(part: Part, claim: Claim)] = []

  /// The derivative that is claimed: by an input, or by one input and then by another.
  private struct Part: Equatable {
    var first: Int?
    var input: Int
  }
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
        try BindingText.forEachBlock(of: String(text.dropFirst()), session.host) { block throws(Failure) in
          let bytes = BindingText.withoutComments(block.bytes)
          let source = SourceText(bytes, name: block.name, firstLine: block.firstLine)
          var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
          while start < bytes.count {
            let end = BindingText.endOfLine(bytes, from: start)
            let line = bytes[start..<end]
            if line.contains(where: { !$0.isBlank }) { try add(line, in: source, request, known, session) }
            start = end + 1
          }
        }
        if claims.isEmpty { throw .usage(.noClaims(String(text.dropFirst()))) }
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
      let whole = bare.starts(with: Array("df/d".utf8)) ? bare.dropFirst(4) : part
      let (first, part) = try firstInput(whole, request)
      if let (name, path) = BindingText.file(part) {
        let place = try place(of: name, after: first, request)
        let (array, texts) = try NumericTable.readWritten(path, session.host)
        claims.append((place, Claim(array: array.fitting(shape(ofPart: place)), writtenAs: texts)))
        return
      }
      let assignment = try Assignment(part, in: source)
      let place = try place(of: assignment.name, after: first, request)
      let claim = try assignment.placed { () throws(Problem) in
        try Claim(assignment.part, span: assignment.value, inputs: known, tree: assignment.tree)
      }
      claims.append((place, claim))
      let written = String(decoding: assignment.part.bytes[assignment.value], as: UTF8.self).trimmed
      if written.hasSuffix("."), Double(written.dropLast()) != nil {
        session.note(
          "--expect: \(ProblemText.quoted(written)) claims df/d\(assignment.name) rounded to a whole number",
          hint: "\(written.dropLast()) claims the number itself, \(written)0 one decimal")
      }
    }
  }

  /// Takes the first of two inputs off a claim of a second derivative, `x/y=3`.
  ///
  /// - Throws: that the derivative is claimed by one input, or that there is no such input.
  private func firstInput(
    _ part: ArraySlice<UInt8>, _ request: ProgramRequest
  ) throws(Failure) -> (Int?, rest: ArraySlice<UInt8>) {
    guard request.options.order == 2 else { return (nil, part) }
    let name = part.prefix { $0 != UInt8(ascii: "=") }
    guard let slash = name.firstIndex(of: UInt8(ascii: "/")) else {
      throw .usage(.malformedClaim(String(decoding: part, as: UTF8.self).trimmed))
    }
    let first = NameSpelling.canonical(String(decoding: part[..<slash], as: UTF8.self).trimmed)
    return (try place(ofInput: first, request), part[(slash + 1)...])
  }

  /// Returns the derivative that is claimed.
  ///
  /// - Throws: that there is no such input, that it is not asked for, or that it is claimed already.
  private func place(of name: String, after first: Int?, _ request: ProgramRequest) throws(Failure) -> Part {
    let part = Part(first: first, input: try place(ofInput: name, request))
    if claims.contains(where: { $0.part == part }) { throw .usage(.inputTwice(option: "--expect", name: name)) }
    return part
  }

  private func place(ofInput name: String, _ request: ProgramRequest) throws(Failure) -> Int {
    let place = try request.place(ofInput: name, option: .expect)
    let wrt = try request.wrtNames()
    guard wrt.contains(name) else {
      throw .usage(.unknownInput(option: "--expect", name: name, inputs: wrt, similar: nil))
    }
    return place
  }

  var isEmpty: Bool { claims.isEmpty }

  /// The shape of a derivative.
  private func shape(ofPart part: Part) -> Shape {
    let first = part.first.map { inputs.parts[$0].shape } ?? outputShape
    return Shape(first.lengths + inputs.parts[part.input].shape.lengths)
  }

  /// The claims whose shape is not that of the derivative: what is claimed, its shape, and the derivative's.
  var misshapen: [(name: String, given: Shape, expected: Shape)] {
    claims.compactMap { part, claim in
      let expected = shape(ofPart: part)
      return claim.shape.isScalar || claim.shape == expected
        ? nil : (inputs.names[NameTable.ID(part.input)], claim.shape, expected)
    }
  }

  /// Returns whether it claims the derivative along an element.
  func claims(_ element: String) -> Bool {
    claims.contains { $0.part.first == nil && inputs.elementNames(ofPart: $0.part.input).contains(element) }
  }

  /// The places of the known names' numbers that are claims by themselves.
  var barePlaces: [Int] { claims.compactMap(\.claim.place) }

  /// The places of the known names' numbers that formulas read.
  var placesInFormulas: [Int] { claims.filter { $0.claim.place == nil }.flatMap(\.claim.places) }

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

  private func elements(_ claim: Claim, ofPart part: Part, at numbers: [Double]) -> [(String, Claim)] {
    let names = inputs.elementNames(ofPart: part.input)
    let rows: [String]
    if let first = part.first {
      rows = inputs.elementNames(ofPart: first).flatMap { first in names.map { "\(first)/\($0)" } }
    } else {
      let outputs: [String?] =
        outputShape.isScalar ? [nil] : (0..<outputShape.count).map { outputShape.subscriptText($0) }
      rows = outputs.flatMap { output in names.map { GradientCheck.Row.name($0, output: output) } }
    }
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
