import AutodiffCore

/// A program to be derived, in which some inputs are numbers, and the inputs it is derived by.
struct DerivationExercise {
  let request: ProgramRequest
  /// The program with these numbers in it.
  let graph: Graph
  /// The inputs by which derivatives are taken.
  let wrt: [Graph.NodeID]
  /// The inputs that are declared to be symmetric matrices.
  private let symmetric: [Graph.NodeID]

  /// - Parameter numbers: The inputs that are numbers in the formulas, by their names.
  /// - Parameter input: The input by which derivatives are taken; nil for those that are asked for.
  /// - Throws: names that are no inputs, or no symmetric matrices.
  init(_ request: ProgramRequest, fixing numbers: [String: Double], by input: String? = nil) throws(Failure) {
    self.request = request
    let known = request.graph
    let (wrt, symmetric) = (
      try request.wrtNodes().filter { input == nil || known.name(ofInput: $0) == input }, try request.symmetricNodes()
    )
    let graph: Graph
    do throws(Problem) {
      graph = numbers.isEmpty ? known : try known.fixing(numbers)
    } catch {
      throw .text(error, request.source)
    }
    func moved(_ inputs: [Graph.NodeID]) -> [Graph.NodeID] {
      inputs.compactMap { input in graph.inputs.first { graph.name(ofInput: $0) == known.name(ofInput: input) } }
    }
    self.graph = graph
    self.wrt = moved(wrt)
    self.symmetric = moved(symmetric)
  }

  /// Returns the derivatives of an order.
  ///
  /// - Throws: that there are too many derivatives, or that a formula is too long.
  func formulas(order: Int, inline: Bool) throws(Failure) -> DerivativeFormulas {
    do throws(Problem) {
      return try DerivativeFormulas(
        graph, wrt: wrt, order: order, inline: inline, symmetric: symmetric, ties: request.options.ties)
    } catch {
      throw .text(error, request.source)
    }
  }
}
