/// A function of one number as a loop over lanes that stand one after the other.
///
/// - Parameters:
///   - x: The operands' lanes.
///   - result: The memory of the results.
///   - count: The number of lanes.
typealias LaneFunction = @Sendable (_ x: UnsafeRawPointer, _ result: UnsafeMutableRawPointer, _ count: Int) -> Void

/// Loops of functions that work on several lanes at once and read tables: those of the fastest kernels.
enum LaneLoop {
  static let exp = over(Exponential.table) { $0.exp }
  static let expm1 = over(Exponential.table) { $0.expm1 }
  static let tanh = over(Exponential.table) { $0.tanh }
  static let log = over(Logarithm.table) { $0.log }
  static let log1p = over(Logarithm.table) { $0.log1p }
  static let sigma = over(Exponential.table) { $0.sigma }
  static let sigmaSlope = over(Exponential.table) { $0.sigmaSlope }
  static let sechSquared = over(Exponential.table) { $0.sechSquared }
  static let sin = over(Trigonometry.table) { $0.sin }
  static let cos = over(Trigonometry.table) { $0.cos }
  static let softplus: LaneFunction = { x, result, count in
    Exponential.table.withUnsafeBufferPointer { exponentials in
      Logarithm.table.withUnsafeBufferPointer { logarithms in
        guard let exponentials = exponentials.baseAddress, let logarithms = logarithms.baseAddress else { return }
        KernelSet.best.softplus(x, result, count, exponentials, logarithms)
      }
    }
  }

  static let relu = of(Scalar.relu)
  static let step = of(Scalar.step)

  /// Returns the loop of a function that needs no table.
  @inline(__always)
  private static func of(_ function: @escaping @Sendable (Double) -> Double) -> LaneFunction {
    { x, result, count in
      let (x, result) = (x.assumingMemoryBound(to: Double.self), result.assumingMemoryBound(to: Double.self))
      for lane in 0..<count { result[lane] = function(x[lane]) }
    }
  }

  /// Returns a loop of the fastest kernels with its table.
  ///
  /// - Parameter loop: The function that returns the loop of a set of kernels.
  private static func over(
    _ table: [UInt64], _ loop: @escaping @Sendable (KernelSet) -> KernelSet.TableLoop
  ) -> LaneFunction {
    { x, result, count in
      table.withUnsafeBufferPointer { table in
        if let table = table.baseAddress { loop(.best)(x, result, count, table) }
      }
    }
  }
}
