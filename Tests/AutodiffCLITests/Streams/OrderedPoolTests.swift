import AutodiffCore
import Testing

@testable import AutodiffCLI

@Suite struct OrderedPoolTests {
  @Test(arguments: [1, 2, 7, 1_000_000])
  func answersComeInTheOrderOfThePieces(_ threads: Int) {
    let pool = OrderedPool<Int, Int>(threads: threads) {
      { piece in
        // Some take much longer than others.
        var sum = 0
        for term in 0..<(piece.isMultiple(of: 5) ? 100_000 : 10) { sum &+= term }
        return sum < 0 ? -1 : piece
      }
    }
    defer { pool.finish() }
    var answers: [Int] = []
    for piece in 0..<500 {
      while pool.isFull { answers.append(pool.next() ?? -1) }
      pool.submit(piece)
    }
    while !pool.isEmpty { answers.append(pool.next() ?? -1) }
    #expect(answers == Array(0..<500))
    #expect(pool.next() == nil)
  }

  /// Again and again, to the end or until an answer is refused.
  @Test(arguments: [1, 2, 7]) func workGoesOnUntilAnAnswerIsRefused(_ threads: Int) {
    let pool = OrderedPool<Int, Int>(threads: threads) { { $0 } }
    defer { pool.finish() }
    for last in [99, 0, 50, 98, 1000, 3] {
      var taken: [Int] = []
      pool.work(on: Array(0..<100)) { answer in
        taken.append(answer)
        return answer != last
      }
      #expect(taken == Array(0...min(last, 99)))
      #expect(pool.isEmpty)
    }
    pool.work(on: []) { _ in false }
    pool.work(on: [7]) { $0 != 7 }
    #expect(pool.isEmpty)
  }

  @Test func whatIsLeftIsDropped() {
    let pool = OrderedPool<Int, Int>(threads: 2) { { $0 } }
    for piece in 0..<3 { pool.submit(piece) }
    pool.finish()
  }
}
