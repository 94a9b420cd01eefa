import AutodiffCore

/// The notes beside steps that keep the gates' conventions on their edges, where the answer below them is the function's.
enum ConventionNotes {
  /// Says of which derivatives the steps and the answer differ.
  static func write(_ derivatives: Derivatives, output: Shape, _ session: Session) {
    for (place, name) in derivatives.names.enumerated() {
      let values = derivatives.tensor(place)
      let labels = Quantity(.derivative(name), values, shape: output).labels
      write(labels, values, derivatives.conventionTensor(place), session)
    }
  }

  /// Says of which elements of one answer the steps differ.
  static func write(_ labels: [String], _ values: Tensor, _ conventions: Tensor, _ session: Session) {
    for text in texts(labels, values, conventions, session.rendering.number) { session.note(text) }
  }

  /// Returns what there is to say of the elements of one answer.
  static func texts(
    _ labels: [String], _ values: Tensor, _ conventions: Tensor, _ number: NumberText
  ) -> [String] {
    var texts: [String] = []
    for (element, label) in labels.enumerated() {
      let (value, convention) = (values[element], conventions[element])
      if value == convention || value.isNaN && convention.isNaN { continue }
      texts.append(
        convention.isNaN
          ? "0 · inf makes \(label) nan in the steps; element by element it is \(number(value))"
          : "the gates' conventions at kinks give \(label) = \(number(convention)); its sides agree on \(number(value))"
      )
    }
    return texts
  }
}
