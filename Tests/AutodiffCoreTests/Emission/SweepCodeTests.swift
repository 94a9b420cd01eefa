import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// All numbers of a sweep as code, run by Node beside the sweep over numbers.
@Suite(.namesCases) struct SweepCodeTests {
  private struct Case {
    var text: String
    var point: Point<Tensor>
    /// Values of the inputs, other than those that the code was made with.
    var inputs: [Tensor]
    var code: SweepCode
  }

  private static func add(_ text: String, _ inputs: [(name: String, value: Tensor)], to cases: inout [Case]) throws {
    var text = text
    var point = try Point<Tensor>(program: text, at: inputs)
    if point.value.scalar == nil {
      let statements = text.components(separatedBy: "; ")
      text = (statements.dropLast() + ["sum(\(statements.last ?? "0"))"]).joined(separator: "; ")
      point = try Point<Tensor>(program: text, at: inputs)
    }
    // The code is made at other values than those at which it is asked.
    let others = point.graph.inputs.map { id in point.values[Int(id)].map { 0.75 - 0.5 * $0 } }
    let code = try #require(SweepCode(Point(point.graph, inputs: others), seed: 1.0), "\(text)")
    cases.append(
      Case(text: text, point: point, inputs: point.graph.inputs.map { point.values[Int($0)] }, code: code))
  }

  @Test func givesTheNumbersOfTheSweep() throws {
    let node = try Tool.need("node", at: Tool.path("node"), Tool.path("nodejs"))
    var cases: [Case] = []
    for text in ["max(x, y)*relu(x - y) + abs(x)^3", "where(x > 0, sqrt(x), x*y)", "x^0*y + log(x)", "x*y*0 + 3"] {
      try Self.add(text, [("x", .scalar(2)), ("y", .scalar(-1.5))], to: &cases)
    }
    // Nothing goes back to what is not chosen, not even 0 · inf.
    try Self.add("where(x > 0, sqrt(x), 1) + max(x, y)", [("x", .scalar(0)), ("y", .scalar(0))], to: &cases)
    var scalars = ProgramGenerator(seed: 91)
    var arrays = TensorProgramGenerator(seed: 92)
    for _ in 0..<EmittedPrograms.count {
      let program = scalars.next()
      try Self.add(program.text, zip(program.names, program.values).map { ($0, .scalar($1)) }, to: &cases)
      let other = arrays.next()
      try Self.add(other.text, other.inputs, to: &cases)
    }
    var source = """
      "use strict";
      const spell = (v) => Number.isFinite(v) ? (Object.is(v, -0) ? "-0.0" : String(v)) : Number.isNaN(v) ? "nan"
          : v < 0 ? "-inf" : "inf";

      """
    for one in cases {
      let x = one.inputs.flatMap(\.elements).map { JavaScriptDialect.number($0).text }.joined(separator: ", ")
      source += "{\n\(one.code.lines.joined(separator: "\n"))\n"
      source += "console.log(\(SweepCode.name)([\(x)]).gradient.map(Number).map(spell).join(\" \"));\n}\n"
    }
    let output = try Workplace.run(source, file: "f.js") { source, _ in [node, source] }
    let lines = output.split(separator: "\n")
    #expect(lines.count == cases.count, "\(output.prefix(2000))")
    forEach(zip(cases, lines)) { one, line in
      let numbers = line.split(separator: " ").map { Double($0) ?? .nan }
      for (which, expected) in Self.sweep(one.point) {
        guard let place = one.code.places[which], place.shape.count == expected.count else { continue }
        let scale = expected.elements.filter(\.isFinite).map(abs).max() ?? 1
        for element in 0..<expected.count {
          let value = numbers[place.start + element]
          let error = EmittedPrograms.error(value, expected[element], scale: scale)
          #expect(error < 1e-9, "\(which) of \(one.text) is \(value), not \(expected[element])")
        }
      }
    }
  }

  /// The numbers of the sweep over numbers.
  private static func sweep(_ point: Point<Tensor>) -> [SweepNumber: Tensor] {
    var recorder = Recorder()
    let adjoints = point.pullback(observer: &recorder)
    var numbers: [SweepNumber: Tensor] = [:]
    for id in point.graph.nodes.indices.map({ Graph.NodeID($0) }) where !point.graph.isLiteral(id) {
      numbers[.value(id)] = point.values[Int(id)]
      numbers[.adjoint(id)] = adjoints[Int(id)].unbroadcast(to: point.values[Int(id)].shape)
    }
    for contribution in recorder.contributions {
      numbers[.sent(contribution.from, contribution.place)] = contribution.value
      if let local = contribution.local { numbers[.local(contribution.from, contribution.place)] = local }
    }
    return numbers
  }

  private struct Recorder: PullbackObserver {
    var contributions: [Contribution<Tensor>] = []
    mutating func contribute(_ contribution: Contribution<Tensor>) { contributions.append(contribution) }
  }

  /// A number that tells whether an operation is at a kink, and the program's names occur nowhere.
  @Test func watchesKinksAndKeepsNamesOut() throws {
    let point = try Point<Tensor>(
      program: "first = max(alert, eval); first*alert", at: [("alert", .scalar(1)), ("eval", .scalar(2))])
    let code = try #require(SweepCode(point, seed: 1.0))
    #expect(code.kinks.count == 1)
    let text = code.lines.joined(separator: "\n")
    for name in ["first", "alert", "eval"] { #expect(!text.contains(name), "\(name)") }
  }
}
