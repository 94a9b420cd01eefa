import AutodiffCore

enum Grade: Command {
  static let description = CommandDescription(
    name: "grade", summary: "a class: questions and answers in, points and feedback out",
    usage: "autodiff grade [OPTIONS] QUESTIONS ANSWERS...", readsProgram: false, readsFiles: true,
    options: [.idColumn, .seed, .why, .digits],
    formats: [.text, .csv, .tsv, .json, .gradescope, .junit, .tap],
    examples: [
      "autodiff grade questions.txt class.csv", "autodiff grade questions.txt class.csv --id email --format csv",
      "autodiff grade questions.txt ada.txt ben.txt",
      "autodiff grade questions.txt ada.txt --format gradescope > results.json",
      "prove --exec 'autodiff grade --format tap questions.txt' class.csv",
    ])

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    guard let path = options.arguments.first else { throw .usage(.homework(.noQuestionFile(command: "grade"))) }
    let sheetPaths = Array(options.arguments.dropFirst())
    if sheetPaths.isEmpty { throw .usage(.homework(.noAnswerFile)) }
    let questions = try QuestionReading.questions(path, session.host)
    let grading = try ClassGrading(questions, seed: options.seed, asksWhy: options.asksWhy, session)
    let sheets = try AnswerSheets(sheetPaths, questions, options, session)
    var hasFaults = sheets.hasFaults
    var graded: [GradedStudent] = []
    for student in sheets.students {
      do throws(Failure) {
        graded.append(try grading.grade(student))
      } catch {
        hasFaults = true
        session.report(error, asJSON: false)
      }
    }
    if graded.isEmpty, !hasFaults { session.note("there are no students") }
    let report = GradeReport(graded, columns: sheets.columns, session)
    try report.write(options.format)
    return hasFaults ? .failed : report.status
  }
}
