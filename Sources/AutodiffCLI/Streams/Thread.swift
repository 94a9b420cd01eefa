import AutodiffCore

/// A thread of the system.
struct Thread {
  private let handle: pthread_t

  /// Runs `body` on a new thread; nil where none can be had, and `body` is not run.
  ///
  /// - Parameter stackBytes: room for its stack; nil: what the system gives.
  init?(stackBytes: Int? = nil, _ body: @escaping () -> Void) {
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

  func join() { pthread_join(handle, nil) }

  private final class Box {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
