import AutodiffCore

/// Works on pieces on several threads and hands the answers out in the order in which the pieces came.
///
/// One thread submits pieces and takes answers. With one thread to work it is that one.
final class OrderedPool<Piece, Answer> {
  private let shared: Shared
  private var local: ((Piece) -> Answer)?
  private var threads: [Thread] = []
  /// How many threads there may be.
  private let count: Int
  /// Pieces that were submitted and whose answers were not taken.
  private var underWay = 0
  private let most: Int

  /// Past that, more threads only take memory.
  private static var threadsPerCore: Int { 4 }

  /// - Parameters:
  ///   - count: how many threads may work; they are started when there are pieces for them.
  ///   - worker: makes what a thread works with.
  init(threads count: Int, worker: @escaping () -> (Piece) -> Answer) {
    shared = Shared(worker)
    self.count = count > 1 ? min(count, max(2, Self.threadsPerCore * System.cores)) : 0
    most = 2 * self.count
  }

  /// Whether an answer has to be taken before another piece is submitted.
  var isFull: Bool { underWay >= max(1, local == nil ? most : 1) }
  var isEmpty: Bool { underWay == 0 }

  func submit(_ piece: Piece) {
    underWay += 1
    if local == nil, threads.count < count {
      let shared = shared
      if let thread = Thread({ shared.work() }) { threads.append(thread) }
    }
    if !threads.isEmpty { return shared.put(piece) }
    // One thread is this one, also where the system gives no other.
    let answer = local ?? shared.worker()
    local = answer
    shared.keep(answer(piece))
  }

  /// The answer to the piece that was submitted first of those under way; waits for it.
  func next() -> Answer? {
    guard underWay > 0 else { return nil }
    underWay -= 1
    return shared.take()
  }

  /// Drops what nobody works on yet, and waits for the threads.
  func finish() {
    shared.close()
    for thread in threads { thread.join() }
    threads = []
  }

  /// What the threads have in common, all of it behind one lock.
  private final class Shared: @unchecked Sendable {
    let worker: () -> (Piece) -> Answer
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var pieces: [(number: Int, piece: Piece)] = []
    private var answers: [Int: Answer] = [:]
    private var submitted = 0
    private var taken = 0
    private var isClosed = false

    init(_ worker: @escaping () -> (Piece) -> Answer) {
      self.worker = worker
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_mutex_destroy(lock)
      pthread_cond_destroy(changed)
      lock.deallocate()
      changed.deallocate()
    }

    private func locked<R>(_ body: () -> R) -> R {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      return body()
    }

    func put(_ piece: Piece) {
      locked {
        pieces.append((submitted, piece))
        submitted += 1
        pthread_cond_broadcast(changed)
      }
    }

    func keep(_ answer: Answer) {
      locked {
        answers[submitted] = answer
        submitted += 1
      }
    }

    func take() -> Answer? {
      locked {
        while true {
          if let answer = answers.removeValue(forKey: taken) {
            taken += 1
            return answer
          }
          pthread_cond_wait(changed, lock)
        }
      }
    }

    func close() {
      locked {
        isClosed = true
        pieces = []
        pthread_cond_broadcast(changed)
      }
    }

    func work() {
      let answer = worker()
      while let (number, piece) = wait() {
        let result = answer(piece)
        locked {
          answers[number] = result
          pthread_cond_broadcast(changed)
        }
      }
    }

    private func wait() -> (Int, Piece)? {
      locked {
        while pieces.isEmpty, !isClosed { pthread_cond_wait(changed, lock) }
        return pieces.isEmpty ? nil : pieces.removeFirst()
      }
    }
  }
}
