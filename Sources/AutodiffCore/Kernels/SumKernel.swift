/// Sums whose rounding errors are summed alongside.
package enum SumKernel {
  /// Adds a number to a sum, and its rounding error to another: `CarefulSum.add` for each lane.
  @inline(__always)
  static func add(_ x: Pack, _ total: inout Pack, _ error: inout Pack) {
    let next = total + x
    let added = next - total
    error += (total - (next - added)) + (x - added)
    total = next
  }

  /// Returns a sum with its errors made good: `CarefulSum.value` for each lane.
  @inline(__always)
  static func value(_ total: Pack, _ error: Pack) -> Pack {
    PackLogic.choose((PackLogic.magnitude(total) .< .infinity) .& (error .!= 0), total + error, total)
  }

  /// Adds numbers to eight sums with their errors, one number after the other to each.
  ///
  /// - Parameter count: The number of numbers, a multiple of eight.
  package static func addEights(
    _ x: UnsafePointer<Double>, _ totals: UnsafeMutablePointer<Double>, _ errors: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    typealias Eight = SIMD8<Double>
    var (total, error) = (Eight(repeating: -0.0), Eight())
    for place in stride(from: 0, to: count, by: 8) {
      let pack = UnsafeRawPointer(x + place).loadUnaligned(as: Eight.self)
      let next = total + pack
      let added = next - total
      error += (total - (next - added)) + (pack - added)
      total = next
    }
    UnsafeMutableRawPointer(totals).storeBytes(of: total, as: Eight.self)
    UnsafeMutableRawPointer(errors).storeBytes(of: error, as: Eight.self)
  }

  /// Writes the sum of the rows of a matrix, each column like a `CarefulSum`.
  ///
  /// - Parameters:
  ///   - rows: The number of rows, at least 1.
  ///   - width: The number of columns.
  package static func sumRows(
    _ x: UnsafePointer<Double>, _ rows: Int, _ width: Int, _ result: UnsafeMutablePointer<Double>
  ) {
    let step = Pack.scalarCount
    var column = 0
    while column &+ 4 &* step <= width {
      let zero = Pack(repeating: -0.0)
      var (p, q, r, s) = (zero, zero, zero, zero)
      var (pError, qError, rError, sError) = (Pack(), Pack(), Pack(), Pack())
      for row in 0..<rows {
        let place = x + (row &* width &+ column)
        add(load(place), &p, &pError)
        add(load(place + step), &q, &qError)
        add(load(place + 2 &* step), &r, &rError)
        add(load(place + 3 &* step), &s, &sError)
      }
      store(value(p, pError), result + column)
      store(value(q, qError), result + (column &+ step))
      store(value(r, rError), result + (column &+ 2 &* step))
      store(value(s, sError), result + (column &+ 3 &* step))
      column &+= 4 &* step
    }
    while column < width {
      let count = min(step, width &- column)
      var (total, error) = (Pack(repeating: -0.0), Pack())
      for row in 0..<rows {
        let place = x + (row &* width &+ column)
        var pack = Pack()
        if count == step {
          pack = load(place)
        } else {
          for lane in 0..<count { pack[lane] = place[lane] }
        }
        add(pack, &total, &error)
      }
      let sum = value(total, error)
      for lane in 0..<count { result[column &+ lane] = sum[lane] }
      column &+= count
    }
  }

  /// Adds numbers to sums, and the rounding errors to others.
  ///
  /// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (ZAMM 54, 1974).
  ///
  /// - Returns: A Boolean value indicating whether all the numbers are finite.
  package static func addTotals(
    _ x: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>, _ lost: UnsafeMutablePointer<Double>,
    _ count: Int
  ) -> Bool {
    var (place, rest) = (0, Pack())
    while place &+ Pack.scalarCount <= count {
      let (value, sum) = (load(x + place), load(sums + place))
      let next = sum + value
      let isGreater = PackLogic.magnitude(sum) .>= PackLogic.magnitude(value)
      let error = PackLogic.choose(isGreater, sum - next + value, value - next + sum)
      store(load(lost + place) + error, lost + place)
      store(next, sums + place)
      rest += value - value
      place &+= Pack.scalarCount
    }
    var last = 0.0
    while place < count {
      let (value, sum) = (x[place], sums[place])
      let next = sum + value
      lost[place] += sum.magnitude >= value.magnitude ? sum - next + value : value - next + sum
      sums[place] = next
      last += value - value
      place &+= 1
    }
    return PackLogic.holds(rest .== 0) && last == 0
  }

  /// Copies the rows of a matrix, which are `step` numbers apart, to a place where they are `resultStep` apart.
  package static func copyRows(
    _ x: UnsafePointer<Double>, _ step: Int, _ result: UnsafeMutablePointer<Double>, _ resultStep: Int, _ count: Int,
    _ rows: Int
  ) {
    for row in 0..<rows {
      let (from, to) = (x + row &* step, result + row &* resultStep)
      var place = 0
      while place &+ Pack.scalarCount <= count {
        store(load(from + place), to + place)
        place &+= Pack.scalarCount
      }
      while place < count {
        to[place] = from[place]
        place &+= 1
      }
    }
  }

  @inline(__always)
  private static func load(_ place: UnsafePointer<Double>) -> Pack {
    UnsafeRawPointer(place).loadUnaligned(as: Pack.self)
  }

  @inline(__always)
  private static func load(_ place: UnsafeMutablePointer<Double>) -> Pack { load(UnsafePointer(place)) }

  @inline(__always)
  private static func store(_ pack: Pack, _ place: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(place).storeBytes(of: pack, as: Pack.self)
  }
}
