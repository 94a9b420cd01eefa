import Foundation
import Testing

@testable import AutodiffCore

/// The problems of J. J. Moré, B. S. Garbow and K. E. Hillstrom, "Testing unconstrained optimization software", ACM
/// Transactions on Mathematical Software 7 (1981), as programs: from their standard starts to a published minimum.
@Suite struct MoreGarbowHillstromTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("examples/minimisation")

  /// A program, whose comments give the published minima and the start.
  struct Problem {
    var minima: [Double]
    var start: [Double]
    var text: String

    init(_ file: String) throws {
      text = try String(contentsOf: MoreGarbowHillstromTests.folder.appendingPathComponent(file), encoding: .utf8)
      let lines = text.components(separatedBy: "\n")
      let minima = try #require(lines[0].range(of: "Minima: "))
      self.minima = lines[0][minima.upperBound...].components(separatedBy: ". Start")[0]
        .components(separatedBy: ", ").compactMap(Double.init)
      start = lines[1].drop { $0 != "[" }.dropFirst().dropLast().components(separatedBy: ",").compactMap(Double.init)
    }

    var loss: PointLoss {
      get throws {
        let shape = Shape([start.count])
        let program = Program(text, shapes: [.init(name: "x", shape: shape)])
        let graph = try program.lower { _ in Tensor(shape, start) }
        return PointLoss(program, graph, Parameters(Elements(inputsOf: graph), wrt: [0]), at: start)
      }
    }
  }

  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreThirtyFive() { #expect(Self.files.count == 35) }

  @Test(arguments: SearchedWayTests.methods, files)
  func minimaAreReached(_ method: DescentMethod, _ file: String) throws {
    let problem = try Problem(file)
    #expect(!problem.minima.isEmpty && problem.start.count > 1)
    var loss = try problem.loss
    var descent = Descent(from: problem.start, .init(method, steps: 500))
    let end = try descent.run(&loss) { _, _, _ in }
    guard case .rest = end else { throw DescentTests.Unexpected(end: end) }
    let reached = try #require(descent.last).slope.loss
    // Minima are published with six digits.
    #expect(problem.minima.contains { abs(reached - $0) <= 1e-5 * $0 + 1e-15 }, "\(reached)")
  }
}
