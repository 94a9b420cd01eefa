/// What is wrong with a request, as facts. `ProblemText` turns it into a message and a hint.
package struct Problem: Error, Equatable, Sendable {
  package var fact: Fact
  /// Where in the text that was being read; nil where no place can be named.
  package var span: Span?

  package init(_ fact: Fact, _ span: Span?) {
    self.fact = fact
    self.span = span
  }

  /// Whether it may come from taking an array for a scalar.
  package var concernsShapes: Bool {
    switch fact {
    case .shape, .elementsDiffer, .subscriptOfScalar, .tooManySubscripts: true
    default: false
    }
  }

  /// Whether a condition could not be decided.
  package var concernsPath: Bool {
    if case .pathUnknown = fact { true } else { false }
  }

  /// Indirect, so that a problem that does not happen takes no room in the frames of a deep recursion.
  package indirect enum Fact: Equatable, Sendable {
    // The text
    case invalidUTF8
    case unexpectedCharacter(Unicode.Scalar)
    /// A point between names, or before an operator.
    case misplacedPoint(before: String, after: String)
    case malformedNumber(String)
    case numberTooLarge(String)

    // The grammar; `found` is the offending word as written, empty at the end of the text
    case emptyProgram
    case noValue
    case operandExpected(after: String, found: String)
    case unexpectedWord(found: String)
    case missingOperator(left: String, right: String)
    /// Of elements or indices; on a new line a row.
    case missingSeparator(left: String, right: String, isRow: Bool)
    case unclosedBracket(Character)
    case unopenedBracket(Character)
    case mismatchedBracket(open: Character, close: Character)
    case argumentsExpected(function: String)
    case assignmentInExpression
    case assignmentInCall
    case assignmentToNonName(String)
    case reservedWord(String)
    case conditionExpected(by: String)
    case conditionMisplaced(of: String)
    case chainedComparison(String)
    case duplicateParameter(String)
    case builtinRedefined(String)
    case emptyArray
    case elementMissing(after: String, found: String)
    case rangeOutsideSubscript
    case emptySubscript
    case indexMissing(after: String)
    case rowInSubscript
    case rangeStep
    case postfixAfterPower(String)
    case axisFirst(function: String)
    case axisNotLast(function: String)
    case elseWithoutIf
    case loopHead
    case blockExpected(after: String)

    // Control
    case noValueMet
    case boundsTooFar(Double, Double)
    /// A condition whose inputs have no values yet; `word` is `if` or `while`.
    case pathUnknown(word: String, names: [String])
    case endless(iterations: Int, operation: String, operands: [Double])

    // What names mean
    case unknownFunction(String, similar: String?, isVariable: Bool)
    /// An array with round brackets behind it.
    case arrayCalled(String)
    case wrongArgumentCount(function: String, accepts: Arity, given: Int)
    case recursion(String)
    case notConstant(names: [String])
    // Shapes
    case shape(ShapeFault, operation: String)
    case elementsDiffer(Shape, Shape)
    case tooManyAxes(Int)
    case subscriptOfScalar
    case tooManySubscripts(Int, Shape)
    case emptySlice(Int, Int)
    case indexOutOfRange(Double, length: Int)
    /// `what` is `index`, `axis` or a function's name; `value` nil where it is an array.
    case notWhole(String, Double?, least: Int?)
    case dependsOnInput(String, names: [String])
    /// Names without a value, which a scalar cannot stand for.
    case arrayUnknown(names: [String])
    /// The same where no values are needed.
    case shapeUnknown(names: [String])
    case unknownNames([String], known: [String])
    /// A value whose shape depends on the way through the program.
    case valueShape(expected: Shape, given: Shape)
    /// Names that the way through the program reads at a point which gives them no value.
    case valueNeeded([String])

    case limit(Limit)
  }

  package enum Limit: Equatable, Sendable {
    case nesting(Int)
    case graphNodes(Int)
    case inlinedOperations(Int)
    case arguments(Int)
    case elements(Int)
    case shapes(Int)
    case iterations(Int)
    case sourceBytes(Int)
    /// Of a formula in which nothing has a name.
    case written(Int)
    /// Of a Jacobian written out.
    case derivatives(Int)
  }
}
