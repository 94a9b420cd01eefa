import CProcessor

#if arch(x86_64)
  import KernelsV3
  import KernelsV4
#endif

/// The kernels for a level of processors: functions on numbers in memory, whose results have the same bits on all levels.
package struct KernelSet: Sendable {
  /// The product of matrices; see `MatrixKernel.multiply`.
  let multiply:
    @Sendable (
      Int, Int, Int, UnsafePointer<Double>, Int, Int, UnsafePointer<Double>, Int, Int, Int,
      UnsafeMutablePointer<Double>, Int, UnsafeMutablePointer<Double>
    ) -> Void
  /// The product of a row and a matrix; see `VectorKernel.row`.
  let multiplyRow:
    @Sendable (
      Int, Int, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, Int, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>
    ) -> Void
  /// The product of a matrix and a column; see `VectorKernel.column`.
  let multiplyColumn:
    @Sendable (
      Int, Int, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>, Int
    ) -> Void
  /// An operation on two numbers; see `ElementwiseKernel.binary`.
  let binary:
    @Sendable (
      Int, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>, Int
    ) -> Void
  /// The negatives; see `ElementwiseKernel.negate`.
  let negate: @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  /// A choice; see `ElementwiseKernel.choose`.
  let choose:
    @Sendable (
      UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>,
      Int
    ) -> Void
  /// An operation row by row; see `ElementwiseKernel.rows`.
  let binaryRows:
    @Sendable (
      Int, UnsafePointer<Double>, Int, Int, UnsafePointer<Double>, Int, Int, UnsafeMutablePointer<Double>, Int, Int,
      Int
    ) -> Void
  /// Functions of short lanes; see `ShortLaneKernel`.
  let logSoftmax:
    @Sendable (
      UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int, Int, UnsafeMutableRawPointer, UnsafePointer<UInt64>,
      UnsafePointer<UInt64>
    ) -> Int
  let softmax:
    @Sendable (
      UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int, Int, UnsafeMutableRawPointer, UnsafePointer<UInt64>
    ) -> Int
  let balance:
    @Sendable (
      UnsafePointer<Double>, UnsafePointer<Double>, Double, UnsafeMutablePointer<Double>, Int, Int,
      UnsafeMutableRawPointer
    ) -> Void
  /// Sums with their errors; see `SumKernel`.
  let sumRows: @Sendable (UnsafePointer<Double>, Int, Int, UnsafeMutablePointer<Double>) -> Void
  let addTotals:
    @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Bool
  let addEights:
    @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  /// Products added to pairs of doubles; see `PairKernel.addProducts`.
  let addProductsToPairs:
    @Sendable (
      UnsafePointer<Double>, Double, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int
    ) -> Void
  /// A question to many numbers; see `QuestionKernel.any`.
  let any: @Sendable (Int, UnsafePointer<Double>, Int) -> Bool
  /// A copy; see `SumKernel.copyRows`.
  let copyRows: @Sendable (UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>, Int, Int, Int) -> Void
  let exp: TableLoop
  let expm1: TableLoop
  let tanh: TableLoop
  let log: TableLoop
  let log1p: TableLoop
  let sigma: TableLoop
  let sigmaSlope: TableLoop
  let sechSquared: TableLoop
  let sin: TableLoop
  let cos: TableLoop
  let softplus:
    @Sendable (
      UnsafeRawPointer, UnsafeMutableRawPointer, Int, UnsafePointer<UInt64>, UnsafePointer<UInt64>
    ) -> Void

  /// The loops of expressions; see `TapeLoops.forEach`.
  let forEachTapeLoop: @Sendable (TapeLoops.Taker) -> Void

  /// A function of `FunctionLoop`.
  package typealias TableLoop =
    @Sendable (UnsafeRawPointer, UnsafeMutableRawPointer, Int, UnsafePointer<UInt64>) -> Void

  /// The kernels for every processor.
  static let baseline = KernelSet(
    multiply: MatrixKernel.multiply, multiplyRow: VectorKernel.row, multiplyColumn: VectorKernel.column,
    binary: ElementwiseKernel.binary, negate: ElementwiseKernel.negate,
    choose: ElementwiseKernel.choose,
    binaryRows: ElementwiseKernel.rows, logSoftmax: ShortLaneKernel.logSoftmax, softmax: ShortLaneKernel.softmax,
    balance: ShortLaneKernel.balance, sumRows: SumKernel.sumRows, addTotals: SumKernel.addTotals,
    addEights: SumKernel.addEights, addProductsToPairs: PairKernel.addProducts, any: QuestionKernel.any,
    copyRows: SumKernel.copyRows,
    exp: FunctionLoop.exp, expm1: FunctionLoop.expm1, tanh: FunctionLoop.tanh,
    log: FunctionLoop.log, log1p: FunctionLoop.log1p, sigma: FunctionLoop.sigma, sigmaSlope: FunctionLoop.sigmaSlope,
    sechSquared: FunctionLoop.sechSquared, sin: FunctionLoop.sin, cos: FunctionLoop.cos,
    softplus: FunctionLoop.softplus, forEachTapeLoop: TapeLoops.forEach
  )

  /// All sets that this processor can run, the fastest last.
  package static let all: [KernelSet] = {
    var sets = [baseline]
    #if arch(x86_64)
      let level = processor_level()
      if level >= 3 {
        sets.append(
          KernelSet(
            multiply: KernelsV3.MatrixKernel.multiply, multiplyRow: KernelsV3.VectorKernel.row,
            multiplyColumn: KernelsV3.VectorKernel.column,
            binary: KernelsV3.ElementwiseKernel.binary, negate: KernelsV3.ElementwiseKernel.negate,
            choose: KernelsV3.ElementwiseKernel.choose,
            binaryRows: KernelsV3.ElementwiseKernel.rows, logSoftmax: KernelsV3.ShortLaneKernel.logSoftmax,
            softmax: KernelsV3.ShortLaneKernel.softmax,
            balance: KernelsV3.ShortLaneKernel.balance, sumRows: KernelsV3.SumKernel.sumRows,
            addTotals: KernelsV3.SumKernel.addTotals,
            addEights: KernelsV3.SumKernel.addEights, addProductsToPairs: KernelsV3.PairKernel.addProducts,
            any: KernelsV3.QuestionKernel.any, copyRows: KernelsV3.SumKernel.copyRows,
            exp: KernelsV3.FunctionLoop.exp, expm1: KernelsV3.FunctionLoop.expm1, tanh: KernelsV3.FunctionLoop.tanh,
            log: KernelsV3.FunctionLoop.log, log1p: KernelsV3.FunctionLoop.log1p, sigma: KernelsV3.FunctionLoop.sigma,
            sigmaSlope: KernelsV3.FunctionLoop.sigmaSlope, sechSquared: KernelsV3.FunctionLoop.sechSquared,
            sin: KernelsV3.FunctionLoop.sin, cos: KernelsV3.FunctionLoop.cos, softplus: KernelsV3.FunctionLoop.softplus,
            forEachTapeLoop: KernelsV3.TapeLoops.forEach)
        )
      }
      if level >= 4 {
        sets.append(
          KernelSet(
            multiply: KernelsV4.MatrixKernel.multiply, multiplyRow: KernelsV4.VectorKernel.row,
            multiplyColumn: KernelsV4.VectorKernel.column,
            binary: KernelsV4.ElementwiseKernel.binary, negate: KernelsV4.ElementwiseKernel.negate,
            choose: KernelsV4.ElementwiseKernel.choose,
            binaryRows: KernelsV4.ElementwiseKernel.rows, logSoftmax: KernelsV4.ShortLaneKernel.logSoftmax,
            softmax: KernelsV4.ShortLaneKernel.softmax,
            balance: KernelsV3.ShortLaneKernel.balance, sumRows: KernelsV4.SumKernel.sumRows,
            addTotals: KernelsV4.SumKernel.addTotals,
            addEights: KernelsV4.SumKernel.addEights, addProductsToPairs: KernelsV4.PairKernel.addProducts,
            any: KernelsV4.QuestionKernel.any, copyRows: KernelsV4.SumKernel.copyRows,
            exp: KernelsV4.FunctionLoop.exp, expm1: KernelsV4.FunctionLoop.expm1, tanh: KernelsV4.FunctionLoop.tanh,
            log: KernelsV4.FunctionLoop.log, log1p: KernelsV4.FunctionLoop.log1p, sigma: KernelsV4.FunctionLoop.sigma,
            sigmaSlope: KernelsV4.FunctionLoop.sigmaSlope, sechSquared: KernelsV4.FunctionLoop.sechSquared,
            sin: KernelsV4.FunctionLoop.sin, cos: KernelsV4.FunctionLoop.cos, softplus: KernelsV4.FunctionLoop.softplus,
            forEachTapeLoop: KernelsV3.TapeLoops.forEach)
        )
      }
    #endif
    return sets
  }()

  /// The fastest set that this processor can run.
  static let best = all[all.count - 1]
}
