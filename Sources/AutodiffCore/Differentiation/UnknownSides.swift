/// The sides of kinks that slopes do not tell: where 0/0 hides them, as in `if(x == 0, 1, sin(x)/x)`, series do.
extension Derivatives {
  /// Looks once more along the inputs of which a side is not known.
  ///
  /// - Parameters:
  ///   - sweeps: Sweeps from the point, by the same inputs.
  ///   - value: The function's value at the point.
  mutating func settleUnknownSides(_ sweeps: @autoclosure () -> CurveSweep, value: Double) {
    let unknown = unknownSides
    guard !unknown.isEmpty else { return }
    var sweeps = sweeps()
    guard unknown.count * sweeps.cost <= Self.budget, sweeps.count == values.count else { return }
    let names = elementNames
    for (place, name) in names.enumerated() where unknown.contains(name) {
      let left = Self.slope(&sweeps, place, -1, value)
      let right = Self.slope(&sweeps, place, 1, value)
      guard !left.isNaN, !right.isNaN else { continue }
      if left.isFinite, right.isFinite, fabs(left - right) <= 1e-12 * fmax(fabs(left), fabs(right)) {
        values[place] = right
        for index in kinks.indices { kinks[index].sides.removeAll { $0.input == name } }
      } else {
        for index in kinks.indices {
          for side in kinks[index].sides.indices where kinks[index].sides[side].input == name {
            kinks[index].sides[side] = (name, left, right)
          }
        }
      }
    }
    kinks.removeAll(where: \.sides.isEmpty)
  }

  /// Looks once more along the elements of which a side is not known, on the paths that the program takes there.
  mutating func settleUnknownSides(_ point: Point<Tensor>, _ program: Program) {
    guard point.value.scalar != nil, !unknownSides.isEmpty,
      let elements = try? Unrolled(point, mostNodes: Unrolled.fewNodes).point
    else { return }
    settleUnknownSides(CurveSweep(elements, arrays: point, program: program), value: elements.value)
  }

  /// The number of nodes that may be visited.
  private static let budget = 200_000

  /// The inputs with a side that is not known.
  private var unknownSides: Set<String> {
    Set(kinks.flatMap(\.sides).filter { $0.left.isNaN || $0.right.isNaN }.map(\.input))
  }

  /// The names of the elements of all inputs of a scalar.
  private var elementNames: [String] {
    zip(names, shapes).flatMap { name, shape in (0..<shape.count).map { name + shape.subscriptText($0) } }
  }

  /// Returns the derivative on one side of an element's axis; nan where it is not known.
  private static func slope(_ sweeps: inout CurveSweep, _ place: Int, _ direction: Double, _ value: Double) -> Double {
    let still = [Double](repeating: 0, count: sweeps.count)
    var line = still
    line[place] = direction
    guard let side = sweeps.side(CurveSweep.Curve(line: line, bend: still)), !side.value.isNaN else { return .nan }
    // At a jump the difference quotient grows without bound.
    let rise = side.value - value
    return fabs(rise) <= 1e-12 * fabs(value) ? side.gradient[place].limit : direction * rise * .infinity
  }
}
