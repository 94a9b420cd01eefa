/// The numbers from which an input of an exercise is drawn: those of a range that are a whole number of steps from its
/// lower end.
package struct Draw: Sendable {
  /// The name of the input.
  package let input: String
  private let range: ClosedRange<Double>
  private let step: Double
  /// The number of steps to the upper end.
  private let steps: Int

  /// Creates a draw.
  ///
  /// - Parameter step: The step; nil for the largest power of ten that leaves twenty numbers or more.
  package init(_ input: String, in range: ClosedRange<Double>, step: Double?) {
    self.input = input
    self.range = range
    let width = range.upperBound - range.lowerBound
    self.step = step ?? (width > 0 ? Scalar.power(10, floor(Logarithm.log10(width / 20))) : 1)
    // The end is one of the numbers although steps such as 0.1 are rounded.
    steps = Int(fmin(floor(width / self.step * (1 + 1e-12)), Self.mostSteps))
  }

  private static let mostSteps = 1e15

  /// Returns a value of a shape, each element drawn by itself.
  func value(_ shape: Shape, _ random: inout SplitMix64) -> Tensor {
    let numbers = (0..<shape.count).map { _ in number(&random) }
    return shape.isScalar ? .scalar(numbers[0]) : Tensor(shape, numbers)
  }

  /// Returns a value of a shape from the whole range, off the steps.
  func valueOffSteps(_ shape: Shape, _ random: inout SplitMix64) -> Tensor {
    let numbers = (0..<shape.count).map { _ in random.number(in: range) }
    return shape.isScalar ? .scalar(numbers[0]) : Tensor(shape, numbers)
  }

  private func number(_ random: inout SplitMix64) -> Double {
    let number = range.lowerBound + step * Double(random.next() % UInt64(steps + 1))
    // A tenth is to be 0.3 and not 0.30000000000000004.
    let text = Array(NumberText(digits: 13)(number).utf8)
    return text.withUnsafeBufferPointer { DecimalReader.readSigned($0, at: 0)?.value } ?? number
  }
}
