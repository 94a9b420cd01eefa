/// The regions of a plane in which one of several outputs is the greatest.
package struct Regions: Sendable {
  /// The values of all outputs on the grid.
  package let surface: Surface
  /// The output that is greatest at each place of the grid, counted from 0; nil where any has no value.
  package let winners: [Int?]

  /// Compares the outputs.
  package init(_ surface: Surface) {
    self.surface = surface
    winners = surface.values[0].indices.map { place in
      var winner = 0
      for output in surface.values.indices {
        let value = surface.values[output][place]
        if value.isNaN { return nil }
        if value > surface.values[winner][place] { winner = output }
      }
      return winner
    }
  }

  /// Returns the outlines of an output's region, closed lines.
  func outlines(_ output: Int) -> [[Figure.Point]] {
    guard winners.contains(output) else { return [] }
    let (width, height) = (surface.columns.count, surface.rows.count)
    // A frame without width, in which the output loses, closes lines at the border.
    var values = [Double](repeating: -1, count: (width + 2) * (height + 2))
    for row in 0..<height {
      for column in 0..<width { values[(row + 1) * (width + 2) + column + 1] = lead(output, row * width + column) }
    }
    func framed(_ places: [Double]) -> [Double] { places.prefix(1) + places + places.suffix(1) }
    return Contours(columns: framed(surface.columns), rows: framed(surface.rows), values: values).lines(0)
  }

  /// Returns by how much an output is above all others, in a scale that does not matter.
  private func lead(_ output: Int, _ place: Int) -> Double {
    guard winners[place] != nil else { return -1 }
    let own = surface.values[output][place]
    var greatest = -Double.infinity
    for other in surface.values.indices where other != output {
      greatest = fmax(greatest, surface.values[other][place])
    }
    let lead = own - greatest
    // Ties and infinities are settled as the winners are.
    guard lead.isFinite, lead != 0 else { return winners[place] == output ? 1e-9 : -1e-9 }
    return lead
  }

  /// Returns the place of a region that is farthest from its border, counted in cells; nil if there is none.
  func middle(of output: Int) -> Figure.Point? {
    let (width, height) = (surface.columns.count, surface.rows.count)
    var depth = winners.map { $0 == output ? Int.max / 2 : 0 }
    guard winners.contains(output) else { return nil }
    // Distances along both axes, from above and from below.
    func relax(_ place: Int, _ others: [Int?]) {
      for other in others { depth[place] = min(depth[place], (other.map { depth[$0] } ?? 0) + 1) }
    }
    func neighbour(_ column: Int, _ row: Int) -> Int? {
      (0..<width).contains(column) && (0..<height).contains(row) ? row * width + column : nil
    }
    for row in 0..<height {
      for column in 0..<width where depth[row * width + column] > 0 {
        relax(row * width + column, [neighbour(column - 1, row), neighbour(column, row - 1)])
      }
    }
    for row in (0..<height).reversed() {
      for column in (0..<width).reversed() where depth[row * width + column] > 0 {
        relax(row * width + column, [neighbour(column + 1, row), neighbour(column, row + 1)])
      }
    }
    guard let best = depth.indices.max(by: { depth[$0] < depth[$1] }) else { return nil }
    return Figure.Point(x: surface.columns[best % width], y: surface.rows[best / width])
  }
}
