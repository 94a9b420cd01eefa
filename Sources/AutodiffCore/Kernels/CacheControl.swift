import CProcessor

/// Words to the caches of the processor, which change no result.
enum CacheControl {
  /// Has memory that is read soon fetched.
  @inline(__always)
  static func fetch(_ address: UnsafeRawPointer) { fetch_ahead(address) }

  /// Orders what was stored around the caches before what another thread is told next.
  @inline(__always)
  static func finishStores() { finish_stores() }
}
