import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Sparse derivatives have the numbers of the dense ones.
@Suite(.namesCases) struct SparseDerivativesTests {
  /// A source of random programs on a vector, most of whose elements depend on few.
  struct Source {
    var random: SplitMix64

    mutating func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }

    /// Returns a program whose value is a vector of 6 elements.
    mutating func vector(_ depth: Int) -> String {
      if depth == 0 {
        return pick(["x", "x", "([1, 0, 2, 0, 3, 0.5]*x)", "(y*[1, 2, 3, 4, 5, 6])", "x[[2, 1, 4, 3, 6, 5]]"])
      }
      switch random.next() % 19 {
      case 0: return "sin(\(vector(depth - 1)))"
      case 1: return "exp(-(\(vector(depth - 1)))^2)"
      case 2: return "(\(vector(depth - 1)) + \(vector(depth - 1)))"
      case 3: return "(\(vector(depth - 1))*\(vector(depth - 1)))"
      case 4: return "roll(\(vector(depth - 1)), 1)"
      case 5: return "flip(\(vector(depth - 1)))"
      case 6: return "concat(\(vector(depth - 1))[3:], \(vector(depth - 1))[1:2])"
      case 7: return "pad(\(vector(depth - 1))[2:5], 1)"
      case 8: return "reshape(reshape(\(vector(depth - 1)), 2, 3)', 6)"
      case 9: return "conv(pad(\(vector(depth - 1)), 1), [1, -2, 1])"
      case 10: return "reshape(softmax(reshape(\(vector(depth - 1)), 3, 2), axis=2), 6)"
      case 11: return "(diag([1, 2, 3, 4, 5, 6])@\(vector(depth - 1)))"
      case 12: return "(\(vector(depth - 1)))[[6, 6, 1, 2, 3, 3]]"
      case 13: return "(cumsum(\(vector(depth - 1)))*0.1)"
      case 14: return "(\(vector(depth - 1))/(1 + stop(\(vector(depth - 1)))^2))"
      case 15: return "(tanh(\(vector(depth - 1)))/(2 + cos(\(vector(depth - 1)))))"
      case 16: return "reshape(tril(outer(\(vector(depth - 1))[1:2], [1, 2, 3])), 6)"
      case 17: return "where(\(vector(depth - 1)) > 0.3, \(vector(depth - 1)), x)"
      default: return "sigma(\(vector(depth - 1)))"
      }
    }
  }

  private static let shapes: KeyValuePairs<String, [Int]> = ["x": [6], "y": []]

  private func program(_ source: inout Source) -> ArrayProgram {
    ArrayProgram(source.vector(3), Self.shapes)
  }

  private func known(_ point: Point<Tensor>) -> [Tensor?] { point.graph.inputs.map { point.values[Int($0)] } }

  /// 250 Jacobians and 250 Hessians; what the pattern leaves out is 0.
  @Test func randomProgramsAgreeWithTheDenseAnswer() {
    var source = Source(random: SplitMix64(seed: 22))
    forEach(1...250) { _ in
      let program = program(&source)
      let point = try program.randomPoint()
      let plan = SparsePlan(
        jacobian: try SparsityPattern(jacobianOf: point.graph, wrt: point.wrt, known: known(point)))
      let sparse = SparseDerivatives(jacobianOf: point, plan)
      let dense = Derivatives(jacobianOf: point)
      #expect(agree(sparse, dense.rows(of: point), point), "\(program)")
      let scalar = ArrayProgram("sum(\(program.text))", Self.shapes)
      let curved = try scalar.randomPoint()
      let second = SparsePlan(
        hessian: try SparsityPattern(hessianOf: curved.graph, wrt: curved.wrt, known: known(curved)))
      let (_, hessian) = curved.hessian(path: nil)
      let rows = zip(curved.wrt, hessian.blocks).flatMap { input, blocks in
        (0..<curved.graph.shape(of: input).count).map { row in
          zip(curved.wrt, blocks).flatMap { other, block in
            let width = curved.graph.shape(of: other).count
            return (row * width..<(row + 1) * width).map { block[$0] }
          }
        }
      }
      #expect(agree(SparseDerivatives(hessianOf: curved, second), rows, curved), "\(scalar)")
    }
  }

  private func agree(_ sparse: SparseDerivatives, _ rows: [[Double]], _ point: Point<Tensor>) -> Bool {
    var full = rows.map { $0.map { _ in 0.0 } }
    for row in 0..<sparse.pattern.rows {
      for place in sparse.pattern.starts[row]..<sparse.pattern.starts[row + 1] {
        full[row][Int(sparse.pattern.places[place])] = sparse.values[place]
      }
    }
    let scale = rows.joined().reduce(1) { max($0, abs($1)) }
    return zip(full.joined(), rows.joined()).allSatisfy { abs($0 - $1) <= 1e-13 * scale }
  }

  /// Rosenbrock's function in 1,000 variables takes three products; the second derivatives are known.
  @Test func rosenbrockTakesThreeColours() throws {
    let n = 1000
    let program = ArrayProgram("sum(100*(x[2:] - x[:\(n - 1)]^2)^2 + (1 - x[:\(n - 1)])^2)", ["x": [n]])
    let x = (0..<n).map { Double($0 % 7) / 4 - 0.5 }
    let point = try program.point([x])
    let plan = SparsePlan(hessian: try SparsityPattern(hessianOf: point.graph, wrt: point.wrt, known: known(point)))
    let hessian = SparseDerivatives(hessianOf: point, plan)
    #expect(hessian.colours == 3)
    #expect(hessian.pattern.count == 3 * n - 2)
    for row in 0..<n {
      for place in hessian.pattern.starts[row]..<hessian.pattern.starts[row + 1] {
        let column = Int(hessian.pattern.places[place])
        let diagonal =
          (row < n - 1 ? 1200 * x[row] * x[row] - 400 * x[row + 1] + 2 : 0) + (row > 0 ? 200 : 0)
        let expected = row == column ? diagonal : -400 * x[min(row, column)]
        #expect(abs(hessian.values[place] - expected) <= 1e-12 * max(1, abs(expected)))
      }
    }
  }

  /// A kink is examined as the dense answer is, and reported.
  @Test func kinksAreReported() throws {
    let point = try ArrayProgram("concat(abs(x[:1]), relu(x[2:]) - relu(-x[2:]))", ["x": [3]]).point([[0, 0, -1]])
    let plan = SparsePlan(jacobian: try SparsityPattern(jacobianOf: point.graph, wrt: point.wrt, known: known(point)))
    let sparse = SparseDerivatives(jacobianOf: point, plan)
    #expect(sparse.values == [0, 1, 1])
    #expect(sparse.first.kinks.count == 1)
  }
}

extension Derivatives {
  /// The Jacobian row by row, over all inputs.
  fileprivate func rows(of point: Point<Tensor>) -> [[Double]] {
    (0..<point.value.count).map { row in
      tensors.flatMap { tensor in
        let width = tensor.count / point.value.count
        return Array(tensor.elements[row * width..<(row + 1) * width])
      }
    }
  }
}
