import CProcessor

/// A thread of the system.
package struct Thread {
  private let handle: pthread_t

  /// Runs `body` on a new thread; nil if none can be had, and `body` is not run.
  ///
  /// - Parameter stackBytes: The room for its stack; nil for what the system gives.
  package init?(stackBytes: Int? = nil, _ body: @escaping () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackBytes { pthread_attr_setstacksize(&attributes, stackBytes) }
    let box = Unmanaged.passRetained(Box(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        #if canImport(Darwin)
          Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        #else
          if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
        #endif
        return nil
      }, box.toOpaque())
    guard status == 0 else {
      box.release()
      return nil
    }
    #if canImport(Darwin)
      guard let thread else { return nil }
    #endif
    handle = thread
  }

  /// The number of threads that can run at once: the cores that the process may use.
  package static let cores: Int = {
    let usable = Int(processor_usable_cores())
    return usable > 0 ? usable : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }()

  /// Returns as many of the threads asked for as do more than take memory.
  package static func useful(_ count: Int) -> Int { min(count, max(2, 4 * cores)) }

  /// Waits until the thread has ended.
  package func join() { pthread_join(handle, nil) }

  private final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
