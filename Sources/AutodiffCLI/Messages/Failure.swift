import AutodiffCore

/// The reason for which a request could not be understood or carried out, as a fact; `FailureText` makes the words.
package enum Failure: Error {
  /// A problem in a text of the user's.
  case text(Problem, SourceText)
  /// A command line that cannot be understood or carried out.
  case usage(Usage)
  /// Names without a value, and names with more than one, all at once.
  case bindings(missing: [String], twice: [String], unused: [String], given: [String] = [], columns: [String]? = nil)
  /// A text of questions or answers that cannot be read.
  case homework(HomeworkFault, SourceText, Span)
  /// A line of a table that is no row of it.
  case malformedRow(RowProblem, SourceText, Span)
  /// A failure at a row of a table that can be read.
  indirect case atRow(Failure, RowPlace)
  /// A file that is not NumPy's though its name or its beginning says so, or one without an array of numbers.
  case malformedArray(path: String, NumPyFault)
  /// A file that cannot be opened or read.
  case unreadable(path: String, SystemError)
  /// A file that is no text.
  case notText(path: String, FileKind)
  /// An answer that cannot be written.
  ///
  /// - Parameter safeRows: the number of answers to rows of a table that went out before.
  case writing(SystemError, safeRows: Int? = nil)

  /// A command line with a failure that comes from its words, and the one that was probably meant.
  ///
  /// - Parameter remark: Words behind the line; may be empty.
  indirect case mistyped(Failure, meant: [String], remark: String)

  /// The kinds of files that people take for a table.
  package enum FileKind { case spreadsheet, utf16, other }

  /// A reason for which a line is no row of a table.
  package enum RowProblem {
    /// A blank line between rows.
    case blank
    /// More or fewer fields than there are columns, which a line of names or `--columns` gives.
    case fieldCount(Int, expected: Int, hasHeader: Bool)
    /// More or fewer numbers than there are in the first row.
    case numberCount(Int, expected: Int)
    case openQuote
    case missingNumber
    case tooLarge(String)
    case notANumber(String)
    /// A name in the first line of a table whose columns `--columns` names.
    case nameNotNumber(String)
    /// A row of one field, with blanks between its words.
    case blanksBetween(expected: Int)
    /// A claim that is neither a number nor a formula.
    case unreadable(String, UnreadableAnswer)
    /// A number that is no uncertainty.
    case uncertainty(UncertaintyFault)
    /// A field that may be several numbers, separated by something else than commas or blanks.
    case notSeparated(String)
  }

  /// The answers that are given for every size.
  package enum SizedAnswer {
    case formula, cost
    /// Source code; that of a list of derivatives is another one for each size.
    case code, jacobian, hessian
  }

  /// An error in how the command is used.
  package enum Usage: Equatable {
    case noCommand
    case noExpression(command: String)
    case unknownCommand(String, similar: String?)
    case unknownOption(String, similar: String?)
    /// An option that other commands have.
    case foreignOption(String, command: String, commands: [String])
    case optionBeforeCommand(String)
    case optionValueMissing(String, placeholder: String)
    case optionValueUnexpected(String)
    case invalidValue(option: String, value: String, allowed: [String], similar: String?)
    case invalidNumber(option: String, value: String, Expected)
    /// Two expressions, one of which may be a value whose rows a ';' separates.
    case twoExpressions(String, String, areRows: Bool)
    case unexpectedArgument(String)
    case bindingAsExpression(String)
    case malformedBinding(String)
    case unknownInput(option: String, name: String, inputs: [String], similar: String?)
    case inputTwice(option: String, name: String)
    case notSquare(option: String, name: String, Shape)
    case formatNotOffered(String, command: String, offered: [String], similar: String?)
    case unknownFunction(String, similar: String?)
    case noNumbers(String)
    case noFile
    case malformedShape(String)
    /// An answer that depends on sizes for which letters stand, and the inputs by which there is one for every size.
    case dependsOnSizes([Character], of: SizedAnswer = .formula, butBy: [String] = [])
    /// An option that goes with numbers for sizes only.
    case needsSizes(String, [Character])
    /// A letter for sizes that is an input as well.
    case sizeIsInput(String)
    /// A letter for sizes that was given a value, and the shapes with the value in its place.
    case sizeHasValue(String, shape: String)
    /// More letters for sizes than there may be, and the first of them.
    case tooManySizes(Int, Character)
    /// A shape with letters where the command takes numbers only.
    case sizeIsLetter(String)
    case malformedConstant(String)
    case invalidName(option: String, String, reserved: Bool)
    case outputNotScalar(command: String, shape: Shape)
    case unknownOutput(String, shape: Shape, names: [String])
    case shapeOfValue(String, expected: Shape, given: Shape)
    case direction(of: String, expected: Shape, given: Shape, option: String = "--direction")
    /// An input to plot over that is an array.
    case rangeOfArray(String, elements: [String])
    /// More or fewer inputs to plot over than a picture has axes.
    case axisCount(Int, option: String, expected: ClosedRange<Int>)
    /// Regions of a program with one output.
    case regionsOfScalar
    case cotangent(expected: Shape, given: Shape)
    /// A claim of a second derivative that does not name two inputs.
    case malformedClaim(String)
    /// An option that a command cannot do without.
    case required(command: String, option: String, placeholder: String)
    case tooLarge(Large, most: Int)
    case tooManyDifferences(Int)
    /// A picture of more nodes than anybody can look at, or of as many wires.
    case pictureTooLarge(nodes: Int?)
    case conflict(String, String)
    case emptyTable(String)
    /// A file to be marked that is no table of a trace.
    case noTrace(String)
    /// A file of claims without any.
    case noClaims(String)
    case openQuote(String)
    case noRows(String)
    case parameterIsColumn(String)
    case noParameters
    /// A bound of an input that does not change.
    case notAParameter(String, parameters: [String])
    case columnTwice(path: String, name: String)
    /// A name of an option's that no column of the table has.
    case unknownColumn(option: String, name: String, columns: [String], similar: String?)
    case noElement(column: String, of: String, [String])
    /// An option that goes with another only.
    case needs(String, String)
    case notForTerminal(String)
    /// A fault in questions or answers that is at no place in them.
    case homework(HomeworkFault)
    case columnCount(path: String, Int, expected: [String], areNamed: Bool)
  }

  /// The numbers that an option takes.
  package enum Expected: Equatable {
    case whole(ClosedRange<Int>)
    case wholeFrom(Int)
    case positive
    case notNegative
    case belowOne
    /// `LO:HI`
    case interval
    /// `NAME=LO:HI`, of which one bound may be missing.
    case bounds
    /// `LO:HI` with room between the two.
    case properInterval
    case numberOrArray
  }

  /// An answer that may be larger than anybody can read or keep.
  package enum Large: Equatable { case jacobian, hessian, trace }
}

extension Failure.FileKind {
  /// The kind of a file by its beginning: archives are what spreadsheets are kept in.
  package init(_ beginning: [UInt8]) {
    let spreadsheets: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]
    if spreadsheets.contains(where: beginning.starts(with:)) {
      self = .spreadsheet
    } else {
      self = beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) ? .utf16 : .other
    }
  }
}

extension Failure.Usage {
  /// A Boolean value indicating whether other words may say what was meant: names of commands and options, formats, and
  /// values and expressions that the shell took apart.
  package var concernsWords: Bool {
    switch self {
    case .unknownCommand, .unknownOption, .foreignOption, .formatNotOffered, .twoExpressions, .malformedBinding,
      .bindingAsExpression, .unexpectedArgument, .optionValueMissing, .noExpression, .invalidValue, .invalidNumber:
      true
    default: false
    }
  }
}
