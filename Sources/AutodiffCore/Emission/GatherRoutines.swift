private let (x, y, places) = (RoutineLane("x"), RoutineLane("y"), RoutineLane("places"))
private let (n, i, j, length, width, place):
  (RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm, RoutineTerm) = (
    "n", "i", "j", "length", "width", "place"
  )

/// Functions that take parts of arrays by indices that are numbers.
extension Routine {
  static let gathers = [placeOf, elementAt, gather, scatterSum]

  private static let placeOf = Routine(
    "place_of", "The place, counted from 0, of an index, counted from 1; -1 where it is none.",
    [.number("index"), .count("length")]
  ) {
    when(.gate(.and, ["index" >= 1.0, "index" <= .asNumber(length)])) {
      when(.library("floor", ["index"]) == "index") { give("index" - 1.0) }
    }
    give(-1.0)
  }

  private static let elementAt = Routine(
    "element_at", "The element at an index; NaN where it is none.",
    [.lane("x", from: "start"), .lane("places", from: "first"), .count("length")]
  ) {
    constant("place", placeOf(places[0], length))
    when(place >= 0.0) { give(x[.asCount(place)]) }
    give(.nan)
  }

  private static let gather = Routine(
    "gather", "The parts of x, width numbers each, at n places among length; NaN where there is none.",
    [
      .lane("x", from: "start"), .lane("places", from: "first"), .written("y", from: "begin"), .count("n"),
      .count("length"), .count("width"),
    ], givesNumber: false
  ) {
    each("i", 0, n) {
      constant("place", placeOf(places[i], length))
      each("j", 0, width) { y[i * width + j] <- choose(place >= 0.0, x[.asCount(place) * width + j], .nan) }
    }
  }

  private static let scatterSum = Routine(
    "scatter_sum", "Zeros, with the parts of x, width numbers each, added at n places among length.",
    [
      .lane("x", from: "start"), .lane("places", from: "first"), .written("y", from: "begin"), .count("n"),
      .count("length"), .count("width"),
    ], givesNumber: false
  ) {
    each("i", 0, length * width) { y[i] <- 0.0 }
    each("i", 0, n) {
      constant("place", placeOf(places[i], length))
      when(place >= 0.0) {
        each("j", 0, width) { y[.asCount(place) * width + j] += x[i * width + j] }
      }
    }
  }
}
