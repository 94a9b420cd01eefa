import AutodiffCore
import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

/// Exercises whose wrong answers are known.
@Suite struct WorksheetTests {
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
    let exercise = try ExerciseSheet(questions, for: nil, seed: 1, search)
    WorksheetReport([exercise], column: "student", isKey: false, session, search).write(.gift)
    session.out.flush()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Each wrong answer stands there once, with its text as feedback, and none is the right one.
  @Test func wrongAnswersAreMistakes() throws {
    let lines = try write(MistakeSearch()).split(separator: "\n").map(String.init)
    #expect(lines.first == ##"::a\:b.x::[plain]f \= x*y\nat x \= 2, y \= 3\nWhat is df/dx? {"##)
    #expect(lines.dropFirst().first == "  =3")
    let wrong = lines.filter { $0.hasPrefix("  ~") }
    #expect(wrong.count == 4)
    let numbers = wrong.map { $0.dropFirst(3).prefix { $0 != "#" } }
    #expect(Set(numbers).count == 4 && !numbers.contains("3"))
    // The derivative by the other input is 2, and a feedback says so.
    #expect(wrong.contains { $0.hasPrefix("  ~2#") && $0.includes("`x` and `y` are exchanged") }, "\(lines)")
    #expect(wrong.allSatisfy { !$0.dropFirst($0.prefix { $0 != "#" }.count + 1).includes("#") })
  }

  @Test func withoutMistakesANumberIsAskedFor() throws {
    #expect(try write(nil).includes("\n  #3:0.005\n}\n"))
  }
}
