/// The sum of an output over the rows of a block, as terms each of which is summed in the way that costs least.
struct RowSum {
  /// A part of the sum.
  enum Term {
    /// An array that is the same for all rows.
    case constant(Graph.NodeID)
    /// An array for each row.
    case each(Graph.NodeID)
    /// Products of two vectors' elements: over all rows, a product of two matrices.
    case outer(Graph.NodeID, Graph.NodeID)
    /// The product of a transposed matrix and a matrix: over all rows, a longer one.
    case product(Graph.NodeID, Graph.NodeID)
  }

  /// The number of elements.
  let count: Int
  private(set) var terms: [Term] = []

  /// Divides an output into terms.
  init(_ output: Graph.NodeID, _ graph: Graph, _ isOfRows: [Bool]) {
    count = graph.shape(of: output).count
    var rest = [output]
    while let id = rest.popLast() {
      guard isOfRows[Int(id)] else {
        terms.append(.constant(id))
        continue
      }
      let operands = graph.operands(of: id)
      func areOfRows() -> Bool { operands.allSatisfy { isOfRows[Int($0)] } }
      if graph.isLeaf(id) {
        terms.append(.each(id))
      } else if let operand = graph.sameElements(as: id) {
        rest.append(operand)
      } else if graph.nodes[Int(id)].primitive == .add, operands.allSatisfy({ graph.shape(of: $0).count == count }) {
        rest += operands.reversed()
      } else if graph.multipliesPairs(id), areOfRows() {
        terms.append(.outer(operands[0], operands[1]))
      } else if graph.nodes[Int(id)].primitive == .matmul, areOfRows(), graph.shape(of: id).rank == 2,
        let turned = graph.operand(of: operands[0], where: { $0 == .transpose })
      {
        terms.append(.product(turned, operands[1]))
      } else {
        terms.append(.each(id))
      }
    }
  }

  /// The nodes whose arrays the sum reads.
  var operands: [Graph.NodeID] {
    terms.flatMap { term in
      switch term {
      case .constant(let id), .each(let id): [id]
      case .outer(let x, let y), .product(let x, let y): [x, y]
      }
    }
  }
}

extension RowSum.Term {
  /// Returns the step that writes the term, or adds it.
  func step(_ tape: ArrayTapeCompiler, into total: ArrayTape.Place, adds: Bool) -> ArrayTape.Step {
    let update: MatrixView.Update = adds ? .add : .set
    switch self {
    case .constant(let id):
      let place = tape.place(of: id)
      return { memory, rows in
        let (from, to) = (memory + place.start, memory + total.start)
        for i in 0..<total.count { to[i] = (adds ? to[i] : 0) + from[i] * Double(rows) }
      }
    case .each(let id):
      let place = tape.place(of: id)
      return { memory, rows in
        var one = 1.0
        MatrixView(start: &one, rows: 0, columns: 0).multiply(
          MatrixView(start: memory + place.start, rows: place.count), 1, total.count, rows, update,
          memory + total.start, stride: total.count)
      }
    case .outer(let x, let y):
      let (x, y) = (tape.place(of: x), tape.place(of: y))
      return { memory, rows in
        MatrixView(start: memory + x.start, rows: x.count).transposed.multiply(
          MatrixView(start: memory + y.start, rows: y.count), x.count, y.count, rows, update, memory + total.start,
          stride: y.count)
      }
    case .product(let x, let y):
      let (a, b) = (tape.place(of: x), tape.place(of: y))
      let (left, right) = (tape.graph.shape(of: x).lengths, tape.graph.shape(of: y).lengths)
      return { memory, rows in
        MatrixView(start: memory + a.start, rows: left[1]).transposed.multiply(
          MatrixView(start: memory + b.start, rows: right[1]), left[1], right[1], rows * left[0], update,
          memory + total.start, stride: right[1])
      }
    }
  }
}
