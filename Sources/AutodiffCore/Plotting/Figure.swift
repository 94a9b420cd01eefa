/// A picture of functions, before it is written in a language for pictures: panels one below the other, with lines and
/// marks in the numbers of their axes.
package struct Figure: Sendable {
  /// A point in the numbers of the axes.
  package struct Point: Sendable, Equatable {
    package var x: Double
    package var y: Double

    /// Creates a point.
    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }

    /// A Boolean value indicating whether both numbers are finite.
    var isFinite: Bool { x.isFinite && y.isFinite }
  }

  /// The part that a line plays.
  package enum Style: Sendable, Equatable {
    case curve, slope, tangent, level, path
    /// One of several curves, by its place among them.
    case series(Int)
  }

  /// A line through points.
  package struct Line: Sendable {
    package var points: [Point]
    package var style: Style
  }

  /// The kinds of marks.
  package enum Mark: Sendable, Equatable {
    /// A value that f has, and one that it only comes near to.
    case filled, open
    /// The points of a way, its first and its last.
    case step, start, finish
  }

  /// The parts that texts inside a panel play.
  package enum Role: Sendable, Equatable { case level, region, series }

  /// An area in which an output is the greatest.
  package struct Area: Sendable {
    /// The place of the output among all.
    package var output: Int
    /// The lines around it.
    package var outlines: [[Point]]
  }

  /// An axis: its name, its ends and its round numbers.
  package struct Scale: Sendable {
    package var name: String
    package var low: Double
    package var high: Double
    package var isLogarithmic = false

    /// Creates an axis.
    package init(_ name: String, _ range: ClosedRange<Double>, isLogarithmic: Bool = false) {
      self.name = name
      self.isLogarithmic = isLogarithmic
      low = range.lowerBound
      high = range.upperBound
      guard low == high else { return }
      let room = low == 0 ? 1 : fabs(low) / 2
      (low, high) = (low - room, high + room)
    }

    /// Returns the part of the way from the lower to the upper end at which a number lies.
    func part(_ value: Double) -> Double {
      if isLogarithmic {
        let (first, last) = (Logarithm.log(low), Logarithm.log(high))
        return value > 0 ? (Logarithm.log(value) - first) / (last - first) : -.infinity
      }
      // Half of all, so that no difference overflows.
      return (value / 2 - low / 2) / (high / 2 - low / 2)
    }

    /// Returns the round numbers on the axis, about as many as asked for.
    func ticks(about count: Int) -> [Double] {
      if isLogarithmic {
        let powers = RoundNumbers.powers(low, high, most: count)
        if powers.count > 1 { return powers }
        return RoundNumbers.decades(low, high)
      }
      return RoundNumbers.between(low, high, about: count)
    }
  }

  /// A frame with its axes and all that is in it.
  package struct Panel: Sendable {
    package var x: Scale
    package var y: Scale
    /// A Boolean value indicating whether a unit is as long along both axes where that fits.
    package var isPlane = false
    package var areas: [Area] = []
    package var lines: [Line] = []
    /// Arrows, each with the vector that it stands for, in the numbers of the axes.
    package var arrows: [(point: Point, vector: Point)] = []
    package var marks: [(point: Point, mark: Mark)] = []
    package var labels: [(point: Point, text: String, role: Role)] = []

    /// Creates a frame with nothing in it.
    package init(_ x: Scale, _ y: Scale) {
      self.x = x
      self.y = y
    }
  }

  /// The title, an expression mostly.
  package var title: String
  /// The panels from top to bottom.
  package var panels: [Panel] = []
  /// The lines of text below all.
  package var captions: [String] = []

  /// Creates a picture with nothing in it.
  package init(title: String) { self.title = title }

  /// Returns the picture with other texts in place of its own.
  package func texts(_ spelling: (String) -> String) -> Figure {
    var figure = self
    figure.title = spelling(title)
    figure.captions = captions.map(spelling)
    for place in panels.indices {
      figure.panels[place].x.name = spelling(panels[place].x.name)
      figure.panels[place].y.name = spelling(panels[place].y.name)
    }
    return figure
  }
}

