import AutodiffTestSupport
import Testing

@testable import AutodiffCore

/// Parts of arrays at indices that are data: values, adjoints that add up, and what is no index.
@Suite(.namesCases) struct GatherTests {
  private static let x = ("x", Tensor(Shape([4]), [3, 5, 7, 11]))
  private static let u = ("U", Tensor(Shape([3, 2]), [1, 2, 3, 4, 5, 6]))
  private static let ids = ("ids", Tensor(Shape([3]), [3, 1, 3]))
  private static let i = ("i", Tensor.scalar(2))

  /// The value and the derivatives by the first input are worked out by hand; those by indices are 0.
  @Test func values() {
    forEach(
      [
        ("x[i]^2", [Self.x, Self.i], 25, [0, 10, 0, 0]), ("sum(x[ids]^2)", [Self.x, Self.ids], 107, [6, 0, 28, 0]),
        ("x[x[i] - 2]", [Self.x, Self.i], 7, [0, 0, 1, 0]),
        ("sum(U[ids] @ [1, 10])", [Self.u, Self.ids], 151, [1, 10, 0, 0, 2, 20]),
        ("sum(U[i]^2)", [Self.u, Self.i], 25, [0, 0, 6, 8, 0, 0]),
        ("sum(U[:,i]^2)", [Self.u, Self.i], 56, [0, 4, 0, 8, 0, 12]),
        ("sum(U[2:3,i])", [Self.u, Self.i], 10, [0, 0, 0, 1, 0, 1]),
        ("sum(U[ids, [1, 2, 2]])", [Self.u, Self.ids], 13, [0, 1, 0, 0, 1, 1]),
        ("sum(U[[[1], [3]], [1, 2]])", [Self.u], 14, [1, 1, 0, 0, 1, 1]),
        ("U[i,i]*U[3,1]", [Self.u, Self.i], 20, [0, 0, 0, 5, 4, 0]),
        ("x[i] = 9; sum(x^2)", [Self.x, Self.i], 260, [6, 0, 14, 22]),
        ("x[ids] += 1; sum(x^2)", [Self.x, Self.ids], 243, [8, 10, 18, 22]),
        ("x[ids] = [1, 2, 4]; sum(x^2)", [Self.x, Self.ids], 166, [0, 10, 0, 22]),
        ("x[[2, 1]] /= 2; sum(x)", [Self.x], 22, [0.5, 0.5, 1, 1]),
        ("U[:,i] -= U[:,1]; sum(U^2)", [Self.u, Self.i], 38, [0, 2, 4, 2, 8, 2]),
        ("U[ids,i] += 1; sum(U)", [Self.u, Self.ids, Self.i], 24, [1, 1, 1, 1, 1, 1]),
        ("s = 0; for k = 1 to 3 { s += x[ids[k]]*k }; s", [Self.x, Self.ids], 34, [2, 0, 4, 0]),
      ]
    ) { (text: String, inputs: [(String, Tensor)], value: Double, gradient: [Double]) throws in
      let point = try AssignmentTests.point(text, inputs)
      #expect(point.value == .scalar(value))
      #expect(!point.mayKink)
      for mode in [JacobianMode.reverse, .forward] {
        let jacobian = point.jacobian(mode)
        #expect(jacobian.first?.elements == gradient, "\(mode)")
        for (input, derivatives) in zip(point.graph.inputs, jacobian)
        where point.graph.name(ofInput: input).hasPrefix("i") {
          #expect(derivatives.elements.allSatisfy { $0 == 0 })
        }
      }
    }
  }

  @Test func whatIsNoIndex() {
    forEach(
      [
        ("x[i]", 2.5, .notWhole("index", 2.5, least: nil)), ("x[i]", 5, .indexOutOfRange(5, length: 4)),
        ("x[i]", 0, .indexOutOfRange(0, length: 4)), ("x[i]", .nan, .notWhole("index", .nan, least: nil)),
        ("x[[1, i]]", 9, .indexOutOfRange(9, length: 4)), ("x[i] = 1; x[1]", 1.5, .notWhole("index", 1.5, least: nil)),
        ("x[[i, 2]] *= 3; x[1]", 2, .repeatedIndex), ("x[[i, 2]] = [1, 2, 3]; x[1]", 1, nil),
      ]
    ) { (text: String, index: Double, fact: Problem.Fact?) in
      do {
        _ = try AssignmentTests.point(text, [Self.x, ("i", .scalar(index))])
        Issue.record("no error")
      } catch let problem as Problem {
        // Facts with nan are unequal to themselves.
        if let fact { #expect("\(problem.fact)" == "\(fact)") }
      }
    }
  }

  /// A path with other indices is the same path, and one with an index that is none is not.
  @Test func pathsAreKept() throws {
    let point = try AssignmentTests.point("x[i]", [Self.x, Self.i])
    #expect(try point.graph.takesSamePath(at: [Self.x.1, .scalar(4)]))
    #expect(try !point.graph.takesSamePath(at: [Self.x.1, .scalar(4.5)]))
    #expect(try !point.graph.takesSamePath(at: [Self.x.1, .scalar(5)]))
    #expect(point.graph.decisions.isEmpty)
  }
}
