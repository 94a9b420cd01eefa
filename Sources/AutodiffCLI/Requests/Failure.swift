import AutodiffCore

/// Why a request could not be understood or carried out, as facts. `FailureText` makes the words.
package enum Failure: Error {
  /// Something in a text of the user's.
  case text(Problem, SourceText)
  case usage(Usage)
  /// Names without a value, and names with more than one, all at once.
  case bindings(missing: [String], twice: [String], unused: [String], given: [String] = [], columns: [String]? = nil)
  /// A row of a table that is none.
  case malformedRow(reason: String, SourceText, Span, hint: String? = nil)
  /// What went wrong at a row of a table that can be read.
  indirect case atRow(Failure, RowPlace)
  /// A file of NumPy's that is none, or that holds no array of numbers.
  case malformedArray(path: String, NumPyFault)
  case unreadable(path: String, SystemError)
  /// - Parameter safeRows: how many answers to rows of a table went out before.
  case writing(SystemError, safeRows: Int? = nil)

  package enum Usage: Equatable {
    case noCommand
    case noExpression(command: String)
    case unknownCommand(String, similar: String?)
    case unknownOption(String, similar: String?)
    case foreignOption(String, command: String, commands: [String])
    case optionValueMissing(String, placeholder: String)
    case optionValueUnexpected(String)
    case invalidValue(option: String, value: String, allowed: [String], similar: String?)
    case invalidNumber(option: String, value: String, range: String)
    case twoExpressions(String, String)
    case unexpectedArgument(String)
    case bindingAsExpression(String)
    case malformedBinding(String)
    case unknownInput(option: String, name: String, inputs: [String], similar: String?)
    case inputTwice(option: String, name: String)
    case formatNotOffered(String, command: String, offered: [String], similar: String?)
    case unknownFunction(String, similar: String?)
    case noNumbers(String)
    case noFile
    case malformedShape(String)
    case invalidName(option: String, String, reserved: Bool)
    case outputNotScalar(command: String, shape: Shape)
    case unknownOutput(String, shape: Shape, names: [String])
    case shapeOfValue(String, expected: Shape, given: Shape)
    case direction(of: String, expected: Shape, given: Shape)
    case cotangent(expected: Shape, given: Shape)
    case claim(of: String, expected: Shape, given: Shape)
    case required(command: String, option: String, hint: String)
    case tooLarge(String, Int)
    case tooManyDifferences(Int)
    case conflict(String, String)
    case emptyTable(String)
    case openQuote(String)
    case noRows(String)
    case parameterIsColumn(String)
    case noParameters
    case columnTwice(path: String, name: String)
    case noElement(column: String, of: String, [String])
    case needs(String, String)
    case notForTerminal(String)
    case columnCount(path: String, Int, expected: [String], areNamed: Bool)
  }
}

/// What the shell is told.
package enum ExitStatus: Int32, Comparable {
  case answered = 0
  case mismatch = 1
  case failed = 2
  case undefined = 3
  case kink = 4

  package static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
