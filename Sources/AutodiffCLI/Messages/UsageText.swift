import AutodiffCore

/// The words of an error in how the command is used.
enum UsageText {
  static func message(_ usage: Failure.Usage) -> String {
    switch usage {
    case .noCommand: "no command"
    case .noExpression(let command): "no expression for '\(command)'"
    case .unknownCommand(let name, _):
      name.hasPrefix("-") ? "unknown option \(quoted(name))" : "unknown command \(quoted(name))"
    case .unknownOption(let name, _): "unknown option \(quoted(name))"
    case .foreignOption(let name, let command, _): "'\(command)' has no option \(quoted(name))"
    case .optionBeforeCommand(let name): "'autodiff' has no option \(quoted(name))"
    case .optionValueMissing(let name, let placeholder): "\(quoted(name)) needs a value: \(name) \(placeholder)"
    case .optionValueUnexpected(let name): "\(quoted(name)) takes no value"
    case .invalidValue(let option, let value, _, _): invalidValue(option, value)
    case .invalidNumber(let option, let value, _): "\(quoted(value)) is not a value of \(option)"
    case .twoExpressions(let first, let second, _): "two expressions: \(quoted(first)) and \(quoted(second))"
    case .unexpectedArgument(let text): "unexpected argument \(quoted(text))"
    case .bindingAsExpression(let text):
      "\(quoted(text)) reads as a value for \(name(of: text)), and there is no expression"
    case .malformedBinding(let text):
      text.isEmpty ? "a value is missing where NAME=VALUE is expected" : "\(quoted(text)) is not of the form NAME=VALUE"
    case .unknownInput(let option, let name, _, _):
      name.isEmpty ? "\(option): a name is missing" : "\(option): the expression has no input \(quoted(name))"
    case .inputTwice(let option, let name): "\(option) names \(quoted(name)) twice"
    case .notSquare(let option, let name, let shape):
      "\(option): \(quoted(name)) is \(ShapeText.phrase(shape)), not a square matrix"
    case .formatNotOffered(let format, let command, _, _): "'\(command)' has no format \(quoted(format))"
    case .unknownFunction(let name, _): "unknown function \(quoted(name))"
    case .emptyTable(let path): "\(quoted(path)) has no header of names"
    case .noClaims(let path): "\(quoted(path)) claims nothing"
    case .noTrace(let path): "\(quoted(path)) has no table of a trace: no line begins with 'node' or 'adjoint'"
    case .openQuote(let path): "\(quoted(path)): a quote among the names of columns does not end"
    case .noRows(let path): "\(quoted(path)) has no rows"
    case .parameterIsColumn(let name): "--wrt: \(quoted(name)) is a column of the table"
    case .noParameters: "no parameters to change"
    case .notAParameter(let name, _): "--bounds: \(quoted(name)) is no parameter that changes"
    case .columnTwice(let path, let name): "\(quoted(path)) has two columns \(quoted(name))"
    case .unknownColumn(let option, let name, _, _):
      name.isEmpty ? "\(option): a name is missing" : "\(option): the table has no column \(quoted(name))"
    case .noElement(let column, let name, let elements):
      elements == [name]
        ? "column \(quoted(column)): \(ProblemText.printable(name)) is a number"
        : "column \(quoted(column)) is no element of \(ProblemText.printable(name))"
    case .needs(let first, let second): "'\(first)' goes with '\(second)'"
    case .notForTerminal(let what): "'\(what)' is not for a terminal"
    case .homework(let fault): HomeworkText.message(fault)
    case .columnCount(let path, let count, let expected, let areNamed):
      "'\(ProblemText.printable(path: path))' has \(count) column\(count == 1 ? "" : "s") where "
        + (areNamed ? "--columns has \(expected.count)" : "the inputs without a value take \(expected.count)")
    case .conflict(let first, let second): "'\(first)' does not go with '\(second)'"
    case .noFile: "the name of a file is missing after '@'"
    case .noNumbers(let path): "'\(ProblemText.printable(path: path))' has no numbers"
    case .malformedConstant(let text): "--let: \(quoted(text)) is not of the form NAME=3, with a whole number"
    case .malformedShape(""): "--shape: a shape is missing"
    case .malformedShape(let text): "\(quoted(text)) is not of the form NAME=2x3"
    case .tooManySizes(let count, let letter): "--shape: '\(letter)' is one letter for a size more than \(count)"
    case .sizeIsInput(let name): "'\(name)' is an input, and cannot be a size as well"
    case .sizeHasValue(let name, _): "'\(name)' is any size in --shape, and has a value as well"
    case .sizeIsLetter(let text): "\(quoted(text)) has a letter for a size, where a number is needed"
    case .dependsOnSizes(let letters, let answer, _):
      letters.count == 1
        ? "the \(name(of: answer)) is another one for each size \(letters[0])"
        : "the \(name(of: answer)) is another one for each of the sizes \(list(letters))"
    case .needsSizes(let option, let letters):
      "'\(option)' needs \(letters.count == 1 ? "a number for the size" : "numbers for the sizes") \(list(letters))"
    case .invalidName(let option, let name, let isReserved):
      isReserved
        ? "\(option): \(quoted(name)) means something else in that language"
        : "\(option): \(quoted(name)) cannot be a function's name"
    case .outputNotScalar(let command, let shape):
      "'\(command)' needs a scalar, and the value is \(ShapeText.phrase(shape))"
    case .unknownOutput(let text, let shape, _):
      shape.isScalar
        ? "--output: the value is a scalar, which has no elements to choose from"
        : text.isEmpty
          ? "--output: nothing is named" : "--output: \(quoted(text)) names no element of \(ShapeText.phrase(shape))"
    case .shapeOfValue(let name, let expected, let given):
      "--shape: \(quoted(name)) is \(ShapeText.phrase(expected)), and its value \(ShapeText.phrase(given))"
    case .rangeOfArray(let name, _): "--range: \(quoted(name)) is an array"
    case .axisCount(let count, let option, let expected):
      "\(option): a picture has \(expected.lowerBound == 2 ? "" : "one axis or ")two\(expected.lowerBound == 2 ? " axes" : "")"
        + ", and here \(count == 1 ? "is 1" : "are \(ProblemText.grouped(count))")"
    case .regionsOfScalar: "'plot --regions' compares outputs, and the value is a scalar"
    case .direction(let name, let expected, let given, let option):
      "\(option): \(quoted(name)) is \(ShapeText.phrase(expected)), and its direction \(ShapeText.phrase(given))"
    case .cotangent(let expected, let given):
      "--cotangent: the value is \(ShapeText.phrase(expected)), and the cotangent \(ShapeText.phrase(given))"
    case .malformedClaim(let text): "--expect: \(quoted(text)) claims no second derivative"
    case .required(let command, let option, let placeholder): "\(quoted(command)) needs '\(option) \(placeholder)'"
    case .tooLarge(let what, let most): "limit: more than \(ProblemText.grouped(most)) elements in a \(name(of: what))"
    case .pictureTooLarge(let nodes?):
      "limit: a picture of \(ProblemText.grouped(nodes)) nodes, which is more than \(ProblemText.grouped(Picture.mostNodes))"
    case .pictureTooLarge(nil): "limit: the wires of this picture are too long to be drawn"
    case .tooManyDifferences(let count):
      "limit: differences along \(ProblemText.grouped(count)) elements of so large a program would take too long"
    }
  }

