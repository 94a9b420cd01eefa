/// Lines along which a function on a grid has one value.
///
/// Source: C. Maple, "Geometric design and space planning using the marching squares and marching cube algorithms"
/// (2003), the cells' middles deciding where two lines could pass in two ways.
struct Contours {
  /// The places of the grid along both axes.
  let columns: [Double]
  let rows: [Double]
  /// The values row by row.
  let values: [Double]
  /// A closure that tells the cells through which no line goes.
  let isBroken: (_ column: Int, _ row: Int) -> Bool

  init(
    columns: [Double], rows: [Double], values: [Double], isBroken: @escaping (Int, Int) -> Bool = { _, _ in false }
  ) {
    self.columns = columns
    self.rows = rows
    self.values = values
    self.isBroken = isBroken
  }

  /// Returns the lines of a level, each a chain of points; a closed one ends where it begins.
  func lines(_ level: Double) -> [[Figure.Point]] {
    var ends: [Int: [Int]] = [:]
    var order: [Int] = []
    func join(_ first: Int, _ second: Int) {
      for (edge, other) in [(first, second), (second, first)] {
        if ends[edge] == nil { order.append(edge) }
        ends[edge, default: []].append(other)
      }
    }
    for row in 0..<rows.count - 1 {
      for column in 0..<columns.count - 1 where !isBroken(column, row) {
        for (first, second) in segments(column, row, level) { join(first, second) }
      }
    }
    var chains: [[Int]] = []
    func follow(from edge: Int) -> [Int] {
      var chain = [edge]
      var last = edge
      while let next = ends[last]?.popLast() {
        if let place = ends[next]?.firstIndex(of: last) { ends[next]?.remove(at: place) }
        chain.append(next)
        last = next
      }
      return chain
    }
    // Lines that end at a border first, closed ones after them.
    for edge in order where ends[edge]?.count == 1 { chains.append(follow(from: edge)) }
    for edge in order where ends[edge]?.count == 2 { chains.append(follow(from: edge)) }
    return chains.filter { $0.count > 1 }.map { $0.map { point($0, level) } }
  }

  /// Returns the lines of a level through a cell, from edge to edge.
  private func segments(_ column: Int, _ row: Int, _ level: Double) -> [(Int, Int)] {
    let corner = row * columns.count + column
    let corners = [corner, corner + 1, corner + columns.count + 1, corner + columns.count].map { values[$0] }
    guard corners.allSatisfy(\.isFinite) else { return [] }
    let above = corners.map { $0 >= level }
    // The edges below, right, above and left of the cell.
    let edges = [corner * 2, (corner + 1) * 2 + 1, (corner + columns.count) * 2, corner * 2 + 1]
    let crossed = (0..<4).filter { above[$0] != above[($0 + 1) % 4] }.map { edges[$0] }
    switch crossed.count {
    case 2: return [(crossed[0], crossed[1])]
    case 4:
      let middle = corners.reduce(0) { $0 + $1 / 4 } >= level
      return middle == above[0]
        ? [(crossed[0], crossed[1]), (crossed[2], crossed[3])] : [(crossed[3], crossed[0]), (crossed[1], crossed[2])]
    default: return []
    }
  }

  /// Returns the point at which a level crosses an edge.
  private func point(_ edge: Int, _ level: Double) -> Figure.Point {
    let corner = edge / 2
    let (column, row) = (corner % columns.count, corner / columns.count)
    let isUpright = edge % 2 == 1
    let other = isUpright ? corner + columns.count : corner + 1
    let (from, to) = (values[corner], values[other])
    let crossing = (level - from) / (to - from)
    let part = crossing.isFinite ? fmin(fmax(crossing, 0), 1) : 0.5
    func between(_ places: [Double], _ place: Int) -> Double {
      places[place] + (places[place + 1] - places[place]) * part
    }
    return isUpright
      ? Figure.Point(x: columns[column], y: between(rows, row))
      : Figure.Point(x: between(columns, column), y: rows[row])
  }
}

/// The values of f at which level lines are drawn.
enum Levels {
  /// Returns the place, among three that follow each other, of the numbers that begin with 2.
  private static func spare(_ decades: [Double]) -> Int {
    let ratio = decades[1] / decades[0]
    // From 1 to 2 and from 5 to 10 it is 2, from 2 to 5 it is 2.5.
    if ratio > 2.2 { return 0 }
    return decades[2] / decades[1] > 2.2 ? 1 : 2
  }

  /// Returns round values that part what a surface shows.
  static func round(_ values: [Double], about count: Int) -> [Double] {
    let sorted = values.filter(\.isFinite).sorted()
    guard let least = sorted.first, let greatest = sorted.last, least < greatest else { return [] }
    // Of a function with poles most is told by what lies between them.
    let (low, high) = (sorted[sorted.count / 50], sorted[sorted.count - 1 - sorted.count / 50])
    let levels = RoundNumbers.between(low, high, about: count).filter { $0 > least && $0 < greatest }
    let below = levels.first.map { first in sorted.count { $0 < first } } ?? 0
    // Steps grow with the values if the lowest level has half of the plane below it.
    guard below * 5 > sorted.count * 2, low >= 0 || -low < high / 20, high > 0 else { return levels }
    let small = fmax(sorted[sorted.count / 20], high / 1e4)
    let growing = RoundNumbers.decades(fmax(small, .leastNormalMagnitude), high)
    guard growing.count >= 4 else { return levels }
    // Those that begin with 1 or 5 are enough if there are too many.
    return growing.count > 9 ? growing.enumerated().filter { $0.offset % 3 != spare(growing) }.map(\.element) : growing
  }
}
