/// Hessian · direction of a scalar output, without the Hessian: the true product where the function has the second
/// derivatives that it takes, else that of the gates' conventions.
package struct HessianProduct {
  /// The product: for each input of `wrt`, an array of its shape.
  package private(set) var values: [Tensor]
  /// The kinks at which one-sided second derivatives that the direction meets differ, in their `secondSides`.
  package private(set) var kinks: [KinkReport] = []
  /// A Boolean value indicating whether the second derivatives could be examined for both sides; where they could not,
  /// the whole product follows the conventions.
  package private(set) var isExamined = true

  /// Takes the product at a point.
  ///
  /// - Parameters:
  ///   - direction: A tangent for each input that moves, in its shape.
  ///   - gradient: The first derivatives; where one of them is undefined, so is what the direction moves of it.
  ///   - isExamined: A Boolean value indicating whether the first derivatives were examined for both sides at kinks.
  ///   - program: The program of which the graph is one path; nil if the graph is all there is.
  package init(
    _ point: Point<Tensor>, _ direction: Point<Tensor>.Direction, gradient: [Tensor], isExamined: Bool = true,
    path program: Program? = nil
  ) {
    let shapes = point.wrt.map { point.graph.shape(of: $0) }
    let moving = Self.elements(of: direction, point, shapes)
    let support = moving.indices.filter { moving[$0] != 0 }
    var rows = Self.convention(point, direction).flatMap(\.elements)
    let first = gradient.flatMap(\.elements)
    if first.count <= Self.fewElements, point.mayBend || rows.contains(where: { !$0.isFinite }) {
      // The Hessian decides, so that both answer alike.
      let hessian = Hessian(point, gradient: gradient, isExamined: isExamined, path: program)
      self.isExamined = hessian.isExamined
      values = Self.product(hessian, direction, point)
      kinks = Self.kinks(hessian, point, moving)
      return
    }
    var examination = SecondOrderExamination(point, first, isExamined: isExamined)
    for row in first.indices where first[row].isNaN {
      let partners = examination.partners(of: row)
      if partners.contains(where: { moving[$0] != 0 }) { rows[row] = .nan }
      if moving[row] != 0 { for partner in partners { rows[partner] = .nan } }
    }
    let suspects = rows.indices.filter { !rows[$0].isFinite }
    examination.run(program, suspects: suspects.isEmpty ? [] : Array(Set(suspects + support)).sorted())
    self.isExamined = examination.isExamined
    if !examination.entries.isEmpty {
      let columns = Self.columns(support, point, shapes)
      var diagonal = rows.map { _ in 0.0 }
      for row in rows.indices where first[row].isFinite {
        var isChanged = false
        var sum = 0.0
        for (place, column) in support.enumerated() {
          var value = columns[place][row]
          let pair = CurvatureEntries.Pair(row, column)
          if let entry = examination.entries[pair] ?? examination.entries[pair.mirrored], let own = entry.value,
            !Hessian.agree(value, own, entry.error)
          {
            value = own
            isChanged = true
          }
          if row == column { diagonal[row] = value }
          sum += value * moving[column]
        }
        // A convention that came out right is kept to the last bit.
        if isChanged { rows[row] = sum }
      }
      kinks = examination.reports(along: moving.map { $0 != 0 }) { diagonal[$0.row] }
    }
    var rest = rows[...]
    values = shapes.map { shape in
      defer { rest = rest.dropFirst(shape.count) }
      return Tensor(shape, Array(rest.prefix(shape.count)))
    }
  }

  /// The number of elements up to which a Hessian takes no time.
  private static let fewElements = 50

  /// Returns the product with a Hessian, of which only what the direction moves counts.
  private static func product(
    _ hessian: Hessian, _ direction: Point<Tensor>.Direction, _ point: Point<Tensor>
  ) -> [Tensor] {
    zip(point.wrt, hessian.blocks).map { input, row in
      let shape = point.graph.shape(of: input)
      var product = Tensor(repeating: 0, shape)
      for (other, block) in zip(point.wrt, row) {
        guard let tangent = direction.first(where: { $0.input == other })?.tangent else { continue }
        let matrix = block.reshaped(to: Shape([shape.count, tangent.count]))
        product = product + matrix.applied(to: tangent).reshaped(to: shape)
      }
      return product
    }
  }

  /// Returns the kinks of a Hessian that a direction meets.
  private static func kinks(_ hessian: Hessian, _ point: Point<Tensor>, _ moving: [Double]) -> [KinkReport] {
    let names = point.wrtInputs.flatMap { name, input in
      let shape = point.graph.shape(of: input)
      return (0..<shape.count).map { name + shape.subscriptText($0) }
    }
    let moved = Set(zip(names, moving).filter { $1 != 0 }.map(\.0))
    return hessian.kinks.compactMap { report in
      var report = report
      report.secondSides.removeAll { !moved.contains($0.first) && !moved.contains($0.second) }
      return report.secondSides.isEmpty ? nil : report
    }
  }

  /// Returns the tangents of all elements of `wrt`.
  private static func elements(
    of direction: Point<Tensor>.Direction, _ point: Point<Tensor>, _ shapes: [Shape]
  ) -> [Double] {
    zip(point.wrt, shapes).flatMap { input, shape in
      direction.first { $0.input == input }?.tangent.elements ?? Array(repeating: 0, count: shape.count)
    }
  }

  /// Returns the products with single elements by the conventions of the primitives.
  private static func columns(_ elements: [Int], _ point: Point<Tensor>, _ shapes: [Shape]) -> [[Double]] {
    var inputs: [(input: Graph.NodeID, shape: Shape, element: Int)] = []
    for (input, shape) in zip(point.wrt, shapes) {
      for element in 0..<shape.count { inputs.append((input, shape, element)) }
    }
    return elements.map { place in
      let (input, shape, element) = inputs[place]
      return convention(point, [(input, .basis(shape, element))]).flatMap(\.elements)
    }
  }

  /// Returns the product that the conventions of the primitives give.
  private static func convention(_ point: Point<Tensor>, _ direction: Point<Tensor>.Direction) -> [Tensor] {
    let products = point.hessianProduct(direction, gates: Dual<Tensor>.gates(point.ties))
    guard point.mayMixUpElements(products),
      let unrolled = Unrolled(point, mostNodes: Unrolled.fewNodes, sweeps: 1)
    else { return products }
    let moving = direction.flatMap { input, tangent in
      zip(unrolled.inputs[input] ?? [], tangent.elements).filter { $1 != 0 }.map { (input: $0, tangent: $1) }
    }
    var elements = unrolled.point.hessianProduct(moving, gates: Dual<Double>.gates(point.ties))[...]
    return products.map { product in
      defer { elements = elements.dropFirst(product.count) }
      return Tensor(product.shape, zip(product.elements, elements).map { $0.isNaN ? $1 : $0 })
    }
  }
}
