import Testing

@testable import AutodiffCore

/// Threads that wait for each other's changes, awake at first and asleep later.
@Suite struct MonitorTests {
  /// A number that two threads count up in turns.
  private final class Counter: @unchecked Sendable {
    let monitor = Monitor()
    var value = 0

    /// Waits until the number is even, or odd, and adds 1.
    func step(_ remainder: Int) {
      monitor.wait { value % 2 == remainder ? () : nil }
      monitor.change { value += 1 }
    }
  }

  /// Pauses longer than a thread stays awake, and such as it does.
  @Test(arguments: [0, 20, 2000]) func changesAreSeen(_ microseconds: Int) {
    let counter = Counter()
    let rounds = microseconds == 0 ? 2000 : 50
    let thread = Thread {
      for _ in 0..<rounds { counter.step(1) }
    }
    for _ in 0..<rounds {
      counter.step(0)
      if microseconds > 0 { usleep(UInt32(microseconds)) }
    }
    thread?.join()
    #expect(thread == nil || counter.value == 2 * rounds)
  }

  @Test func manyThreadsMeet() {
    let counter = Counter()
    let threads = (0..<9).compactMap { _ in
      Thread {
        counter.monitor.change { counter.value += 1 }
        counter.monitor.wait { counter.value < 0 ? () : nil }
        counter.monitor.change { counter.value -= 1 }
      }
    }
    counter.monitor.wait { counter.value == threads.count ? () : nil }
    counter.monitor.change { counter.value = -1 }
    for thread in threads { thread.join() }
    #expect(counter.value == -1 - threads.count)
  }
}
