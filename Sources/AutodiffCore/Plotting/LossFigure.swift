/// Losses over steps as a picture, one curve or several.
package struct LossFigure {
  private let series: [(name: String, points: [Figure.Point])]

  /// The ratio of the largest to the smallest loss above which the axis is logarithmic.
  private static let mostSpan = 100.0

  /// Creates a picture of losses.
  package init(_ series: [(name: String, points: [Figure.Point])]) { self.series = series }

  /// A Boolean value indicating whether no loss is finite.
  package var isUndefined: Bool { !series.contains { $0.points.contains { $0.y.isFinite } } }

  /// Returns the picture.
  package func figure(title: String) -> Figure {
    var figure = Figure(title: title)
    let points = series.flatMap(\.points).filter(\.isFinite)
    let (x, y) = (points.map(\.x), points.map(\.y))
    guard let first = x.min(), let last = x.max(), let least = y.min(), let greatest = y.max() else { return figure }
    let isLogarithmic = least > 0 && greatest / least > Self.mostSpan
    let room = (greatest / 2 - least / 2) * 0.1
    let range = isLogarithmic ? least / 1.3...greatest * 1.3 : least - room...greatest + room
    var panel = Figure.Panel(
      Figure.Scale("step", first...last),
      Figure.Scale("loss", range.upperBound.isFinite ? range : least...greatest, isLogarithmic: isLogarithmic))
    for (place, series) in series.enumerated() {
      panel.lines.append(Figure.Line(points: series.points, style: .series(place)))
      guard self.series.count > 1, let end = series.points.last(where: \.isFinite) else { continue }
      panel.labels.append((end, String(place + 1), .series))
    }
    figure.panels = [panel]
    if series.count > 1 {
      figure.captions = series.enumerated().map { "\($0.offset + 1): \($0.element.name)" }
    }
    if isLogarithmic { figure.captions.append("the axis of the loss is logarithmic") }
    return figure
  }

  /// The losses as a table, a column for each curve.
  package var table: FigureTable {
    let names = series.count == 1 ? ["loss"] : series.map(\.name)
    var table = FigureTable(names: ["step"] + names)
    var rows: [Double: [Double]] = [:]
    for (place, series) in series.enumerated() {
      for point in series.points {
        rows[point.x, default: Array(repeating: .nan, count: self.series.count)][place] = point.y
      }
    }
    table.rows = rows.keys.sorted().map { [$0] + (rows[$0] ?? []) }
    return table
  }
}
