import AutodiffCore
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

/// Exercises whose wrong answers are known.
@Suite struct WorksheetTests {
  private static func mistake(_ value: Double, _ text: String) -> ExplainedMistake {
    ExplainedMistake(kind: "sign-flipped", operation: "*", span: nil, inputs: ["x"], value: .scalar(value), text: text)
  }

  private static let search = MistakeSearch(
    explain: { _, wrong in wrong.map { _ in [] } }, collisions: { _ in 0 },
    candidates: { posed, item in
      let right = posed.answer(item)[0]
      return [
        mistake(-right, "the sign = {lost}"), mistake(2 * right, "twice: 2#"), mistake(right, "no mistake"),
        mistake(-right, "again"), mistake(right + 1, "one ~ more"), mistake(9, "nine"), mistake(8, "eight"),
      ]
    })

  private func write(_ search: MistakeSearch?) throws -> String {
    var bytes: [UInt8] = []
    let host = Host(
      out: Output {
        bytes += $0
        return .init(count: $0.count)
      }, error: Output { .init(count: $0.count) }, isInputTerminal: false, readInput: { .success([]) },
      readFile: { _ in .success(Array("question a:b\n f = x*y\n at = x=2,y=3\n ask = x\n".utf8)) },
      environment: { _ in "C.UTF-8" })
    let session = Session(host)
    let questions = try QuestionReading.questions("q", host)
    let exercise = try Exercise(questions, for: nil, seed: 1, search)
    WorksheetReport([exercise], column: "student", isKey: false, session, search).write(.gift)
    session.out.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Each wrong answer stands there once, with its text as feedback, and none is the right one.
  @Test func wrongAnswersAreMistakes() throws {
    #expect(
      try write(Self.search) == ##"""
        ::a\:b.x::[plain]f \= x*y\nat x \= 2, y \= 3\nWhat is df/dx? {
          =3
          ~-3#the sign \= \{lost\}
          ~6#twice\: 2\#
          ~4#one \~ more
          ~9#nine
        }


        """##)
  }

  @Test func withoutMistakesANumberIsAskedFor() throws {
    #expect(try write(nil).includes("\n  #3:0.005\n}\n"))
  }
}
