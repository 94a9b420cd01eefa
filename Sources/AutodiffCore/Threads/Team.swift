/// The threads that share the work of one large operation, whose parts do not depend on each other.
///
/// They are started when there is work for them the first time, and wait for more. One operation has them at a time:
/// another one that comes meanwhile, from a thread of one's own, is worked out where it is.
package final class Team: @unchecked Sendable {
  /// The team of this process.
  package static let shared = Team()

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// The number of threads that may work, the one with the operation among them; nil for as many as can run at once,
  /// for which the system is asked when there is work.
  private var size: Int?
  private var helpers: [Thread] = []
  private var work: ((Int) -> Void)?
  private var parts = 0
  /// The next part that nobody works on.
  private var next = 0
  /// The number of parts that are not done.
  private var open = 0

  /// Creates a team, whose threads wait for work as long as the process runs.
  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  /// The number of threads that may work together: as many as can run at once, unless it is set.
  package var threads: Int {
    get {
      locked {
        let size = size ?? Thread.cores
        self.size = size
        return size
      }
    }
    set { locked { size = Thread.useful(max(1, newValue)) } }
  }

  /// Works on parts, in any order and by any of the threads, until all are done.
  ///
  /// - Parameter work: A closure that works on a part, by its number.
  func run(parts count: Int, _ work: (Int) -> Void) {
    let most = min(threads, count)
    guard most > 1, take(count, most) else {
      for part in 0..<count { work(part) }
      return
    }
    // Nobody keeps the closure: this returns when all parts are done.
    withoutActuallyEscaping(work) { work in
      locked {
        self.work = work
        pthread_cond_broadcast(changed)
      }
      while let part = locked({ nextPart() }) {
        work(part)
        finish()
      }
      locked {
        while open > 0 { pthread_cond_wait(changed, lock) }
        self.work = nil
        parts = 0
      }
    }
  }

  /// Takes the team for some parts.
  ///
  /// - Returns: A Boolean value indicating whether it was free.
  private func take(_ count: Int, _ most: Int) -> Bool {
    locked {
      guard parts == 0 else { return false }
      (parts, next, open) = (count, 0, count)
      while helpers.count < most - 1 {
        guard let helper = Thread({ [self] in help() }) else { break }
        helpers.append(helper)
      }
      return true
    }
  }

  /// Works on parts as they come, for ever.
  private func help() {
    while true {
      let (part, work) = locked {
        while true {
          if let work = self.work, let part = nextPart() { return (part, work) }
          pthread_cond_wait(changed, lock)
        }
      }
      work(part)
      finish()
    }
  }

  private func nextPart() -> Int? {
    guard next < parts else { return nil }
    defer { next += 1 }
    return next
  }

  private func finish() {
    locked {
      open -= 1
      if open == 0 { pthread_cond_broadcast(changed) }
    }
  }

  private func locked<R>(_ body: () -> R) -> R {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return body()
  }
}
