import Synchronization
import Testing

@testable import AutodiffCore

/// Parts of one operation on several threads.
@Suite(.serialized) struct TeamTests {
  /// Runs a closure with a number of threads in the team, whatever this machine has.
  static func with(threads: Int, _ body: () throws -> Void) rethrows {
    let before = Team.shared.threads
    Team.shared.threads = threads
    defer { Team.shared.threads = before }
    try body()
  }

  /// Returns a team of its own, which no product of another test has.
  static func team(_ threads: Int) -> Team {
    let team = Team()
    team.threads = threads
    return team
  }

  @Test(arguments: [1, 2, 3, 5]) func everyPartIsWorkedOnOnce(_ threads: Int) {
    let team = Self.team(threads)
    for count in [0, 1, 2, 7, 100] {
      let marks = UnsafeMutablePointer<Int>.allocate(capacity: count + 1)
      marks.initialize(repeating: 0, count: count + 1)
      defer { marks.deallocate() }
      team.run(parts: count) { part in
        marks[part] += 1
        // A part that has parts itself works on them alone.
        var own = 0
        team.run(parts: 3) { own += $0 }
        if own != 3 { marks[part] = -1 }
      }
      #expect((0..<count).allSatisfy { marks[$0] == 1 })
      #expect(marks[count] == 0)
    }
  }

  /// Two parts that wait for each other meet: another thread takes part.
  @Test func partsMeet() {
    let arrived = Mutex(0)
    let met = Mutex(0)
    Self.team(2).run(parts: 2) { _ in
      arrived.withLock { $0 += 1 }
      // Ten seconds are long enough for a thread to wake, and not too long for a failure.
      for _ in 0..<10_000 where arrived.withLock({ $0 }) < 2 { usleep(1000) }
      if arrived.withLock({ $0 }) == 2 { met.withLock { $0 += 1 } }
    }
    #expect(met.withLock { $0 } == 2)
  }

  /// Products large enough to be shared have the same bits on any number of threads, whichever way they are turned.
  @Test(arguments: [(300, 200, 300), (1030, 90, 130), (70, 900, 200)])
  func productsDoNotDependOnThreads(_ m: Int, _ n: Int, _ k: Int) {
    let (a, b) = (Arrays.random([m, k]), Arrays.random([k, n]))
    var products: [Tensor] = []
    for threads in [1, 2, 3, 16] {
      Self.with(threads: threads) {
        products.append(a.matmul(b))
        products.append(b.transposed.matmul(a.transposed).transposed)
      }
    }
    for product in products { #expect(product == products[0], "the bits of one thread") }
  }

  /// Solutions for many right sides, inverses and determinants, too.
  @Test(arguments: [(130, 577), (260, 129), (300, 300)]) func systemsDoNotDependOnThreads(_ n: Int, _ width: Int) {
    let (a, b) = (Arrays.random([n, n]), Arrays.random([n, width]))
    var results: [[Tensor]] = []
    // Nine threads have a part of 577 columns that is a single one.
    for threads in [1, 2, 9] {
      Self.with(threads: threads) {
        let factors = Factorization(a)
        results.append([factors.solve(b), factors.solveTransposed(b, a), factors.inverse, .scalar(factors.determinant)])
      }
    }
    for result in results { #expect(result == results[0], "the bits of one thread") }
    // A column is the solution for itself, but for its last digits.
    let column = Tensor(Shape([n]), (0..<n).map { b.elements[$0 * width + width - 1] })
    let alone = Factorization(a).solve(column)
    let last = Tensor(Shape([n]), (0..<n).map { results[0][0].elements[$0 * width + width - 1] })
    #expect(Arrays.close(alone, last, within: 1e-9))
  }
}
