import AutodiffCore

/// The columns of a table that claim derivatives, found by their names: `df/dx`, `df/dw` for all of an array,
/// `df[1]/dx` of several outputs, and `d2f/dxdy` where second derivatives are checked.
struct ClaimColumns {
  struct ClaimColumn {
    let column: Int
    /// The derivatives that it claims, as a check names them, row by row.
    let names: [String]
    /// The shape of those derivatives together.
    let shape: Shape
  }

  /// The columns in the order in which their claims count: where two claim a derivative, the first does.
  private(set) var columns: [ClaimColumn] = []
  /// The names of columns that may have been meant as claims, and the names that they should have.
  private(set) var suggestions: [(column: Int, name: String)] = []
  /// Columns that claim a derivative of the order that is not checked.
  private(set) var ofOtherOrder: [Int] = []
  /// The name that a column with a claim has, for example.
  let expectedName: String

  /// - Parameters:
  ///   - names: the names of the columns.
  ///   - used: the names of columns that are read as something else.
  ///   - claims: returns whether something else claims the derivatives by an element.
  /// - Throws: a column that claims the derivative by what is no input.
  init(
    _ names: [String], _ request: ProgramRequest, _ elements: Elements, used: Set<String>,
    claims: (_ element: String) -> Bool
  ) throws(Failure) {
    let order = request.options.order
    let wrt = try request.wrtPlaces()
    let table = PointSources.places(names)
    let inputs = Set(elements.elementNames + elements.names.all)
    for (column, name) in names.enumerated() where !used.contains(name) {
      if name.hasPrefix("d2f/d"), order == 1 { ofOtherOrder.append(column) }
      guard name.hasPrefix("df/d") else { continue }
      let input = String(name.dropFirst(4))
      guard inputs.contains(input) else {
        let known = elements.elementNames
        let similar = Similarity.nearest(to: input, among: known)
        throw .usage(.unknownInput(option: Option.points.long, name: input, inputs: known, similar: similar))
      }
      if order == 2 { ofOtherOrder.append(column) }
    }
    let derivatives = ClaimedDerivatives(
      elements, wrt: wrt, output: request.graph.shape(of: request.graph.output), order: order)
    let first = wrt.first.map { elements.names[NameTable.ID($0)] } ?? "x"
    expectedName = order == 2 ? "d2f/d\(first)d\(first)" : "df/d\(first)"
    for derivative in derivatives.all where !derivative.inputs.contains(where: claims) {
      guard let column = table[derivative.column] else { continue }
      columns.append(.init(column: column, names: derivative.names, shape: derivative.shape))
    }
    if order == 1 {
      let inputs = wrt.flatMap { part in
        elements.parts[part].shape.isScalar
          ? [elements.names[NameTable.ID(part)]]
          : elements.elementNames(ofPart: part) + [elements.names[NameTable.ID(part)]]
      }
      suggestions = Self.suggestions(
        names.enumerated().filter { !used.contains($1) },
        inputs.filter { input in table["df/d\(input)"] == nil && !claims(input) })
    }
  }

  /// The columns with names such as people give derivatives by these inputs: `dfdx`, `df_dx`, `∂f/∂x`, `d_x`, `grad_x`.
  private static func suggestions(
    _ columns: [(offset: Int, element: String)], _ inputs: [String]
  ) -> [(column: Int, name: String)] {
    let inputs = inputs.map { (name: $0, letters: letters($0)) }
    return columns.compactMap { column, name in
      let letters = letters(name)
      guard letters.hasPrefix("d") || letters.hasPrefix("grad") else { return nil }
      let input = inputs.first { input in
        guard letters.hasSuffix(input.letters) else { return false }
        let start = letters.dropLast(input.letters.count)
        // Also dy/dx, dL/dx.
        let isQuotient = start.count == 3 && start.first == "d" && start.last == "d"
        return isQuotient || ["d", "dd", "grad", "gradient"].contains(start)
      }
      return input.map { (column, "df/d\($0.name)") }
    }
  }

  /// The letters and digits of a name.
  private static func letters(_ name: String) -> String {
    String(name.lowercased().map { $0 == "∂" ? "d" : $0 }.filter { $0.isLetter || $0.isNumber })
  }
}

/// The derivatives that a table may claim, with the names of their columns.
private struct ClaimedDerivatives {
  struct Derivative {
    let column: String
    /// The derivatives as a check names them, row by row.
    let names: [String]
    let shape: Shape
    /// The elements that they are taken by.
    let inputs: [String]
  }

  /// The claims, of single elements first.
  private(set) var all: [Derivative] = []

  /// - Parameter wrt: the places of the inputs that are asked for.
  init(_ elements: Elements, wrt: [Int], output: Shape, order: Int) {
    struct Input {
      let name: String
      let elements: [String]
      let shape: Shape
    }
    let parts = wrt.map { part in
      Input(
        name: elements.names[NameTable.ID(part)], elements: elements.elementNames(ofPart: part),
        shape: elements.parts[part].shape)
    }
    let singles = parts.flatMap { $0.elements.map { Input(name: $0, elements: [$0], shape: .scalar) } }
    let inputs = singles + parts.filter { !$0.shape.isScalar }
    if order == 2 {
      for first in singles {
        for second in singles {
          all.append(
            .init(
              column: "d2f/d\(first.name)d\(second.name)", names: ["\(first.name)/\(second.name)"], shape: .scalar,
              inputs: []))
        }
      }
      return
    }
    if !output.isScalar {
      for place in 0..<output.count {
        let output = output.subscriptText(place)
        for input in inputs {
          all.append(
            .init(
              column: "df\(output)/d\(input.name)",
              names: input.elements.map { GradientCheck.Row.name($0, output: output) }, shape: input.shape,
              inputs: input.elements))
        }
      }
    }
    let outputs: [String?] = output.isScalar ? [nil] : (0..<output.count).map { output.subscriptText($0) }
    for input in inputs {
      all.append(
        .init(
          column: "df/d\(input.name)",
          names: outputs.flatMap { output in input.elements.map { GradientCheck.Row.name($0, output: output) } },
          shape: Shape(output.lengths + input.shape.lengths), inputs: input.elements))
    }
  }
}
