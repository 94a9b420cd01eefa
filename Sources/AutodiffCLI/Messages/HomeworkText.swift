import AutodiffCore

/// A reason for which questions or answers cannot be read.
package enum HomeworkFault: Equatable {
  case noQuestionFile(command: String)
  case noAnswerFile
  // Questions
  case noQuestions(String)
  case lineBeforeQuestions(String)
  case noKey(String)
  case nameMissing
  case nameWithSign(String)
  case questionTwice(String)
  case unknownKey(String, similar: String?)
  case keyTwice(String)
  case keyMissing(String)
  case malformedValue(key: String, text: String)
  case noValue([String])
  case valueTwice(String)
  case unknownInput(key: String, String, inputs: [String], similar: String?)
  case askedTwice(String)
  case shapeOfValue(String, expected: Shape, given: Shape)
  /// A question of which no point that was drawn has an answer.
  case noPoint
  /// Questions of which only some show their steps, in a table with a row a student.
  case stepsInTable
  // Answers
  case noStudents(String)
  case noAnswerColumns(expected: [String])
  case noColumn(String, columns: [String], similar: String?)
  case noAnswer(String)
  case noQuestion(String, similar: String?)
  case severalStudents(Int, format: String)
}

/// The words for a fault in questions or answers.
enum HomeworkText {
  static func message(_ fault: HomeworkFault) -> String {
    switch fault {
    case .noQuestionFile(let command): "no file of questions for '\(command)'"
    case .noAnswerFile: "no answers"
    case .noQuestions(let path): "'\(ProblemText.printable(path: path))' has no questions"
    case .lineBeforeQuestions(let text): "\(quoted(text)) stands before the first question"
    case .noKey(let text): "\(quoted(text)) is not of the form KEY = VALUE"
    case .nameMissing: "the question has no name"
    case .nameWithSign(let name): "a question cannot be called \(quoted(name)): '=' ends a name in answers"
    case .questionTwice(let name): "there are two questions \(quoted(name))"
    case .unknownKey(let key, _): "a question has no \(quoted(key))"
    case .keyTwice(let key): "\(quoted(key)) stands twice in one question"
    case .keyMissing(let key): "the question has no \(quoted(key))"
    case .malformedValue(let key, ""): "\(quoted(key)) has no value"
    case .malformedValue(let key, let text): "\(quoted(text)) is not a value of \(quoted(key))"
    case .noValue(let names): "no value for \(NameList.text(names))"
    case .valueTwice(let name): "more than one value for \(ProblemText.printable(name))"
    case .unknownInput(let key, let name, _, _): "\(quoted(key)): the question has no input \(quoted(name))"
    case .askedTwice(let name): "\(quoted(name)) is asked for twice"
    case .shapeOfValue(let name, let expected, let given):
      "\(quoted(name)) is \(ShapeText.phrase(expected)), and its value \(ShapeText.phrase(given))"
    case .noPoint: "no point that was drawn has a value and derivatives without a kink"
    case .stepsInTable: "'--format csv' cannot have questions with 'blank' beside others"
    case .noStudents(let path): "'\(ProblemText.printable(path: path))' names no students"
    case .noAnswerColumns: "no column has answers"
    case .noColumn(let name, _, _): "--id: the table has no column \(quoted(name))"
    case .noAnswer(let text): "\(quoted(text)) is not of the form NAME.INPUT=ANSWER"
    case .noQuestion(let name, _): "nothing asks for \(quoted(name))"
    case .severalStudents(let count, let format): "'\(format)' is of one student, and there are \(count)"
    }
  }

  static func hint(_ fault: HomeworkFault) -> String? {
    switch fault {
    case .noQuestionFile("worksheet"): "autodiff worksheet questions.txt"
    case .noQuestionFile, .noAnswerFile: "autodiff grade questions.txt class.csv"
    case .noQuestions, .lineBeforeQuestions, .nameMissing:
      "a question begins with its name: question 1"
    case .noKey: "a line that goes on with a value is indented further than its key"
    case .nameWithSign: nil
    case .unknownKey(_, let similar):
      similar.map { "did you mean '\($0)'?" } ?? "it has \(NameList.text(QuestionKey.allCases.map(\.rawValue)))"
    case .keyMissing: "f = x1*x2 + sin(x1)"
    case .malformedValue(let key, _): QuestionKey(rawValue: key)?.example
    case .noValue(let names):
      "at = \(ProblemText.printable(names[0]))=2, or random = \(ProblemText.printable(names[0]))=-5:5"
    case .valueTwice: "an input is given by 'at' or drawn by 'random'"
    case .unknownInput(_, _, let inputs, let similar):
      similar.map { "did you mean \($0)?" } ?? "its inputs are \(NameList.text(inputs))"
    case .noPoint: "ranges inside the domain of f help: random = x=1:5"
    case .noAnswerColumns(let expected): "they are called NAME.INPUT: \(NameList.text(expected, limit: 6))"
    case .noColumn(_, let columns, let similar):
      similar.map { "did you mean \(ProblemText.quoted($0))?" } ?? "it has \(NameList.text(columns, limit: 6))"
    case .noAnswer: "1.x = 2.58 answers question 1 by x"
    case .noQuestion(_, let similar): similar.map { "did you mean \(ProblemText.printable($0))?" }
    case .severalStudents: "give it the answers of one: a file of NAME.INPUT=ANSWER lines, or a table with one row"
    case .stepsInTable: "--format csv goes with questions without 'blank'; put those with it into a file of their own"
    case .noStudents: "a student on each line, or a table with a column of them"
    case .questionTwice, .keyTwice, .askedTwice, .shapeOfValue: nil
    }
  }

  private static func quoted(_ text: String) -> String { ProblemText.quoted(text) }
}

/// The keys of a question.
package enum QuestionKey: String, CaseIterable, Sendable {
  case f, at, random, shape, ask, points, form, digits, rtol, partial, blank

  /// A line with a value as it should be.
  var example: String {
    switch self {
    case .f: "f = x1*x2 + sin(x1)"
    case .at: "at = x1=2,x2=3"
    case .random: "random = x=-5:5,y=1:9 step 0.1"
    case .shape: "shape = W=2x3,b=3"
    case .ask: "ask = x1,x2"
    case .points: "points is a number not below 0: points = 4"
    case .form: "form is number or formula"
    case .digits: "digits is a whole number from 1 to 17"
    case .rtol: "rtol is a number not below 0: rtol = 0.005"
    case .partial: "partial is a number from 0 to 1: partial = 0.5"
    case .blank: "blank is values, adjoints, all or a share: blank = 30%"
    }
  }
}
