import Foundation
import Testing

@testable import AutodiffCore

@Suite struct RandomRoundingTests {
  private static let environment = ProcessInfo.processInfo.environment

  /// Programs whose value and derivatives are of ordinary size, and so are all numbers on the way.
  private static func programs(_ count: Int, seed: UInt64) -> [ProgramGenerator.Program] {
    var generator = ProgramGenerator(seed: seed)
    var found: [ProgramGenerator.Program] = []
    while found.count < count {
      let program = generator.next()
      guard let graph = try? Graph(program: program.text) else { continue }
      let point = Point(graph, inputs: program.inputs(of: graph))
      let isOrdinary = ([point.value] + point.reverse).allSatisfy { abs($0) < 1e4 && ($0 == 0 || abs($0) > 1e-4) }
      if isOrdinary, point.values.allSatisfy({ abs($0) < 1e6 }) { found.append(program) }
    }
    return found
  }

  /// `env ROUNDING_PROGRAMS=1000 ROUNDING_SEED=7 swift test --filter RandomRounding` tries more of them.
  @Test func wellBehavedProgramsGetNoNote() throws {
    let count = Self.environment["ROUNDING_PROGRAMS"].flatMap { Int($0) } ?? 150
    let seed = Self.environment["ROUNDING_SEED"].flatMap { UInt64($0) } ?? 1
    var screened = 0
    for program in Self.programs(count, seed: seed) {
      let texts = program.values.map { "\($0)" }
      let answer = try RoundedAnswer(program.text, program.names, texts)
      if answer.isScreened { screened += 1 }
      let fewDigits = answer.leastDigits < 6
      #expect(!(fewDigits && answer.isScreened), "\(program.text) at \(texts): \(answer.leastDigits) digits")
      // The screen is never blind.
      #expect(!fewDigits || answer.isScreened, "\(program.text) at \(texts)")
    }
    // Nor does it send much to an examination that finds nothing.
    #expect(screened * 5 <= count, "\(screened) of \(count)")
  }
}
