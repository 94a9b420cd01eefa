import CProcessor

/// Memory that large arrays give back, which the process keeps for the next ones: the system clears each page that it
/// hands out, and that takes longer than an operation on its numbers.
enum KeptMemory {
  /// The number of elements from which an array counts as large: the C library asks the system for the memory of each such
  /// array.
  private static let large = 16_384

  /// A Boolean value indicating whether memory is kept; the first use sees to it.
  private static let isKept = process_keeps_memory() != 0

  /// Sees to it that the memory of an array of some elements is kept if it is large.
  @inline(__always)
  static func prepare(for count: Int) {
    if count >= large { _ = isKept }
  }
}