  static func hint(_ usage: Failure.Usage) -> String? {
    switch usage {
    case .noCommand: "'autodiff help' shows the commands"
    case .noExpression(let command): "autodiff \(command) 'x1*x2 + sin(x1)' --at x1=2,x2=3"
    case .unknownCommand(let name, let similar): commandHint(name, similar)
    case .unknownOption(let name, let similar):
      similar.map { "did you mean \($0)?" }
        ?? (name.hasPrefix("--")
          ? "'autodiff help COMMAND' lists a command's options"
          : "an expression that begins with '-' goes after '--' or with -e")
    case .foreignOption(_, _, let commands): "it is an option of \(NameList.text(commands, limit: 20))"
    case .optionBeforeCommand: "it is an option of a command, which comes first"
    case .invalidValue(_, _, let allowed, let similar):
      similar.map { "did you mean \($0)?" } ?? "it is one of \(NameList.text(allowed, limit: 20))"
    case .invalidNumber(_, _, let expected): "it is \(text(expected))"
    case .required(_, let option, _): requiredHint(option)
    case .direction: "a direction has the shape of its input"
    case .rangeOfArray(_, let elements):
      elements.first.map { "one of its elements can have a range: --range '\($0)=-4:4'" }
    case .axisCount(_, "--along", _): "two directions make a plane: --along random,random"
    case .axisCount(_, _, let expected):
      expected.lowerBound == 2
        ? "give two ranges, one for each axis: --range x=-4:4 --range y=-4:4"
        : "give the others a value, NAME=VALUE"
    case .regionsOfScalar: "end with a list or a vector: softmax(W@x + b)"
    case .cotangent: "a cotangent has the shape of the value"
    case .twoExpressions(_, _, areRows: true):
      "a value with ';' goes after --at, or its rows into brackets: 'W=[[1,2],[3,4]]'"
    case .twoExpressions: "quote the whole expression; values are given as NAME=VALUE, without spaces"
    case .bindingAsExpression(let text): "to use it as the expression, write -e \(quoted(text))"
    case .malformedBinding(let text):
      "values are given as x1=3,x2=1"
        + (text.first.map { $0.isNumber || $0 == "[" } ?? false ? "; an array as 'x=[1,2]'" : "")
    case .unknownInput(_, let name, let inputs, _) where inputs.contains { name.hasPrefix($0 + "[") }:
      "an array's name stands for all of its elements"
    case .unknownInput(_, _, let inputs, let similar):
      similar.map { "did you mean \($0)?" }
        ?? (inputs.isEmpty ? "the expression has no inputs" : "its inputs are \(NameList.text(inputs))")
    case .formatNotOffered(_, _, let offered, let similar):
      (similar.map { "did you mean \($0)? " } ?? "") + "it offers \(NameList.text(offered, limit: 20))"
    case .unknownFunction(let name, let similar): ProblemText.functionHint(name, similar: similar)
    case .notForTerminal: "send the answer to a file: > answers.npy"
    case .noTrace: "'autodiff trace --mode reverse --format csv' writes such a table"
    case .noClaims: "each of its lines claims a derivative: x1=2.58"
    case .emptyTable: "the first line names the columns; --columns x,y is for a table without it"
    case .unknownColumn(_, _, let columns, let similar):
      similar.map { "did you mean \(quoted($0))?" }
        ?? "it has \(NameList.text(columns.filter { !$0.isEmpty }, limit: 6))"
    case .noElement(_, let name, let elements):
      elements == [name] ? nil : "its elements are \(NameList.text(elements, limit: 6))"
    case .columnCount(_, _, let expected, false): expected.isEmpty ? nil : "they are \(NameList.text(expected))"
    case .homework(let fault): HomeworkText.hint(fault)
    case .noFile: "values come from a file as x=@table.csv, or --at @values.txt"
    case .noNumbers: "a table has numbers between commas or blanks, a row on each line"
    case .malformedConstant: "for numbers with a fraction there are inputs: x=0.5"
    case .notSquare(_, let name, let shape):
      shape.isScalar ? "--shape \(name)=3x3 tells its shape" : "a symmetric matrix has as many rows as columns"
    case .tooManySizes: "some of the sizes may be numbers"
    case .sizeIsInput: "any other letter but x may be a size"
    case .sizeHasValue(_, let shape): "write --shape \(shape)"
    case .sizeIsLetter: "letters for any size go with derive, emit and cost; here: --shape W=2x3"
    case .dependsOnSizes(_, _, let inputs) where !inputs.isEmpty:
      "write --wrt \(inputs.joined(separator: ",")), and there is one for every size"
    case .dependsOnSizes(_, .cost, _): "with numbers it can be counted: --shape W=2x3,b=3"
    case .dependsOnSizes(_, .jacobian, _):
      "for every size there is --derivative jvp; with numbers: --shape W=2x3"
    case .dependsOnSizes(_, .hessian, _):
      "for every size there is --derivative hvp; with numbers: --shape W=2x3"
    case .dependsOnSizes, .needsSizes: "with numbers it can be written: --shape W=2x3,b=3"
    case .malformedShape: "lengths are joined by 'x': --shape W=2x3,b=3"
    case .invalidName(_, _, true): "another name, or --language, may do"
    case .invalidName: "a name has ASCII letters, digits and '_', and begins with no digit: --name loss"
    case .outputNotScalar(let command, _): outputHint(command)
    case .unknownOutput(_, let shape, let names): outputHint(shape, names)
    case .parameterIsColumn: "what changes is what --at gives a value to begin with"
    case .notAParameter(_, let names): "what changes is \(NameList.text(names, limit: 6))"
    case .noParameters: "they are inputs with a value to begin with: --at w=0,b=0"
    case .malformedClaim(let text):
      text.firstIndex(of: "=").map { "name both inputs: --expect \(text[..<$0])/\(text)" }
        ?? "name both inputs: --expect x/y=3"
    case .pictureTooLarge: "'autodiff cost' counts its operations; --format dot is for Graphviz"
    case .tooManyDifferences: "ask for fewer inputs with --wrt"
    case .tooLarge: "ask for fewer inputs with --wrt, or for a product: 'jvp', 'vjp', 'hvp'"
    default: nil
    }
  }

