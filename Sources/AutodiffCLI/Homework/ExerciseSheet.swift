import AutodiffCore

/// An exercise: the questions as one student gets them, or all of them do.
struct ExerciseSheet {
  /// The student; nil where all have the same exercise.
  let student: String?
  let tasks: [Task]

  /// A question with what is left out of it.
  final class Task {
    let posed: PosedQuestion
    /// The steps of the program at the point; nil where a question asks for its answers alone.
    let trace: Trace?
    /// The gaps among the values of operations, the lines of the reverse pass, and the answers.
    let gaps: (values: [Bool], adjoints: [Bool], answers: [Bool])

    var question: Question { posed.question }

    /// Leaves out of a question what it says.
    init(_ posed: PosedQuestion, seed: UInt64, _ student: String) {
      self.posed = posed
      let answers = posed.question.items.map { _ in true }
      guard let blank = posed.question.rules.blank else {
        trace = nil
        gaps = ([], [], answers)
        return
      }
      let isScalar = posed.point.value.shape.isScalar
      let trace = Trace(posed.point.asArrays, mode: isScalar ? .reverse : .primal, path: posed.question.program)
      self.trace = trace
      let values = trace.names.operations.map { _ in true }
      let adjoints = trace.events.map { _ in true }
      func none(_ gaps: [Bool]) -> [Bool] { gaps.map { _ in false } }
      switch blank {
      case .values: gaps = (values, none(adjoints), none(answers))
      case .adjoints: gaps = (none(values), adjoints, answers)
      case .all: gaps = (values, adjoints, answers)
      case .share(let share):
        let all = values.count + adjoints.count + answers.count
        let count = Int((Double(all) * share / 100).rounded())
        var random = SplitMix64(
          seed: Question.seed(seed, [posed.question.isDrawn ? student : "", posed.question.name, "gaps"]))
        var isGap = [Bool](repeating: false, count: all)
        var rest = Array(0..<all)
        for _ in 0..<max(count, share > 0 ? 1 : 0) {
          isGap[rest.remove(at: Int(random.next() % UInt64(rest.count)))] = true
        }
        // An answer below the tables would give away the line above that has the same number.
        gaps = (
          Array(isGap[..<values.count]), Array(isGap[values.count..<values.count + adjoints.count]),
          answers.map { _ in isGap.contains(true) }
        )
      }
    }
  }

  /// Creates an exercise that is another's, for a student.
  init(_ exercise: ExerciseSheet, for student: String) {
    self.student = student
    tasks = exercise.tasks
  }

  /// - Throws: the reason for which a question has no answer at its point.
  init(
    _ questions: [Question], for student: String?, seed: UInt64, _ search: MistakeSearch?
  ) throws(Failure) {
    self.student = student
    var tasks: [Task] = []
    for question in questions {
      let posed = try ClassGrading.posed(question, student ?? "", seed, search)
      posed.releaseMistakes()
      tasks.append(Task(posed, seed: seed, student ?? ""))
    }
    self.tasks = tasks
  }
}
