/// A fact about a program that has an answer, though perhaps not that of the question its author had in mind.
package struct Oversight: Equatable, Sendable {
  /// The kinds of oversight.
  package enum Fact: Equatable, Sendable {
    /// There is nothing to differentiate by.
    case noInputs
    /// A statement has a value that nothing uses.
    case unusedValue
    /// A name is set and not read behind its statement; before it, it may be read.
    case unusedName(String, isReadBefore: Bool)
    /// A derivative is 0 since nothing was computed from the name.
    case constantDerivative(of: String)
    /// Names without a shape stand where arrays do.
    case takenAsNumbers([String])
    /// A square matrix has a power, each element by itself.
    case elementwisePower(of: String, Double)
    /// A list of two at the top of a program looks like a decimal number with a comma.
    case decimalComma(String, String)
  }

  /// The kind with its particulars.
  package var fact: Fact
  /// The place in the program; nil if it is the program.
  package var span: Span?

  /// Creates an oversight.
  package init(_ fact: Fact, _ span: Span?) {
    self.fact = fact
    self.span = span
  }
}

/// The words of notes about oversights.
package enum OversightText {
  /// Returns the message of a note.
  package static func message(_ fact: Oversight.Fact) -> String {
    switch fact {
    case .noInputs: "the expression has no inputs, so there is nothing to differentiate by"
    case .unusedValue: "the value of this statement is not used"
    case .unusedName(let name, let isReadBefore):
      isReadBefore
        ? "\(ProblemText.quoted(name)) is read before this statement sets it, and the value set is not used"
        : "the value of \(ProblemText.quoted(name)) is not used"
    case .constantDerivative(let name):
      "this derivative is 0: nothing in it was computed from \(ProblemText.quoted(name))"
    case .takenAsNumbers(let names): "arrays taken as numbers: \(list(names))"
    case .elementwisePower: "'^' works element by element"
    case .decimalComma(let whole, let part): "'\(whole),\(part)' is a list of two: its value is a vector"
    }
  }

  /// Returns advice, or nil if there is none.
  package static func hint(_ fact: Oversight.Fact) -> String? {
    switch fact {
    case .noInputs: "a name that is not set in the expression is an input: x^2 with x=3"
    case .unusedValue: "the answer is the value of the last statement"
    case .unusedName(_, isReadBefore: true): "statements run in their order"
    case .unusedName: nil
    case .constantDerivative: "a derivative goes through what was computed from the name after it was set"
    case .takenAsNumbers(let names):
      "--shape gives arrays their shapes: --shape \(names.map { "\(ProblemText.printable($0))=\($0.first?.isUppercase == true ? "2x3" : "3")" }.joined(separator: ","))"
    case .elementwisePower(let base, -1): "the inverse is inv(\(base))"
    case .elementwisePower(let base, 2...): "the matrix times itself is \(base) @ \(base)"
    case .elementwisePower: nil
    case .decimalComma(let whole, let part): "a decimal number has a point: \(whole).\(part)"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(6).map(ProblemText.quoted).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
  }
}
