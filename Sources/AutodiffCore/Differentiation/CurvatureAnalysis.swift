/// The search for second derivatives at a point where conventions decide some of them: the true ones where the function
/// has them, else the one-sided ones.
///
/// The derivative by element i has a derivative along element j if it tends to its value at the point on both sides,
/// and with one slope. Both sides are swept along curves close to the axis of j, on which ties that do not concern j are
/// broken; a row that is then linear along other directions, too, is that of a second derivative in the sense of
/// Fréchet. Where that fails, the same is asked in the plane of i and j alone, in which the partial derivative is
/// defined.
struct CurvatureAnalysis {
  /// A second derivative of which the gates' conventions cannot be trusted.
  struct Entry {
    /// The true second derivative; nil if there is none.
    var value: Double?
    /// The second derivatives on both sides, by the second element along its own axis.
    var left = Double.nan
    var right = Double.nan
    /// A Boolean value indicating whether a first derivative has no value to begin with.
    var isOfKink = false
    /// A bound of the rounding error.
    var error = 0.0
  }

  typealias Pair = CurvatureEntries.Pair
  typealias Curve = CurveSweep.Curve
  typealias Side = CurveSweep.Side
  typealias Sides = (left: [Side?], right: [Side?])

  var sweeps: CurveSweep
  let value: Double
  /// The derivatives that are answered.
  let gradient: [Double]
  /// The elements along which the function may not be smooth.
  let elements: [Int]
  var isRough: [Bool]
  /// For each of `elements`, whether the derivative by it exists at the point.
  var isDifferentiable: [Bool]
  /// The two sides of each axis.
  var axes: [Sides?]
  /// Two curves with opposite bends on each side of each axis.
  var near: [Sides?]
  private var random = SplitMix64(seed: 1)

  /// The number of nodes that all sweeps may visit: a second's worth.
  static let budget = 1_000_000

  /// The number of lines along which rows are checked to be linear.
  static let lines = 6

  /// Creates the search, unless it would take too long.
  ///
  /// - Parameters:
  ///   - value: The function's value.
  ///   - gradient: The derivatives by all elements.
  ///   - elements: The elements along which the function may not be smooth.
  init?(_ sweeps: CurveSweep, value: Double, gradient: [Double], elements: [Int]) {
    let work = sweeps.cost.multipliedReportingOverflow(by: 6 * elements.count + 4 * Self.lines)
    guard !work.overflow, work.partialValue <= Self.budget else { return nil }
    self.sweeps = sweeps
    self.value = value
    self.gradient = gradient
    self.elements = elements
    isRough = [Bool](repeating: false, count: gradient.count)
    isDifferentiable = [Bool](repeating: true, count: gradient.count)
    axes = Array(repeating: nil, count: gradient.count)
    near = axes
    for element in elements { isRough[element] = true }
  }

  /// Returns the second derivatives of which one element at least is among `elements`, by their places.
  mutating func run() -> CurvatureEntries {
    sweepAxes()
    var entries = CurvatureEntries(count: gradient.count, columns: elements)
    for column in elements {
      for row in gradient.indices where gradient[row].isFinite && gradient[column].isFinite {
        entries[Pair(row, column)] = row == column ? diagonal(row) : entry(row, column, near[column])
      }
    }
    checkValues(&entries)
    checkRows(&entries)
    mendInPlanes(&entries)
    for row in elements {
      for column in elements where column < row { reconcile(&entries, Pair(row, column)) }
    }
    return entries
  }

  // MARK: - Sides

  /// Sweeps both sides of each axis.
  private mutating func sweepAxes() {
    let still = [Double](repeating: 0, count: gradient.count)
    for element in elements {
      var line = still
      line[element] = 1
      let right = sweeps.side(Curve(line: line, bend: still))
      line[element] = -1
      let left = sweeps.side(Curve(line: line, bend: still))
      axes[element] = ([left], [right])
      isDifferentiable[element] = [left, right].allSatisfy { side in
        guard let side else { return false }
        return agree(side.value, value, 0) && tends(side.gradient[element], to: element)
      }
      guard gradient.count > 1 else { continue }
      let bends = (mix(), mix())
      let below = curves(line, bends.0)
      line[element] = 1
      near[element] = (below, curves(line, bends.1))
    }
  }

  /// Returns the behaviour along curves with one line and opposite bends.
  private mutating func curves(_ line: [Double], _ bend: [Double]) -> [Side?] {
    [sweeps.side(Curve(line: line, bend: bend)), sweeps.side(Curve(line: line, bend: bend.map { -$0 }))]
  }

  /// Returns a number for each element, none of which is 0.
  mutating func mix() -> [Double] {
    gradient.indices.map { _ in Double.random(in: 0.5...1.5, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
  }

  func agree(_ left: Double, _ right: Double, _ error: Double) -> Bool {
    left == right
      || left.isFinite && right.isFinite && fabs(left - right) <= 1e-12 * fmax(fabs(left), fabs(right)) + 4 * error
  }

  func tends(_ behaviour: CurveSweep.Behaviour, to row: Int) -> Bool {
    agree(behaviour.limit, gradient[row], behaviour.error)
  }

  // MARK: - Entries

  /// Returns the second derivative by one element, along its axis.
  private func diagonal(_ row: Int) -> Entry { entry(row, row, axes[row]) }

  /// Returns the derivative by `row` along `column` from both sides.
  func entry(_ row: Int, _ column: Int, _ sides: Sides?) -> Entry {
    let left = (sides?.left ?? []).map { $0?.gradient[row] ?? CurveSweep.Behaviour() }
    let right = (sides?.right ?? []).map { $0?.gradient[row] ?? CurveSweep.Behaviour() }
    var entry = Entry()
    entry.error = (left + right).reduce(0) { fmax($0, $1.error) }
    guard !isRough[row] || isDifferentiable[row] else {
      entry.isOfKink = true
      if let left = left.first, let right = right.first { (entry.left, entry.right) = (0 - left.slope, right.slope) }
      return entry
    }
    entry.left = 0 - common(left.map { quotient($0, row) }, entry.error)
    entry.right = common(right.map { quotient($0, row) }, entry.error)
    let isContinuous = (left + right).allSatisfy { tends($0, to: row) }
    entry.value = isContinuous && agree(entry.left, entry.right, entry.error) ? entry.right : nil
    return entry
  }

  /// Returns the number that several are but for rounding; nan if they differ.
  private func common(_ numbers: [Double], _ error: Double) -> Double {
    guard let first = numbers.first, numbers.allSatisfy({ agree($0, first, error) }) else { return .nan }
    return first
  }

  /// Returns the limit of the difference quotient of a derivative along a curve; one that jumps has a quotient that grows
  /// without bound.
  private func quotient(_ behaviour: CurveSweep.Behaviour, _ row: Int) -> Double {
    tends(behaviour, to: row) ? behaviour.slope : (behaviour.limit - gradient[row]) * .infinity
  }

  /// Makes two entries that mirror each other one: both take the value that one of them has, and none if they differ.
  private func reconcile(_ entries: inout CurvatureEntries, _ pair: Pair) {
    guard var one = entries[pair], var other = entries[pair.mirrored] else { return }
    if let value = one.value, let mirror = other.value {
      if !agree(value, mirror, fmax(one.error, other.error)) {
        one.value = nil
        other.value = nil
      }
    } else if one.isOfKink || other.isOfKink {
      let value = one.value ?? other.value
      one.value = value
      other.value = value
    } else {
      one.value = nil
      other.value = nil
    }
    entries[pair] = one
    entries[pair.mirrored] = other
  }
}
