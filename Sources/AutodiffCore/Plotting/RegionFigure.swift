/// The regions in which outputs are the greatest, as a picture.
package struct RegionFigure {
  private let section: Section
  private let regions: Regions
  private let path: [Figure.Point]
  /// The names of the outputs, if the program has any.
  private let names: [String?]

  /// The number of places along each axis that regions are drawn by, and of those that a table lists.
  private static let places = (areas: 121, table: 41)

  /// Takes the outputs over a plane.
  package init(_ section: Section, path: [Figure.Point] = []) {
    self.section = section
    self.path = path
    regions = Regions(Surface(section, count: Self.places.areas))
    names = section.graph.operandLabels(of: section.graph.output)
  }

  /// A Boolean value indicating whether an output is undefined everywhere.
  package var isUndefined: Bool { !regions.winners.contains { $0 != nil } }

  /// Returns the picture.
  package func figure(title: String) -> Figure {
    var figure = Figure(title: title)
    let axes = section.axes
    var panel = Figure.Panel(Figure.Scale(axes[0].name, axes[0].range), Figure.Scale(axes[1].name, axes[1].range))
    panel.isPlane = true
    for output in regions.surface.values.indices {
      let outlines = regions.outlines(output)
      guard !outlines.isEmpty else { continue }
      panel.areas.append(Figure.Area(output: output, outlines: outlines))
      if let middle = regions.middle(of: output) { panel.labels.append((middle, String(output + 1), .region)) }
    }
    panel.marks = path.map { ($0, .step) }
    figure.panels = [panel]
    figure.captions = isUndefined ? ["undefined everywhere in this range"] : [caption]
    return figure
  }

  private var caption: String {
    let numbers = regions.surface.values.indices
    guard names.count == numbers.count, names.allSatisfy({ $0 != nil }) else {
      return "numbers: the output that is greatest there"
    }
    return "greatest: " + zip(numbers, names).map { "\($0 + 1) \($1 ?? "")" }.joined(separator: ", ")
  }

  /// The greatest output, counted from 1, and all outputs on a grid.
  package var table: FigureTable {
    let outputs = regions.surface.values.count
    var table = FigureTable(
      names: section.axes.map(\.name) + ["region"] + (1...outputs).map { "f[\($0)]" })
    let surface = Surface(section, count: Self.places.table)
    let winners = Regions(surface).winners
    for (row, y) in surface.rows.enumerated() {
      for (column, x) in surface.columns.enumerated() {
        let place = row * surface.columns.count + column
        table.rows.append(
          [x, y, winners[place].map { Double($0 + 1) } ?? .nan] + surface.values.map { $0[place] })
      }
    }
    return table
  }
}
