/// A function of one number as a loop over lanes that stand one after the other.
///
/// - Parameters:
///   - x: The operands' lanes.
///   - result: The memory of the results.
///   - count: The number of lanes; up to one pack more of them may be read and written.
typealias LaneFunction = @Sendable (_ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int) -> Void

/// Loops of functions that work on several lanes at once and read a table.
enum LaneLoop {
  @inline(__always)
  static func over(
    _ table: [UInt64], _ function: @escaping @Sendable (Pack, UnsafePointer<UInt64>) -> Pack
  ) -> LaneFunction {
    { x, result, count in
      table.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        for offset in stride(from: 0, to: count * MemoryLayout<Double>.stride, by: MemoryLayout<Pack>.stride) {
          let value = function(x.loadUnaligned(fromByteOffset: offset, as: Pack.self), table)
          result.storeBytes(of: value, toByteOffset: offset, as: Pack.self)
        }
      }
    }
  }
}
