import CProcessor

/// A lock on values that threads share, and on whose changes they wait.
///
/// A thread that waits stays awake for a while where there is a core for it: steps that follow each other have work for
/// it again sooner than the system could wake it, for which a virtual machine takes 50 µs and more.
package final class Monitor: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// The number of changes, at which threads that are awake look without the lock.
  private let changes = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  /// The number of threads that wait and are awake: fewer than there are cores.
  private var awake = 0

  /// Creates a monitor.
  package init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
    changes.initialize(to: 0)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(changed)
    lock.deallocate()
    changed.deallocate()
    changes.deallocate()
  }

  /// Runs a closure while no other thread has the lock.
  package func locked<R>(_ body: () -> R) -> R {
    take()
    defer { pthread_mutex_unlock(lock) }
    return body()
  }

  /// Runs a closure while no other thread has the lock, and has those that wait look again.
  package func change<R>(_ body: () -> R) -> R {
    locked {
      defer {
        set_atomic_number(changes, changes.pointee &+ 1)
        pthread_cond_broadcast(changed)
      }
      return body()
    }
  }

  /// Waits until a closure finds something, and returns it.
  ///
  /// - Parameter find: A closure that is run while no other thread has the lock, after each change.
  package func wait<R>(until find: () -> R?) -> R {
    take()
    defer { pthread_mutex_unlock(lock) }
    var isTired = false
    while true {
      if let found = find() { return found }
      if isTired || awake >= Thread.cores - 1 {
        pthread_cond_wait(changed, lock)
      } else {
        let seen = changes.pointee
        awake += 1
        pthread_mutex_unlock(lock)
        isTired = !isChanged(since: seen)
        take()
        awake -= 1
      }
    }
  }

  /// Takes the lock; those that have it give it back at once, so that sleep would take longer than a few looks.
  private func take() {
    for _ in 0..<Self.looks {
      if pthread_mutex_trylock(lock) == 0 { return }
      pause_thread()
    }
    pthread_mutex_lock(lock)
  }

  /// Waits a while for a change.
  ///
  /// - Returns: A Boolean value indicating whether there was one.
  private func isChanged(since seen: Int) -> Bool {
    let start = Self.nanoseconds
    repeat {
      for _ in 0..<Self.looks {
        if atomic_number(changes) != seen { return true }
        pause_thread()
      }
      // Another program may need the core more.
      sched_yield()
    } while Self.nanoseconds - start < Self.awakeNanoseconds
    return false
  }

  private static let looks = 50
  private static let awakeNanoseconds = 100_000

  private static var nanoseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }
}
