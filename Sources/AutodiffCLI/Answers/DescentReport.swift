import AutodiffCore

/// The losses of a descent as they come, then the parameters.
struct DescentReport {
  private let request: ProgramRequest
  private let format: OutputFormat
  private let session: Session
  /// The place of a row in the table, if there is one.
  private let placeOfRow: ((Int) -> RowPlace)?
  private var losses: [Double] = []
  /// The parameters of every step, for JSON.
  private var trail: [[Double]] = []
  private var flushed = System.seconds

  /// Whoever looks on sees losses that are no older, in seconds.
  private static let patience = 0.1

  /// - Parameter placeOfRow: the place of a row in the table, if there is one.
  init(_ request: ProgramRequest, _ session: Session, placeOfRow: ((Int) -> RowPlace)? = nil) {
    self.request = request
    self.placeOfRow = placeOfRow
    format = request.options.format
    self.session = session
  }

  /// Descends, and writes the losses as they come and the parameters at the end.
  ///
  /// - Throws: the reason for which the program has no answer on the way.
  /// - Parameters:
  ///   - numbers: all elements of the inputs; descent begins at those of the parameters.
  ///   - point: all elements of the inputs at parameters, and at a row of the table.
  mutating func run(
    _ loss: inout some Loss, _ parameters: Parameters, from numbers: [Double], _ settings: Descent.Settings,
    _ batches: Batches? = nil, point: (_ parameters: [Double], _ row: Int?) -> [Double]
  ) throws(Failure) -> ExitStatus {
    let start = parameters.places.map { numbers[$0] }
    let ending = DescentEnding(session, settings, parameters)
    ending.noteBeginning(start)
    if settings.method.searches, request.options.rate != nil {
      session.note("--rate does not count: \(settings.method.rawValue) finds the length of each step")
    }
    var descent = Descent(from: start, settings)
    let isInterrupted = session.host.watchInterrupt()
    let out = session.out
    if let separator {
      out.write("step\(separator)loss")
      if request.options.writesTrail { writeNames(parameters, separator) }
      out.line("")
    }
    let end: Descent.End
    do throws(LossProblem) {
      end = try descent.run(&loss, batches) {
        isInterrupted() || out.failure != 0
      } report: { step, loss, parameters in
        add(step, loss, parameters)
      }
    } catch {
      let problem = Failure.text(error.problem, request.source)
      let failure = place(error.row).map { .atRow(problem, $0) } ?? problem
      if descent.steps == 0 { throw failure }
      write(descent, parameters, nil, nil, failure)
      session.report(failure, asJSON: false)
      session.note("the parameters are those of step \(descent.steps), the last one with an answer")
      return .failed
    }
    let findings = findings(end, parameters, point)
    write(descent, parameters, end, findings)
    let status = note(end, findings, descent, settings, ending, inBatches: batches != nil)
    if let last = descent.last, settings.method.searches, !session.isQuiet {
      try noteKind(of: last, &loss, end, settings.box, ending)
    }
    return status
  }

  /// Notes what kind of a point a descent ended at.
  ///
  /// - Throws: the reason for which the program has no answer there.
  private func noteKind(
    of last: DescentPoint, _ loss: inout some Loss, _ end: Descent.End, _ box: Box, _ ending: DescentEnding
  ) throws(Failure) {
    switch end {
    case .stopped, .unbounded, .notFinite: return
    case .steps, .tolerance, .rest: break
    }
    guard last.parameters.count <= Stationarity.mostParameters else { return }
    do throws(LossProblem) {
      ending.note(try Stationarity(of: last, &loss, within: box), of: last, end)
    } catch {
      throw .text(error.problem, request.source)
    }
  }

  /// The sign between columns; nil where the answer is no table.
  private var separator: String? { format == .csv ? "," : format == .tsv ? "\t" : nil }

  /// Writes the names of the parameters' elements, behind those of the step and the loss.
  private func writeNames(_ parameters: Parameters, _ separator: String) {
    let byte = separator.utf8.first ?? UInt8(ascii: ",")
    for part in parameters.wrt {
      let names = ElementNames([
        (parameters.elements.names[NameTable.ID(part)], parameters.elements.parts[part].shape)
      ])
      session.out.write(separator)
      session.out.write { names.append(0..<names.count, to: &$0, separator: byte) }
    }
  }

  /// Writes the parameters reached.
  ///
  /// - Parameter end: The reason for the end; nil if the program had no answer on the way.
  /// - Parameter failure: The reason for which it had none.
  private func write(
    _ descent: Descent, _ all: Parameters, _ end: Descent.End?, _ findings: Findings?, _ failure: Failure? = nil
  ) {
    let out = session.out
    let answer = all.named(descent.parameters)
    switch format {
    case .json: session.answer(json(answer, all, end, findings, failure))
    case .text:
      let number = session.rendering.number
      for (name, value) in answer {
        out.write("\(session.rendering.ascii ? ASCII.escaped(name) : name)=")
        out.write(inPieces: { BindingText.append(value, to: &$0, number, pause: $1) })
        out.write("\n")
      }
    default: break
    }
    out.flush()
  }

