/// A table of rows at each of which a program's value is a loss. All threads share it.
package struct LossTable: Sendable {
  let program: Program
  let graph: Graph
  let parameters: Parameters
  /// The number of numbers that are added up: the value and the derivatives.
  let results: Int
  let ties: Ties
  /// The engine that answers rows as lanes of a tape of numbers, or one by one; nil where another tape seldom needs it.
  private let engine: BlockEngine?
  /// The tape of a program on arrays, which adds up rows; nil if there is none.
  let tape: ArrayTape?
  /// The elements of all inputs; those of a row, and the parameters, are to be replaced.
  let numbers: [Double]
  /// The element of the inputs that each column of the table gives.
  let columns: [Int]
  /// The numbers of the table, row by row.
  let table: [Double]
  /// The number of rows.
  package let rows: Int

  /// Creates a table of losses.
  ///
  /// - Parameter parameters: The inputs that descent moves.
  /// - Parameter numbers: All elements of the inputs, of which a row replaces its own.
  /// - Parameter columns: The element of the inputs that each column of the table gives.
  /// - Parameter table: The numbers of the table, row by row.
  /// - Parameter rows: The number of rows.
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
    tape = ArrayTape(addingUp: graph, wrt: parameters.wrt, columns: columns, ties: ties)
    results = 1 + parameters.places.count
    self.ties = ties
    engine = tape == nil ? Self.makeEngine(program, graph, parameters, columns, ties) : nil
  }

  /// Returns the engine that answers rows as lanes of a tape, or one by one.
  func makeEngine() -> BlockEngine { engine ?? Self.makeEngine(program, graph, parameters, columns, ties) }

  private static func makeEngine(
    _ program: Program, _ graph: Graph, _ parameters: Parameters, _ columns: [Int], _ ties: Ties
  ) -> BlockEngine {
    BlockEngine(program, graph, wrt: parameters.wrt, .gradient, columns: columns, ties: ties, bySweeps: true)
  }

  /// The number of columns of inputs and of results that the engine needs.
  var width: Int { max(1, numbers.count) + results }

  /// The number of rows of a part, whose sums one thread works out: so many that handing them over costs nothing.
  ///
  /// It does not depend on the number of threads.
  var partRows: Int {
    if let tape { return tape.rows }
    return max(Self.fewestRows, min(Self.mostRows, Self.partNumbers / width))
  }

  private static let fewestRows = 64
  private static let mostRows = 8192
  private static let partNumbers = 1 << 18

  /// Returns all elements of the inputs at a row.
  ///
  /// - Parameter values: The parameters.
  package func point(_ row: Int, _ values: [Double]) -> [Double] {
    var point = numbers
    parameters.put(values, in: &point)
    for (place, element) in columns.enumerated() { point[element] = table[row * columns.count + place] }
    return point
  }

  /// Returns the problem for which there is no answer at a row.
  func problem(_ row: Int, _ values: [Double]) -> LossProblem {
    do throws(Problem) {
      _ = try program.path(of: graph, at: parameters.elements.tensors(point(row, values)))
    } catch {
      return LossProblem(problem: error, row: row)
    }
    return LossProblem(problem: Problem(.emptyProgram, nil), row: row)
  }
}