  private static func name(of answer: Failure.SizedAnswer) -> String {
    switch answer {
    case .formula: "formula"
    case .cost: "cost"
    case .code: "code"
    case .jacobian: "code of a Jacobian"
    case .hessian: "code of a Hessian"
    }
  }

  private static func list(_ letters: [Character]) -> String { letters.map(String.init).joined(separator: ", ") }

  /// A command's own argument counts as an option without dashes.
  private static func invalidValue(_ option: String, _ value: String) -> String {
    if option.hasPrefix("-") { return "\(quoted(value)) is not a value of \(option)" }
    return value.isEmpty ? "'\(option)' needs an argument" : "\(quoted(value)) is not an argument of '\(option)'"
  }

  /// The things that other programs do and this one does not.
  private static let absentCommands = [
    "simplify": "'autodiff derive' simplifies derivatives; nothing simplifies an expression by itself",
    "integrate": "nothing integrates", "integral": "nothing integrates", "limit": "nothing takes limits",
    "solve": "nothing solves equations; 'autodiff descend' goes to a minimum",
    "install": "the README says how to install",
    "repl": "there is no session; a program's statements are joined by ';'",
  ]

  private static func commandHint(_ name: String, _ similar: String?) -> String {
    if let absence = absentCommands[name.lowercased()] { return absence }
    if let similar { return "did you mean '\(similar)'?" }
    if name.hasPrefix("-") { return "a command comes first: 'autodiff help' shows them" }
    let isWord = name.allSatisfy { $0.isLetter || $0 == "-" }
    return isWord || name.count > 40 || name.contains("'")
      ? "'autodiff help' shows the commands" : "a command comes first: autodiff grad \(quoted(name))"
  }

