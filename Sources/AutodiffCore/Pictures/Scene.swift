/// A picture as it is drawn: boxes, wires and texts at their places, with the part that each plays. A writer turns it
/// into a language for pictures.
///
/// Coordinates are in pixels, to the right and down.
package struct Scene: Sendable {
  /// A point.
  package struct Point: Sendable, Equatable {
    package var x: Double
    package var y: Double
  }

  /// The part that a text plays.
  package enum Role: Sendable, CaseIterable {
    /// The sign or name of an operation, in its box.
    case operation
    /// The name of an input, of the output, or a constant.
    case input, output, constant
    /// The name that the program gives to an operation's result.
    case name
    /// A value, an adjoint that is sent along a wire, and the sum of all that arrive.
    case value, adjoint, total
    /// The words below a picture.
    case legend

    /// The size of the font, in pixels.
    var size: Int {
      switch self {
      case .operation, .input, .output, .constant: 15
      case .name, .value, .adjoint, .total: 12
      case .legend: 11
      }
    }

    /// A Boolean value indicating whether the font is bold.
    var isBold: Bool {
      switch self {
      case .input, .output: true
      case .operation, .constant, .name, .value, .adjoint, .total, .legend: false
      }
    }

    /// Returns an upper bound of the width of a text, in pixels.
    func width(_ text: String) -> Int { TextExtent.width(text, size: size, isBold: isBold) }
  }

  /// The side of a text that lies at its point.
  package enum Anchor: Sendable { case start, middle, end }

  /// The subject of a text: a box, or a number of a sweep by its place in the picture.
  package enum Shown: Sendable, Hashable {
    /// A box itself.
    case box(String)
    /// The value that comes out of a box.
    case value(String)
    /// The gradient that a box sends back to its operand at a place.
    case sent(String, place: Int)
    /// The sum of all that is sent back to a box.
    case total(String)
  }

  /// A text.
  package struct Label: Sendable {
    package var text: String
    package var role: Role
    /// The box or the number that it shows; nil for other texts.
    package var shows: Shown?
    /// The point at the text's anchor, on its baseline.
    package var point: Point
    package var anchor: Anchor
    /// The width that the text takes at most.
    package var width: Double { Double(role.width(text)) }
    /// The left end of the text.
    package var left: Double {
      switch anchor {
      case .start: point.x
      case .middle: point.x - width / 2
      case .end: point.x - width
      }
    }
    /// The highest point that a letter reaches.
    package var top: Double { point.y - 0.8 * Double(role.size) }
    /// The lowest point that a letter reaches.
    package var bottom: Double { point.y + 0.24 * Double(role.size) }
  }

  /// The outline of a box.
  package enum Outline: Sendable, Equatable {
    case circle(radius: Double)
    /// A rectangle with rounded corners.
    case capsule(width: Double, height: Double)
    /// No line around a text, for names and numbers.
    case none(width: Double, height: Double)

    /// Half of the extents, to the right and down.
    package var half: Point {
      switch self {
      case .circle(let radius): Point(x: radius, y: radius)
      case .capsule(let width, let height), .none(let width, let height): Point(x: width / 2, y: height / 2)
      }
    }
  }

  /// A gate, an input, a constant or the output.
  package struct Box: Sendable {
    /// Its name within the picture.
    package var id: String
    package var outline: Outline
    package var centre: Point
    package var labels: [Label]
    /// The formula that a reader is shown on demand; empty for none.
    package var formula: String
  }

  /// A stretch of wire: from a box or a point at which wires part, to a box or such a point.
  package struct Wire: Sendable {
    /// The box that it comes from.
    package var source: String
    /// The boxes that it leads to, and the place among the operands of each.
    package var targets: [(box: String, place: Int)]
    /// The corners of its line; the last is the tip of the arrow if it ends at a box.
    package var points: [Point]
    /// A Boolean value indicating whether it ends at a box, with an arrow.
    package var hasTip: Bool
    /// A Boolean value indicating whether other wires part from it at its end.
    package var parts: Bool
    /// The value above it and the adjoint below it, at their places.
    package var labels: [Label]
    /// The strength of the gradient along it, from 0 to `Flow.steps`; nil if it is not shown.
    package var flow: Flow.Strength?
  }

  /// A mark at a gate for a value that it keeps for the way back.
  package struct KeptMark: Sendable {
    /// The gate that keeps the value.
    package var box: String
    package var centre: Point
    /// A Boolean value indicating whether only a side of the value is kept.
    package var isSide: Bool
  }

  /// A line below the picture that says what its marks mean.
  package enum LegendMark: Sendable {
    case none
    case kept(isSide: Bool)
    case flow(Flow.Strength)
  }

  /// The title, for a reader who does not see the picture.
  package var title: String
  /// The picture in words, likewise.
  package var description: String
  package var width: Double
  package var height: Double
  package var boxes: [Box]
  package var wires: [Wire]
  package var keptMarks: [KeptMark]
  /// The marks and words below the picture, each with the left end of its mark.
  package var legend: [(mark: LegendMark, label: Label)]

  /// The size of a kept value's mark, in pixels.
  static let markSize = 7.0
}
