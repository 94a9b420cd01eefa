import AutodiffCore

/// Notes about a program that has an answer, though perhaps not that of the question its author had in mind.
extension ProgramRequest {
  /// Writes a note for each oversight, up to a few.
  func noteOversights(_ session: Session) {
    if session.isQuiet { return }
    let all = oversights
    for oversight in all.prefix(Self.mostNotes) {
      session.note(
        OversightText.message(oversight.fact), oversight.span, in: source, hint: OversightText.hint(oversight.fact))
    }
    if all.count > Self.mostNotes { session.note("\(all.count - Self.mostNotes) more of the kind") }
  }

  private static let mostNotes = 3

  private var oversights: [Oversight] {
    let offered = options.command.options
    var oversights = program.tree.unusedStatements
    if let comma = DecimalComma.find(in: source) { oversights.append(comma) }
    if offered.contains(.shape) {
      let inputs = Set(graph.orderedInputNames)
      let taken = program.tree.namesTakenAsNumbers { name in
        guard inputs.contains(name) else { return nil }
        return bindings.names.find(name) == nil && !program.shapes.contains { $0.name == name }
      }
      if let taken { oversights.append(taken) }
    }
    oversights += graph.oversights
    oversights += graph.elementwisePowers(source.text)
    let isPrimal =
      options.command.modes.contains(Trace.Mode.primal.rawValue) && (options.traceMode ?? .primal) == .primal
    let differentiates = offered.contains(.wrt) && !isPrimal
    if graph.inputs.isEmpty, bindings.names.count == 0, differentiates {
      oversights.append(Oversight(.noInputs, nil))
    }
    return oversights
  }
}
