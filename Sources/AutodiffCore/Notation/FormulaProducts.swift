/// Products of vectors and matrices as books write them, where a vector is a column.
extension Formula {
  /// Returns a product of arrays in which a vector stands on the left; nil for others.
  ///
  /// The language takes a vector for a row there: `x@A@x` is xᵀAx, and `x@A` alone is Aᵀx.
  func productOfVector(_ operation: ArrayOperation, _ operands: [Graph.NodeID]) -> Rendered? {
    guard isProduct(operation), graph.shape(of: operands[0]).rank == 1 else { return nil }
    if graph.shape(of: operands[1]).rank == 1 {
      let (row, column) = (row(operands[0]), render(operands[1]))
      return juxtaposed(row, bracketed(column, below: 7))
    }
    return juxtaposed(transposed(operands[1]), bracketed(render(operands[0]), below: 7))
  }

  private func isProduct(_ operation: ArrayOperation) -> Bool {
    guard case .contraction(let contraction) = operation.primitive.arrayForm else { return false }
    return contraction.axes > 0 && operation.primitive.gate.latex == LaTeX.juxtaposition
  }

  /// Returns a vector as a row.
  private func row(_ id: Graph.NodeID) -> String {
    let node = graph.nodes[Int(id)]
    if !isNamed(id), node.kind == .wide, node.primitive.isArray {
      let operation = graph.operation(id)
      let operands = graph.operands(of: id)
      if isProduct(operation), graph.shape(of: operands[0]).rank == 1 {
        return juxtaposed(row(operands[0]), bracketed(render(operands[1]), below: 7)).text
      }
    }
    return "{\(bracketed(render(id), below: 9))}^{\\top}"
  }

  /// Returns the transpose of a matrix, which of a transpose is the matrix itself.
  private func transposed(_ id: Graph.NodeID) -> String {
    let node = graph.nodes[Int(id)]
    if !isNamed(id), node.kind == .wide, node.primitive.isArray, case .postfix = node.primitive.gate.notation {
      return bracketed(render(graph.operands(of: id)[0]), below: 6)
    }
    return "{\(bracketed(render(id), below: 9))}^{\\top}"
  }

  /// Returns two factors side by side, with a little space where one of them is a differential.
  func juxtaposed(_ left: String, _ right: String) -> Rendered {
    let space = left.includes(LaTeX.differential) || right.includes(LaTeX.differential) ? " \\, " : " "
    return Rendered(text: left + space + right, level: 6)
  }
}
