private let (x, y) = (RoutineLane("x"), RoutineLane("y"))
private let (n, i, j, step): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = ("n", "i", "j", "step")
private let (top, gap, held): (RoutineTerm, RoutineTerm, RoutineTerm) = ("top", "gap", "held")

/// Functions that go by the order of a lane's elements. Of equal ones the first stands first, and nan is greater than
/// every number.
extension Routine {
  static let orders = [precedes, order, placesOfLeaders, placeOfGreatest, placeOfLeast]

  private static let lane: [Parameter] = [.lane("x", from: "start"), .count("n"), .count("step")]
  private static let scanned: [Parameter] = [
    .lane("x", from: "start"), .written("y", from: "first"), .count("n"), .count("step"),
  ]

  private static let precedes = Routine(
    "precedes", "1 where the element at place p, counted from 1, stands before the one at q; else 0.",
    [.lane("x", from: "start"), .count("step"), .number("p"), .number("q")]
  ) {
    let (p, q, u, v): (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = ("p", "q", "u", "v")
    constant("u", x[.asCount(p - 1.0) * step])
    constant("v", x[.asCount(q - 1.0) * step])
    when(u < v || (.isNaN(v) && !.isNaN(u))) { give(1.0) }
    when(v < u || (.isNaN(u) && !.isNaN(v))) { give(0.0) }
    give(choose(p < q, 1.0, 0.0))
  }

  private static let order = Routine(
    "order", "The places, counted from 1, of the elements in ascending order: D. L. Shell, CACM 2 (1959).", scanned,
    givesNumber: false
  ) {
    each("i", 0, n) { y[i * step] <- .asNumber(i) + 1.0 }
    variable("gap", .quotient(n, 2), .count)
    during(gap > 0) {
      each("i", gap, n) {
        constant("held", y[i * step])
        variable("j", i, .count)
        during(j >= gap) {
          when(precedes(x.all, step, y[(j - gap) * step], held) > 0.5) { leave }
          y[j * step] <- y[(j - gap) * step]
          j <- j - gap
        }
        y[j * step] <- held
      }
      gap <- .quotient(gap, 2)
    }
  }

  private static let placesOfLeaders = Routine(
    "places_of_leaders", "The place, counted from 1, of the greatest of all elements up to each.", scanned,
    givesNumber: false
  ) {
    variable("top", 0, .count)
    each("i", 0, n) {
      when(x[i * step] > x[top * step] || (.isNaN(x[i * step]) && !.isNaN(x[top * step]))) { top <- i }
      y[i * step] <- .asNumber(top) + 1.0
    }
  }

  private static let placeOfGreatest = Routine(
    "place_of_greatest", "The place, counted from 1, of the greatest element.", lane
  ) {
    variable("top", 0, .count)
    each("i", 0, n) {
      when(x[i * step] > x[top * step] || (.isNaN(x[i * step]) && !.isNaN(x[top * step]))) { top <- i }
    }
    give(.asNumber(top) + 1.0)
  }

  private static let placeOfLeast = Routine(
    "place_of_least", "The place, counted from 1, of the least element.", lane
  ) {
    variable("top", 0, .count)
    each("i", 0, n) {
      when(x[i * step] < x[top * step] || (.isNaN(x[i * step]) && !.isNaN(x[top * step]))) { top <- i }
    }
    give(.asNumber(top) + 1.0)
  }
}
