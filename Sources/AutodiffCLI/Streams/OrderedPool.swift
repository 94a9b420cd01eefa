import AutodiffCore

/// Works on pieces on several threads and hands the answers out in the order in which the pieces came.
///
/// One thread submits pieces and takes answers; instead of waiting for one it works as well, so that there are never
/// more threads than were asked for.
final class OrderedPool<Piece, Answer> {
  private let shared: Shared
  /// The work of the thread that submits.
  private lazy var local: (Piece) -> Answer = shared.worker()
  private var threads: [Thread] = []
  /// The number of further threads that there may be.
  private let count: Int
  /// Pieces that were submitted and whose answers were not taken.
  private var underWay = 0
  private let most: Int

  /// - Parameters:
  ///   - count: how many threads may work; they are started when there are pieces for them.
  ///   - worker: makes what a thread works with.
  init(threads count: Int, worker: @escaping () -> (Piece) -> Answer) {
    shared = Shared(worker)
    self.count = Thread.useful(count) - 1
    most = self.count == 0 ? 1 : 2 * (self.count + 1)
  }

  /// A flag for a pool from which an answer has to be taken before another piece is submitted.
  var isFull: Bool { underWay >= most }
  var isEmpty: Bool { underWay == 0 }

  func submit(_ piece: Piece) {
    underWay += 1
    // This thread does all where the system gives no other.
    if underWay > 1, threads.count < count {
      let shared = shared
      if let thread = Thread({ shared.work() }) { threads.append(thread) }
    }
    shared.put(piece)
  }

  /// The answer to the piece that was submitted first of those under way; waits for it.
  func next() -> Answer? {
    guard underWay > 0 else { return nil }
    underWay -= 1
    return shared.take(local)
  }

  /// Hands over the answers to pieces in their order, until one is refused; then as few more as can be are worked on.
  func work(on pieces: [Piece], _ take: (Answer) -> Bool) {
    if pieces.count == 1, isEmpty {
      // Waking another thread would take longer than most single pieces.
      _ = take(local(pieces[0]))
      return
    }
    var rest = pieces[...]
    while !rest.isEmpty || !isEmpty {
      if !isFull, let piece = rest.popFirst() {
        submit(piece)
      } else if let answer = next(), !take(answer) {
        underWay -= shared.drop()
        while next() != nil {}
        return
      }
    }
  }

  /// Drops what nobody works on yet, and waits for the threads.
  func finish() {
    shared.close()
    for thread in threads { thread.join() }
    threads = []
  }

  /// The pieces and answers that the threads have in common, all of them behind one lock.
  private final class Shared: @unchecked Sendable {
    let worker: () -> (Piece) -> Answer
    private let monitor = Monitor()
    private var pieces: [(number: Int, piece: Piece)] = []
    private var answers: [Int: Answer] = [:]
    private var submitted = 0
    private var taken = 0
    private var isClosed = false

    init(_ worker: @escaping () -> (Piece) -> Answer) { self.worker = worker }

    func put(_ piece: Piece) {
      monitor.change {
        pieces.append((submitted, piece))
        submitted += 1
      }
    }

    /// The next answer; until it is there, pieces that nobody works on are worked on here.
    func take(_ work: (Piece) -> Answer) -> Answer {
      while true {
        let (answer, piece) = answerOrPiece()
        if let answer { return answer }
        if let (number, piece) = piece { keep(work(piece), number) }
      }
    }

    private func answerOrPiece() -> (Answer?, (Int, Piece)?) {
      monitor.wait {
        if let answer = answers.removeValue(forKey: taken) {
          taken += 1
          return (answer, nil)
        }
        return pieces.isEmpty ? nil : (nil, pieces.removeFirst())
      }
    }

    private func keep(_ answer: Answer, _ number: Int) {
      monitor.change { answers[number] = answer }
    }

    /// Drops the pieces that nobody works on yet, and returns their number.
    func drop() -> Int {
      monitor.locked {
        defer { pieces = [] }
        submitted -= pieces.count
        return pieces.count
      }
    }

    func close() {
      monitor.change {
        isClosed = true
        pieces = []
      }
    }

    func work() {
      let answer = worker()
      while let (number, piece) = next() { keep(answer(piece), number) }
    }

    /// Waits for a piece; nil when there will be none.
    private func next() -> (number: Int, piece: Piece)? {
      monitor.wait {
        guard pieces.isEmpty else { return .some(pieces.removeFirst()) }
        return isClosed ? .some(nil) : nil
      }
    }
  }
}
