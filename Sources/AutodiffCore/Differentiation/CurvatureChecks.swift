/// The checks that second derivatives found beside the axes are those of one quadratic form, and the second look in
/// planes.
extension CurvatureAnalysis {
  /// Takes back the entries of columns beside whose axis the value is another: a jump of the value has no part in
  /// gradients.
  func checkValues(_ entries: inout CurvatureEntries) {
    for column in elements {
      guard let near = near[column], let axis = axes[column],
        !follow(near.left, axis.left) || !follow(near.right, axis.right)
      else { continue }
      for row in elements where row != column { entries[Pair(row, column)]?.value = nil }
    }
  }

  /// Returns a Boolean value indicating whether the value along curves is that along an axis, up to t².
  private func follow(_ curves: [Side?], _ axis: [Side?]) -> Bool {
    guard let axis = axis.first, let axis else { return false }
    return curves.allSatisfy { side in
      guard let side else { return false }
      let error = side.error + axis.error
      return agree(side.value, axis.value, 0) && agree(side.rise, axis.rise, error)
        && agree(side.curvature, axis.curvature, error)
    }
  }

  /// Takes back the entries of rows that are not linear between the axes, and all beside the diagonal where the value is
  /// not quadratic.
  ///
  /// Along a line that moves all elements, the change from the line that moves only those along which the function is
  /// smooth is due to the entries.
  mutating func checkRows(_ entries: inout CurvatureEntries) {
    guard gradient.count > 1 else { return }
    let hasRest = elements.count < gradient.count
    for _ in 0..<Self.lines {
      let line = mix()
      for direction in [1.0, -1.0] {
        let line = line.map { $0 * direction }
        let side = sweeps.side(Curve(line: line, bend: mix()))
        let still = line.map { _ in 0.0 }
        let rest =
          hasRest ? sweeps.side(Curve(line: line.indices.map { isRough[$0] ? 0 : line[$0] }, bend: still)) : nil
        for row in gradient.indices where gradient[row].isFinite {
          let terms = elements.map { line[$0] * (entries[Pair(row, $0)]?.value ?? .nan) }
          guard terms.allSatisfy(\.isFinite), !isRough[row] || isDifferentiable[row] else { continue }
          let behaviour = side?.gradient[row] ?? CurveSweep.Behaviour()
          let smooth = hasRest ? rest?.gradient[row] ?? CurveSweep.Behaviour() : CurveSweep.Behaviour(slope: 0)
          let scale = terms.reduce(fabs(smooth.slope)) { $0 + fabs($1) }
          let error = behaviour.error + smooth.error + 1e-13 * scale
          if tends(behaviour, to: row), agree(behaviour.slope, terms.reduce(smooth.slope, +), error) { continue }
          for column in elements where column != row { entries[Pair(row, column)]?.value = nil }
        }
        if isQuadratic(line, side, rest, entries) { continue }
        for row in gradient.indices {
          for column in elements where column != row { entries[Pair(row, column)]?.value = nil }
        }
      }
    }
  }

  /// Returns a Boolean value indicating whether the value along a line is what first and second derivatives say; one
  /// that is missing says nothing.
  private func isQuadratic(_ line: [Double], _ side: Side?, _ rest: Side?, _ entries: CurvatureEntries) -> Bool {
    var (rise, curvature, scale) = (rest?.rise ?? 0, rest?.curvature ?? 0, 0.0)
    for column in elements {
      guard gradient[column].isFinite, isDifferentiable[column] else { return true }
      rise += line[column] * gradient[column]
      for row in gradient.indices {
        guard let value = entries[Pair(row, column)]?.value, value.isFinite else { return true }
        let term = line[row] * line[column] * value * (isRough[row] ? 0.5 : 1)
        curvature += term
        scale += fabs(term)
      }
    }
    guard let side else { return false }
    let error = side.error + (rest?.error ?? 0) + 1e-13 * scale
    return agree(side.value, value, side.error) && agree(side.rise, rise, error)
      && agree(side.curvature, curvature, error)
  }

  // MARK: - Planes

  /// Looks once more at entries that failed, in the planes of their two elements.
  mutating func mendInPlanes(_ entries: inout CurvatureEntries) {
    let failed = entries.pairs.filter { pair in
      pair.row != pair.column && entries[pair]?.value == nil && entries[pair]?.isOfKink == false
    }
    guard failed.count * 12 * sweeps.cost <= Self.budget else { return }
    for pair in failed {
      guard let old = entries[pair] else { continue }
      let sides: Sides = (
        [plane(pair, 0, -1, 0.75), plane(pair, 0, -1, -1.25)], [plane(pair, 0, 1, 0.75), plane(pair, 0, 1, -1.25)]
      )
      guard let value = entry(pair.row, pair.column, sides).value,
        let axis = axes[pair.column] ?? near[pair.column], follow(sides.left, axis.left),
        follow(sides.right, axis.right)
      else { continue }
      let own = entries[Pair(pair.column, pair.column)]?.value
      let isLinear = [(0.6, 1.1), (-0.7, 0.9), (1.3, -0.8), (-1.2, -0.55)].allSatisfy { line in
        guard value.isFinite else { return true }
        guard let side = plane(pair, line.0, line.1, 0), let base = plane(pair, line.0, 0, 0) else { return false }
        let behaviour = side.gradient[pair.row]
        let error = behaviour.error + side.error + base.error + 1e-13 * fabs(value)
        guard tends(behaviour, to: pair.row),
          agree(behaviour.slope, base.gradient[pair.row].slope + line.1 * value, error)
        else { return false }
        guard let own, own.isFinite else { return true }
        let curvature = base.curvature + line.1 * line.1 * own / 2 + line.0 * line.1 * value
        return agree(side.curvature, curvature, error + 1e-13 * fabs(own))
      }
      guard isLinear else { continue }
      var mended = old
      mended.value = value
      entries[pair] = mended
    }
  }

  /// Returns a side in the plane of two elements.
  private mutating func plane(_ pair: Pair, _ row: Double, _ column: Double, _ bend: Double) -> Side? {
    var curve = Curve(
      line: [Double](repeating: 0, count: gradient.count), bend: [Double](repeating: 0, count: gradient.count))
    curve.line[pair.row] = row
    curve.line[pair.column] = column
    curve.bend[pair.row] = bend
    return sweeps.side(curve)
  }
}
