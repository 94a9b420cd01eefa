import AutodiffCore

enum Worksheet: Command {
  static let description = CommandDescription(
    name: "worksheet", summary: "an exercise: questions with gaps, numbers of their own for each student, and the key",
    usage: "autodiff worksheet [OPTIONS] QUESTIONS", readsProgram: false, readsFiles: true,
    options: [.students, .idColumn, .seed, .key, .digits],
    formats: [.text, .markdown, .latex, .csv, .gift],
    examples: [
      "autodiff worksheet questions.txt", "autodiff worksheet questions.txt --key",
      "autodiff worksheet questions.txt --students class.csv --seed 7",
      "autodiff worksheet questions.txt --students class.csv --format csv > fill.csv",
      "autodiff worksheet questions.txt --format latex > worksheet.tex",
    ],
    rules: [.needs([.idColumn], .students)])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    guard let path = options.arguments.first else { throw .usage(.homework(.noQuestionFile(command: "worksheet"))) }
    if options.arguments.count > 1 { throw .usage(.unexpectedArgument(options.arguments[1])) }
    let questions = try QuestionReading.questions(path, session.host)
    let search = MistakeSearch()
    let list = try options.students.map { path throws(Failure) in try ClassList(path, options, session) }
    let isDrawn = questions.contains(where: \.isDrawn)
    if isDrawn, list == nil { session.note("the numbers are nobody's in particular; --students FILE names a class") }
    let hasSteps = questions.contains { $0.rules.blank != nil }
    if options.format == .csv, hasSteps, !questions.allSatisfy({ $0.rules.blank != nil }) {
      throw .usage(.homework(.stepsInTable))
    }
    let students: [String?] = isDrawn ? list.map { $0.ids } ?? [nil] : [nil]
    var exercises: [ExerciseSheet] = []
    for student in students {
      exercises.append(try ExerciseSheet(questions, for: student, seed: options.seed, search))
    }
    if let list, !isDrawn {
      if options.format == .csv, !hasSteps {
        exercises = list.ids.map { ExerciseSheet(exercises[0], for: $0) }
      } else {
        session.note("no question has 'random', so all students have this exercise")
      }
    }
    WorksheetReport(exercises, column: list?.column ?? "student", isKey: options.writesKey, session, search)
      .write(options.format)
    return .answered
  }
}