extension Figure.Panel {
  /// Returns where a point lies in a frame of a size, from its lower left corner.
  func place(_ point: Figure.Point, _ size: Figure.Point) -> Figure.Point {
    Figure.Point(x: x.part(point.x) * size.x, y: y.part(point.y) * size.y)
  }

  /// Returns the parts of a line that lie inside a frame of a size.
  ///
  /// Source: Y.-D. Liang and B. A. Barsky, "A new concept and method for line clipping", ACM TOG 3 (1984).
  func clipped(_ points: [Figure.Point], _ size: Figure.Point) -> [[Figure.Point]] {
    var parts: [[Figure.Point]] = []
    var part: [Figure.Point] = []
    func end() {
      if part.count > 1 { parts.append(part) }
      part = []
    }
    var last: Figure.Point?
    for point in points.map({ place($0, size) }) {
      guard point.isFinite else {
        end()
        last = nil
        continue
      }
      defer { last = point }
      guard let from = last else { continue }
      var (enter, leave) = (0.0, 1.0)
      for (step, distances) in [
        (point.x - from.x, (-from.x, size.x - from.x)), (point.y - from.y, (-from.y, size.y - from.y)),
      ] {
        if step == 0 {
          if distances.0 > 0 || distances.1 < 0 { leave = -1 }
        } else {
          let (first, second) = (distances.0 / step, distances.1 / step)
          enter = fmax(enter, fmin(first, second))
          leave = fmin(leave, fmax(first, second))
        }
      }
      guard enter <= leave else {
        end()
        continue
      }
      // Ends that lie far out must not carry a rounding error into the frame.
      func between(_ t: Double) -> Figure.Point {
        Figure.Point(
          x: fmin(fmax(t == 1 ? point.x : from.x + (point.x - from.x) * t, 0), size.x),
          y: fmin(fmax(t == 1 ? point.y : from.y + (point.y - from.y) * t, 0), size.y))
      }
      if enter > 0 || part.isEmpty {
        end()
        part = [between(enter)]
      }
      part.append(between(leave))
      if leave < 1 { end() }
    }
    end()
    return parts
  }

  /// Returns a Boolean value indicating whether a place lies inside a frame of a size.
  func holds(_ place: Figure.Point, _ size: Figure.Point) -> Bool {
    place.x >= -1e-9 && place.y >= -1e-9 && place.x <= size.x * (1 + 1e-9) && place.y <= size.y * (1 + 1e-9)
  }

  /// Returns the vectors of arrows as steps in a frame of a size, the longest as long as asked for.
  ///
  /// Lengths go with the root of what they stand for, so that small gradients are seen beside large ones.
  func steps(_ size: Figure.Point, longest: Double) -> [(from: Figure.Point, step: Figure.Point)] {
    let steps = arrows.map { arrow in
      Figure.Point(
        x: arrow.vector.x / (x.high - x.low) * size.x, y: arrow.vector.y / (y.high - y.low) * size.y)
    }
    let lengths = steps.map { $0.isFinite ? Root.hypot($0.x, $0.y) : 0 }
    // Near a pole a few are longer than all others, and are cut short.
    let sorted = lengths.filter { $0 > 0 }.sorted()
    guard !sorted.isEmpty else { return [] }
    let greatest = sorted[(sorted.count - 1) * 9 / 10]
    return zip(arrows, zip(steps, lengths)).compactMap { arrow, step in
      let (vector, length) = step
      guard length > greatest * 1e-9 else { return nil }
      let factor = longest * fmin(1, (length / greatest).squareRoot()) / length
      return (place(arrow.point, size), Figure.Point(x: vector.x * factor, y: vector.y * factor))
    }
  }
}
