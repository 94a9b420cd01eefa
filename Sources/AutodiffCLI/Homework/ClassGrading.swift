import AutodiffCore

/// The marks of a student.
struct GradedStudent {
  let student: Student
  /// The marks for each question.
  let questions: [QuestionMarks]

  var points: Double { questions.reduce(0) { $0 + $1.points } }
  var of: Double { questions.reduce(0) { $0 + $1.posed.question.points } }
  var isAllRight: Bool { questions.allSatisfy { $0.marks.allSatisfy { $0.verdict == .right } } }
}

/// The grading of a class, a student after the other.
struct ClassGrading {
  private let questions: [Question]
  private let seed: UInt64
  /// The search that chooses points, and explains wrong answers where that is asked for or earns points.
  private let search = MistakeSearch()
  private let explains: Bool
  /// The marking of questions that are the same for all.
  private let shared: [Marking?]

  /// - Throws: the reason for which a question has no answer at its point.
  init(_ questions: [Question], seed: UInt64, asksWhy: Bool, _ session: Session) throws(Failure) {
    self.questions = questions
    self.seed = seed
    explains = asksWhy || questions.contains { $0.rules.partial > 0 }
    var shared: [Marking?] = []
    for question in questions {
      guard !question.isDrawn else {
        shared.append(nil)
        continue
      }
      let posed = try Self.posed(question, "", seed, search)
      if !posed.key.isDefined {
        session.note("question \(ProblemText.printable(question.name)): a derivative is undefined or not finite")
      }
      shared.append(Marking(posed, explains ? search : nil))
    }
    self.shared = shared
  }

  /// Returns a question as a student gets it.
  ///
  /// - Throws: the reason for which it has no answer at its point.
  static func posed(
    _ question: Question, _ student: String, _ seed: UInt64, _ search: MistakeSearch?
  ) throws(Failure) -> PosedQuestion {
    do throws(Question.PosingFailure) {
      return try question.posed(for: student, seed: seed, search)
    } catch {
      switch error {
      case .problem(let problem): throw .text(problem, question.source)
      case .noUsualPoint: throw .homework(.noPoint, question.source, .none)
      }
    }
  }

  /// Marks the answers of a student.
  ///
  /// - Throws: the reason for which a question has no answer at the student's point.
  func grade(_ student: Student) throws(Failure) -> GradedStudent {
    var marks: [QuestionMarks] = []
    for (place, question) in questions.enumerated() {
      var marking = shared[place]
      if marking == nil {
        marking = Marking(try Self.posed(question, student.id, seed, search), explains ? search : nil)
      }
      guard let marking else { continue }
      let marked = marking.marks(hasDecimalCommas: student.hasDecimalCommas) {
        student.answers[AnswerName(question: place, input: $0)]
      }
      // Nobody else has the student's point.
      if shared[place] == nil { marked.posed.releaseMistakes() }
      marks.append(marked)
    }
    return GradedStudent(student: student, questions: marks)
  }
}
