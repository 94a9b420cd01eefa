/// A function of one number as a loop over lanes that stand one after the other.
///
/// - Parameters:
///   - x: The operands' lanes.
///   - result: The memory of the results.
///   - count: The number of lanes; up to one pack more of them may be read and written.
typealias LaneFunction = @Sendable (_ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int) -> Void

/// Loops of functions that work on several lanes at once and read tables.
enum LaneLoop {
  static let exp = over(Exponential.table) { Exponential.exp($0, $1) }
  static let expm1 = over(Exponential.table) { Exponential.expm1($0, $1) }
  static let tanh = over(Exponential.table) { Exponential.tanh($0, $1) }
  static let log = over(Logarithm.table) { Logarithm.log($0, $1) }
  static let log1p = over(Logarithm.table) { Logarithm.log1p($0, $1) }
  static let sigma = over(Exponential.table) { Logistic.sigma($0, $1) }
  static let sigmaSlope = over(Exponential.table) { Logistic.sigmaSlope($0, $1) }
  static let sechSquared = over(Exponential.table) { Logistic.sechSquared($0, $1) }
  static let softplus = over(Exponential.table, Logarithm.table) { Logistic.softplus($0, $1, $2) }

  @inline(__always)
  private static func over(
    _ table: [UInt64], _ function: @escaping @Sendable (Pack, UnsafePointer<UInt64>) -> Pack
  ) -> LaneFunction {
    { x, result, count in
      table.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        run(x, result, count) { function($0, table) }
      }
    }
  }

  @inline(__always)
  private static func over(
    _ first: [UInt64], _ second: [UInt64],
    _ function: @escaping @Sendable (Pack, UnsafePointer<UInt64>, UnsafePointer<UInt64>) -> Pack
  ) -> LaneFunction {
    { x, result, count in
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          guard let first = first.baseAddress, let second = second.baseAddress else { return }
          run(x, result, count) { function($0, first, second) }
        }
      }
    }
  }

  @inline(__always)
  private static func run(
    _ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int, _ function: (Pack) -> Pack
  ) {
    for offset in stride(from: 0, to: count * MemoryLayout<Double>.stride, by: MemoryLayout<Pack>.stride) {
      let value = function(x.loadUnaligned(fromByteOffset: offset, as: Pack.self))
      result.storeBytes(of: value, toByteOffset: offset, as: Pack.self)
    }
  }
}
