/// A problem of a request, as a typed fact with its place. `ProblemText` turns it into a message and a hint.
package struct Problem: Error, Equatable, Sendable {
  /// The fact: a kind of problem with its particulars.
  package var fact: Fact
  /// The place in the text that was being read; nil if no place can be named.
  package var span: Span?

  /// Creates a problem.
  package init(_ fact: Fact, _ span: Span?) {
    self.fact = fact
    self.span = span
  }

  /// A Boolean value indicating whether the problem may come from taking an array for a scalar.
  package var concernsShapes: Bool {
    switch fact {
    case .shape, .elementsDiffer, .subscriptOfScalar, .tooManySubscripts: true
    default: false
    }
  }

  /// A Boolean value indicating whether a condition could not be decided because its inputs have no values.
  package var concernsPath: Bool {
    if case .pathUnknown = fact { true } else { false }
  }

  /// The kinds of problem with their particulars, in the order in which a request meets them.
  ///
  /// The enumeration is indirect, so that a problem that does not happen takes no room in the frames of a deep
  /// recursion.
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
    /// A separator is missing between two elements or indices; `isRow` if they are on different lines, as the rows of a
    /// matrix.
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
    case namedFirst(NamedArgument, function: String)
    case namedTwice(NamedArgument, function: String)
    case unnamedBehind(NamedArgument, function: String)
    case elseWithoutIf
    case loopHead
    /// A name has to be an argument, of which a function takes the derivative.
    case nameNeeded(String)
    /// An index that names a place twice where values are multiplied or divided.
    case repeatedIndex
    case blockExpected(after: String)
    case breakOutsideLoop
    /// An assignment like `+=` to more than one name.
    case severalUpdated

    // Control
    case noValueMet
    case boundsTooFar(Double, Double)
    case stepOfZero
    case loopOverScalar
    /// A number of results that is not that of the names.
    case resultCount(Int, names: Int)
    /// The shape of a part that is assigned, and that of the value.
    case partShape(Shape, given: Shape)
    /// A condition whose inputs have no values yet; `word` is `if` or `while`.
    case pathUnknown(word: String, names: [String])
    /// A `while` that has reached the limit of iterations, with the operands of its condition at last.
    case endless(iterations: Int, operation: String, operands: [Double])

    // The meaning of names
    case unknownFunction(String, similar: String?, isVariable: Bool)
    /// An array with round brackets behind it.
    case arrayCalled(String)
    case wrongArgumentCount(function: String, accepts: Arity, given: Int)
    case recursion(String)
    /// A parameter that is a function here, where a value is needed.
    case functionAsValue(String)
    /// A name given for a parameter that is called.
    case functionNeeded(String, similar: String?)
    case notConstant(names: [String])
    // Shapes
    case shape(ShapeFault, operation: String)
    case elementsDiffer(Shape, Shape)
    case tooManyAxes(Int)
    case subscriptOfScalar
    case tooManySubscripts(Int, Shape)
    case emptySlice(Int, Int)
    case indexOutOfRange(Double, length: Int)
    /// A number that is not whole, or less than `least`: an index, an axis, a bound or a length.
    ///
    /// `what` is `index`, `axis`, `bound` or the name of the function that takes the length; the value is nil for an
    /// array.
    case notWhole(String, Double?, least: Int?)
    case dependsOnInput(String, names: [String])
    /// A choice that falls otherwise at some sizes than at others, both as in `n = 3`.
    case choosesBySize(at: String, other: String)
    /// Names without a value for which a scalar cannot be assumed.
    case arrayUnknown(names: [String])
    /// Names without a shape, for an answer that needs no values.
    case shapeUnknown(names: [String])
    case unknownNames([String], known: [String])
    /// A value whose shape depends on the way through the program.
    case valueShape(expected: Shape, given: Shape)
    /// Names that the way through the program reads at a point which gives them no value.
    case valueNeeded([String])

    /// An uncertainty of a value, or a correlation, that cannot be.
    case uncertainty(UncertaintyFault)

    /// An equation that cannot be solved.
    case root(RootFault)

    case limit(Limit)
  }

  /// The limits that a request can exceed, each with the number that it exceeds.
  package enum Limit: Equatable, Sendable {
    case nesting(Int)
    case graphNodes(Int)
    case inlinedOperations(Int)
    case calls(Int)
    case arguments(Int)
    case elements(Int)
    case shapes(Int)
    case iterations(Int)
    case sourceBytes(Int)
    case lineBytes(Int)
    /// The bytes of memory that work takes, and those that may still be taken.
    case memory(needed: Int, free: Int)
    /// The operations of a formula written out, in which no shared part has a name.
    case written(Int)
    /// The elements of a Jacobian written out.
    case derivatives(Int)
    /// The derivatives of higher orders by all choices of inputs.
    case partials(Int)
    /// Operations of a derivative of a high order.
    case derivativeOperations(Int)
  }
}
