/// A function of one number as a loop over lanes that stand one after the other.
///
/// - Parameters:
///   - x: The operands' lanes.
///   - result: The memory of the results.
///   - count: The number of lanes.
typealias LaneFunction = @Sendable (_ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int) -> Void

/// Loops of functions that work on several lanes at once and read a table.
enum LaneLoop {
  /// Returns a loop of the fastest kernels with its table.
  ///
  /// - Parameter loop: The function that returns the loop of a set of kernels.
  static func over(
    _ table: [UInt64], _ loop: @escaping @Sendable (KernelSet) -> KernelSet.TableLoop
  ) -> LaneFunction {
    { x, result, count in
      table.withUnsafeBufferPointer { table in
        if let table = table.baseAddress { loop(.best)(x, result, count, table) }
      }
    }
  }
}
