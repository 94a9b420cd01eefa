/// The threads that share the work of one large operation, whose parts do not depend on each other.
///
/// They are started when there is work for them the first time, and wait for more. One operation has them at a time:
/// another one that comes meanwhile, from a thread of one's own, is worked out where it is.
package final class Team: @unchecked Sendable {
  /// The team of this process.
  package static let shared = Team()

  private let shared = Monitor()
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
  init() {}

  /// The number of threads that may work together: as many as can run at once, unless it is set.
  package var threads: Int {
    get {
      shared.locked {
        let size = size ?? Thread.cores
        self.size = size
        return size
      }
    }
    set { shared.locked { size = Thread.useful(max(1, newValue)) } }
  }

  /// A Boolean value indicating whether there are several threads, and no operation has them.
  var isFree: Bool { threads > 1 && shared.locked { parts == 0 } }

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
      shared.change { self.work = work }
      while let part = shared.locked({ nextPart() }) {
        work(part)
        finish()
      }
      shared.wait { open == 0 ? () : nil }
      shared.locked {
        self.work = nil
        parts = 0
      }
    }
  }

  /// Takes the team for some parts.
  ///
  /// - Returns: A Boolean value indicating whether it was free.
  private func take(_ count: Int, _ most: Int) -> Bool {
    shared.locked {
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
      workOnNext()
      finish()
    }
  }

  /// Waits for a part and works on it. The closure is let go before the part counts as done.
  @inline(never)
  private func workOnNext() {
    let part = shared.wait { work == nil ? nil : nextPart() }
    // The closure stays the same while a part is open.
    work?(part)
  }

  private func nextPart() -> Int? {
    guard next < parts else { return nil }
    defer { next += 1 }
    return next
  }

  /// Counts a part as done; the last one is waited for.
  private func finish() {
    let isLast = shared.locked {
      open -= 1
      return open == 0
    }
    if isLast { shared.change {} }
  }
}