  /// Writes one step.
  private mutating func add(_ step: Int, _ loss: Double, _ parameters: [Double]) {
    losses.append(loss)
    let out = session.out
    guard format != .json else {
      if request.options.writesTrail { trail.append(parameters) }
      return
    }
    out.write("\(step)\(separator ?? " ")")
    out.write(loss, session.rendering.number)
    if request.options.writesTrail, let separator {
      for value in parameters {
        out.write(separator)
        out.write(value, session.rendering.number)
      }
    }
    out.write("\n")
    let now = System.seconds
    guard now - flushed > Self.patience else { return }
    flushed = now
    out.flush()
  }

  private func json(
    _ parameters: [(name: String, value: Tensor)], _ all: Parameters, _ end: Descent.End?, _ findings: Findings?,
    _ failure: Failure?
  ) -> JSON {
    func named(_ values: [Double]) -> JSON { .object(all.named(values).map { ($0.name, .tensor($0.value)) }) }
    let steps = losses.enumerated().map { step, loss in
      JSON.object(
        [("step", .integer(step)), ("loss", .number(loss))]
          + (step < trail.count ? [("parameters", named(trail[step]))] : []))
    }
    var pairs: [(String, JSON)] = [
      ("expression", .string(request.expression)), ("steps", .array(steps)),
      ("parameters", .object(parameters.map { ($0.name, .tensor($0.value)) })),
    ]
    pairs += (findings ?? Findings(none: request.source)).json(session)
    if case .notFinite(let breakdown) = end, case .array(let found)? = pairs.last?.1 {
      let reason: [(String, JSON)] = [
        ("reason", .string(text(breakdown))), ("line", .null), ("column", .null), ("hint", .string(Self.hint)),
      ]
      let undefined = found.isEmpty ? [.object(reason)] : found
      pairs[pairs.count - 1].1 = .array(undefined.map { object(of: $0, at: place(breakdown.row)) })
    }
    return .object(pairs + (failure.map { [FailureText($0).pair] } ?? []))
  }

  private func object(of finding: JSON, at row: RowPlace?) -> JSON {
    guard let row, case .object(let pairs) = finding else { return finding }
    return .object(pairs + [("row", row.json)])
  }

  // MARK: - Notes

  /// The findings at the parameters where something was not finite.
  private func findings(
    _ end: Descent.End, _ parameters: Parameters, _ point: (_ parameters: [Double], _ row: Int?) -> [Double]
  ) -> Findings? {
    guard case .notFinite(let breakdown) = end, breakdown.what != .parameters else { return nil }
    let inputs = parameters.elements.tensors(point(breakdown.parameters, breakdown.row))
    guard let path = try? request.program.path(of: request.graph, at: inputs) else { return nil }
    let found = Point<Tensor>(path, inputs: inputs, wrt: parameters.wrt, ties: request.ties)
    return Findings(ProgramPoint(found), nil, areFinite: breakdown.what != .gradient, request.source)
  }

  /// The place of a row in the table.
  private func place(_ row: Int?) -> RowPlace? { row.flatMap { placeOfRow?($0) } }

  private static let hint = "a step may go too far: try a smaller --rate"

  private func text(_ breakdown: Descent.Breakdown) -> String {
    let row = place(breakdown.row).map { " at \($0.text)" } ?? ""
    return switch breakdown.what {
    case .loss(let loss): "the loss at step \(breakdown.step) is \(session.rendering.number(loss))\(row)"
    case .gradient: "the gradient at step \(breakdown.step) is not finite\(row)"
    case .parameters: "step \(breakdown.step + 1) leads to parameters that are not finite"
    }
  }

  private func note(
    _ end: Descent.End, _ findings: Findings?, _ descent: Descent, _ settings: Descent.Settings,
    _ ending: DescentEnding, inBatches: Bool
  ) -> ExitStatus {
    plot()
    if descent.kinks > 0 {
      session.note(
        "\(ProblemText.grouped(descent.kinks)) step\(descent.kinks == 1 ? "" : "s") at a kink, where a convention was used"
      )
    }
    let hint = settings.method.searches ? nil : Self.hint
    if let growth = descent.growth {
      // With momentum a loss grows now and then; what is not finite has the same hint.
      let isFinite = if case .notFinite = end { false } else { true }
      let isPlain = (settings.momentum ?? settings.method.momentum) == 0
      ending.note(growth, inBatches: inBatches, steps: descent.steps, hint: isFinite && isPlain ? hint : nil)
    }
    switch end {
    case .notFinite(let breakdown):
      let isBeginning = breakdown.step == 0 && breakdown.what != .parameters
      session.note(
        text(breakdown) + (isBeginning ? "" : "; the parameters are those of step \(descent.steps)"),
        hint: isBeginning ? nil : hint)
      _ = findings?.note(session)
      return .undefined
    case .steps where settings.tolerance != nil:
      session.note("the tolerance was not reached in \(ProblemText.grouped(settings.steps)) steps")
    case .stopped where session.out.failure == 0:
      session.note("interrupted after step \(descent.steps)")
    case .unbounded:
      session.note("unbounded: from step \(descent.steps) on the loss falls without end")
    case .steps, .tolerance, .rest, .stopped: break
    }
    if let last = descent.last {
      if case .stopped = end {} else { ending.note(last, steps: descent.steps) }
    }
    return descent.kinks > 0 && session.isStrict ? .kink : .answered
  }

  /// A picture of the losses, for people.
  private func plot() {
    let error = session.host.error
    guard error.isTerminal, !session.isQuiet else { return }
    for line in LossPlot(losses, width: session.rendering.width, ascii: session.rendering.ascii).lines {
      error.line(line)
    }
  }
}
