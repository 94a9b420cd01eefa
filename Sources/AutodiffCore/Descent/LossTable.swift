/// A program whose value is a loss at each row of a table, for all threads.
package struct LossTable: Sendable {
  private let program: Program
  private let graph: Graph
  let parameters: Parameters
  let engine: BlockEngine
  /// Elements of the inputs that are the same in every row; the others are to be replaced.
  let numbers: [Double]
  /// Which element each number of a row is.
  let columns: [Int]
  let table: [Double]
  package let rows: Int

  /// - Parameters:
  ///   - numbers: all elements of the inputs, of which a row replaces its own.
  ///   - columns: which elements those are.
  ///   - table: their numbers, row by row.
  package init(
    _ program: Program, _ graph: Graph, _ parameters: Parameters, at numbers: [Double], columns: [Int],
    table: [Double], rows: Int, ties: Ties = .split
  ) {
    self.program = program
    self.graph = graph
    self.parameters = parameters
    self.numbers = numbers
    self.columns = columns
    self.table = table
    self.rows = rows
    engine = BlockEngine(program, graph, asked: parameters.asked, .gradient, ties: ties, bySweeps: true)
  }

  /// Columns of the inputs and of the results.
  var width: Int { max(1, engine.inputs) + engine.results }

  /// How many rows make a part, whose sums one thread works out: so many that handing them over costs nothing.
  ///
  /// It does not depend on the number of threads. Where a program on arrays decides, the paths that were met before
  /// tell whether a row goes through a tape, and its last bits do: such a program has one part.
  var partRows: Int {
    guard graph.isScalar || graph.guards.isEmpty else { return rows }
    return max(Self.fewestRows, min(Self.mostRows, Self.partNumbers / width))
  }

  private static let fewestRows = 64
  private static let mostRows = 8192
  private static let partNumbers = 1 << 18

  /// All elements of the inputs at a row.
  package func point(_ row: Int, _ values: [Double]) -> [Double] {
    var point = numbers
    parameters.put(values, in: &point)
    for (place, element) in columns.enumerated() { point[element] = table[row * columns.count + place] }
    return point
  }

  /// Why there is no answer at a row.
  func problem(_ row: Int, _ values: [Double]) -> LossProblem {
    do throws(Problem) {
      _ = try program.path(of: graph, at: parameters.elements.tensors(point(row, values)))
    } catch {
      return LossProblem(problem: error, row: row)
    }
    return LossProblem(problem: Problem(.emptyProgram, nil), row: row)
  }
}
