import AutodiffCore

/// A request in which letters stand for sizes: the request at any sizes.
struct SizedRequest {
  let letters: SizeLetters
  private let request: ProgramRequest
  /// The program's numbers that are the same at all sizes.
  private let numbers: Set<Double>

  /// Reads the expression at the first sizes, if letters stand for them.
  ///
  /// - Throws: The errors of the request; one of the program after a note on the sizes that are tried.
  static func reading(_ options: Options, _ session: Session) throws(Failure) -> ProgramRequest {
    do throws(Failure) {
      return try ProgramRequest(options, session)
    } catch {
      if case .text = error, let letters = options.sizeLetters {
        session.note("the sizes that are tried: \(letters.firstChoiceText)")
      }
      throw error
    }
  }

  /// - Returns: nil for a request in which all sizes are numbers.
  /// - Throws: a letter that `--let` gives, and a choice that the sizes make.
  init?(_ request: ProgramRequest) throws(Failure) {
    guard let letters = request.options.sizeLetters else { return nil }
    if let letter = letters.letters.first(where: { letter in
      request.options.constants.contains { $0.name == "\(letter)" }
    }) {
      throw .usage(.conflict("\(Option.given.long) \(letter)", "\(letter) as a size"))
    }
    self.letters = letters
    self.request = request
    let other = letters.choices().last.flatMap { try? ProgramRequest(request, sizes: $0) }
    numbers = Set(request.graph.constants).intersection(other?.graph.constants ?? request.graph.constants)
    try requireOneProgram()
  }

  /// Compares the choices that the program makes by its sizes.
  ///
  /// - Throws: The place of one that falls otherwise at some sizes.
  private func requireOneProgram() throws(Failure) {
    guard let first = letters.choices().first else { return }
    do throws(Problem) {
      let own = try SizeChoices(request.graph)
      if own.isEmpty { return }
      for sizes in choices() + letters.checks {
        // A program that has no answer at some sizes says nothing there.
        guard let other = try? ProgramRequest(request, sizes: sizes) else { continue }
        guard let span = try SizeChoices(other.graph).firstDifference(from: own) else { continue }
        throw Problem(.choosesBySize(at: letters.text(of: sizes), other: letters.text(of: first)), span)
      }
    } catch {
      throw .text(error, request.source)
    }
  }

  var options: Options { request.options }

  /// Returns the sizes at which a formula is tried.
  func choices(_ remainders: SizeLetters.Remainders = .ofFour) -> [[Int]] {
    letters.choices(besides: numbers, remainders)
  }

  /// Returns the answer to the request at sizes.
  ///
  /// - Parameter kind: The answer, for the message.
  /// - Throws: what `answer` throws; where that is a list of derivatives, which is another one for each size and too
  ///   long at these, that the answer depends on the sizes.
  func at<Answer>(
    _ sizes: [Int], _ kind: Failure.SizedAnswer, _ answer: (ProgramRequest) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    let own = try ProgramRequest(request, sizes: sizes)
    do throws(Failure) {
      return try answer(own)
    } catch {
      guard case .text(let problem, _) = error else { throw error }
      switch problem.fact {
      case .limit(.derivatives), .limit(.graphNodes): throw dependsOnSizes(kind)
      default: throw error
      }
    }
  }

  /// The failure of an answer that is another one for each size.
  ///
  /// - Parameter inputs: The inputs by which there is an answer for every size.
  func dependsOnSizes(_ kind: Failure.SizedAnswer, butBy inputs: [String] = []) -> Failure {
    .usage(.dependsOnSizes(letters.letters, of: kind, butBy: inputs))
  }
}
