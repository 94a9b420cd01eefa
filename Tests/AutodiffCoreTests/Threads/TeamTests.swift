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

  @Test(arguments: [1, 2, 3, 5]) func everyPartIsWorkedOnOnce(_ threads: Int) {
    Self.with(threads: threads) {
      for count in [0, 1, 2, 7, 100] {
        let marks = UnsafeMutablePointer<Int>.allocate(capacity: count + 1)
        marks.initialize(repeating: 0, count: count + 1)
        defer { marks.deallocate() }
        Team.shared.run(parts: count) { part in
          marks[part] += 1
          // A part that has parts itself works on them alone.
          var own = 0
          Team.shared.run(parts: 3) { own += $0 }
          if own != 3 { marks[part] = -1 }
        }
        #expect((0..<count).allSatisfy { marks[$0] == 1 })
        #expect(marks[count] == 0)
      }
    }
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
}
