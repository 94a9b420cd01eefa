import AutodiffCore

/// The derivatives that `--expect` claims.
struct ClaimOption {
  /// The claims by input, in the order in which they were made.
  private let claims: [(part: Int, claim: Claim)]
  private let inputs: Elements

  /// - Parameters:
  ///   - inputs: the elements of the program's inputs.
  ///   - known: the names that a formula may use, the inputs first.
  /// - Throws: a claim that is none, one of what is no input or not asked for, and one of another shape than the input's.
  init(_ request: ProgramRequest, inputs: Elements, known: Elements) throws(Failure) {
    let wrt = try request.wrtNames()
    var claims: [(part: Int, claim: Claim)] = []
    for text in request.options.claims {
      let source = SourceText(text, name: "--expect")
      try BindingText.forEachPart(of: source.bytes[...]) { part throws(Failure) in
        // As a table's column is named: df/dx=6.
        let isQuotient = part.starts(with: Array("df/d".utf8))
        let assignment = try Assignment(isQuotient ? part.dropFirst(4) : part, in: source)
        let name = assignment.name
        let place = try request.place(ofInput: name, option: .expect)
        guard wrt.contains(name) else {
          throw .usage(.unknownInput(option: "--expect", name: name, inputs: wrt, similar: nil))
        }
        if claims.contains(where: { $0.part == place }) { throw .usage(.inputTwice(option: "--expect", name: name)) }
        let claim = try assignment.placed { () throws(Problem) in
          try Claim(assignment.part, span: assignment.value, inputs: known, tree: assignment.tree)
        }
        let shape = inputs.parts[place].shape
        guard claim.shape.isScalar || claim.shape == shape else {
          throw .usage(.claim(of: name, expected: shape, given: claim.shape))
        }
        claims.append((place, claim))
      }
    }
    self.claims = claims
    self.inputs = inputs
  }

  var isEmpty: Bool { claims.isEmpty }

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
      for (name, claim) in claim.elements(ofPart: part, in: inputs, at: []) { constants[name] = claim.number([]) }
    }
    return constants
  }

  /// The claims by element.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of all known names.
  ///   - number: the claim that is no more than one of them, as it is written.
  func elements(at numbers: [Double], writtenAs number: (Int) -> Claim? = { _ in nil }) -> [(String, Claim)] {
    claims.flatMap { part, claim in
      (claim.place.flatMap(number) ?? claim.fixed(numbers)).elements(ofPart: part, in: inputs, at: numbers)
    }
  }
}