  private static func text(_ expected: Failure.Expected) -> String {
    switch expected {
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .wholeFrom(let least): "a whole number from \(least) on"
    case .positive: "a positive number"
    case .notNegative: "a number not below 0"
    case .belowOne: "a number from 0 to below 1"
    case .interval: "LO:HI with LO not above HI, as in -3:3 or x1=0.1:5"
    case .bounds: "NAME=LO:HI with LO not above HI, of which one may be missing: x=0:1,w=0:"
    case .properInterval: "LO:HI with LO below HI, as in x=-4:4"
    case .numberOrArray: "a number or an array, such as [1,0]"
    }
  }

  private static func requiredHint(_ option: String) -> String? {
    switch option {
    case "--rate": "each step goes R times the gradient downhill: try --rate 0.1; --method lbfgs needs none"
    case "--range": "--range x=-4:4 plots f and its derivative, two ranges level lines"
    case "--cotangent": "a weight for each element of the value: --cotangent '[1,0]'"
    case "--direction": "--direction x=1 for one input; those that it does not name have the direction 0"
    default: nil
    }
  }

  private static func name(of large: Failure.Large) -> String {
    switch large {
    case .jacobian: "Jacobian"
    case .hessian: "Hessian"
    case .trace: "trace"
    }
  }

  private static func outputHint(_ command: String) -> String {
    switch command {
    case "trace --mode reverse": "choose an element with --output 1, or by its name, or weight all with --cotangent"
    case "plot": "choose an element with --output 1; --regions shows where each of several is the greatest"
    case "descend": "a loss is one number: end with mean(y) or sum(y^2)"
    case let command where command.hasPrefix("emit "):
      "'emit' alone writes the value and the Jacobian; or choose an element with --output 1"
    case "hessian", "hvp": "choose an element with --output 1, or end with a sum: sum(y)"
    case let derive where derive.hasPrefix("derive --order"): "end with one element, y[1], or with a sum: sum(y)"
    default: "'autodiff jacobian' answers all derivatives of all outputs; or end with one element, y[1]"
    }
  }

  private static func outputHint(_ shape: Shape, _ names: [String]) -> String? {
    guard !shape.isScalar else { return nil }
    let last = shape.lengths.map(String.init).joined(separator: ",")
    let example =
      switch shape.rank {
      case 1: "a number from 1 to \(shape.count)"
      case 2: "a row and a column such as \(last)"
      default: "a place such as \(last)"
      }
    return names.isEmpty ? "it is \(example)" : "it is \(example), or one of \(NameList.text(names))"
  }

  private static func name(of binding: String) -> String {
    ProblemText.printable(binding.prefix { $0 != "=" }.trimmed)
  }

  private static func quoted(_ text: String) -> String { ProblemText.quoted(text) }
}
