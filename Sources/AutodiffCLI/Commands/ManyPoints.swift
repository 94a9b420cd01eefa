import AutodiffCore

/// `--points`: the same question at every row of a table.
struct ManyPoints {
  private let options: PointOptions
  private let stream: PointStream
  private let invocation: Invocation
  private let session: Session
  private let format: OutputFormat

  /// Nil where one point is asked about.
  init?(_ invocation: Invocation, _ session: Session) throws(Failure) {
    guard let options = try PointOptions(invocation) else { return nil }
    self.options = options
    self.invocation = invocation
    self.session = session
    format = try options.format(invocation, ofRows: [.csv, .tsv, .json, .npy])
    if format == .npy, session.out.isTerminal { throw .usage(.notForTerminal("--format npy")) }
    stream = try PointStream(options.path, invocation, session.host)
  }

  var columns: PointColumns { stream.columns }

  /// - Parameters:
  ///   - quantities: the value and what else is asked for, of the shapes that they have at every row.
  ///   - single: writes the answer at one point.
  func run(
    _ request: inout ProgramRequest, _ quantity: BlockEngine.Quantity, asked: [Int]? = nil,
    _ quantities: (ProgramRequest, _ asked: [Int]) -> [Quantity],
    single: @escaping (ProgramRequest, Point<Tensor>, OutputFormat, Session) -> Void
  ) throws(Failure) -> ExitStatus {
    let given = try request.inputs(invocation, session, mayMiss: true)
    let elements = Elements(inputsOf: request.graph)
    let known = given.unrolled(elements)
    let columns = try stream.names(for: elements.elementNames, known)
    let sources = try PointSources(elements.elementNames, columns, known: known)
    try PointSources.examine(columns, used: Set(sources.columns), elements, stream, session)
    var places = asked ?? []
    if asked == nil { places = try request.askedPlaces(invocation) }
    let engine = BlockEngine(request.program, request.graph, asked: places, quantity, ties: request.ties)
    let quantities = quantities(request, places)
    let program = request
    let invocation = invocation
    func point(_ numbers: [Double]) throws(Failure) -> Point<Tensor> {
      try program.point(elements.tensors(numbers), invocation)
    }
    let job = PointJob(
      engine: engine,
      reader: RowReader(
        separator: stream.columns.separator, targets: sources.targets(columns.count)),
      constants: sources.elements.enumerated().filter { $0.element.column == nil }.map {
        ($0.offset, $0.element.value)
      },
      writer: options.reduction == nil ? writer(quantities, request) : nil, keepsGoing: options.keepsGoing,
      explained: format == .json && options.reduction == nil ? explained(point, program, single) : nil,
      failure: { numbers in
        do throws(Failure) {
          _ = try point(numbers)
        } catch {
          if case .text(let problem, _) = error { return problem }
        }
        return nil
      })
    return try answer(job, quantities, request)
  }

  // MARK: - Rows

  private func writer(_ quantities: [Quantity], _ request: ProgramRequest) -> RowWriter {
    let count = quantities.reduce(0) { $0 + $1.value.count }
    let number = session.rendering.number
    if format == .npy { return RowWriter(doubles: count) }
    if format != .json { return RowWriter(count, separator: format == .tsv ? "\t" : ",", number) }
    return RowWriter(
      count,
      json: { number in
        var next = 0
        func nested(_ shape: ArraySlice<Int>) -> JSON {
          guard let length = shape.first else {
            defer { next += 1 }
            return number(next)
          }
          return .array((0..<length).map { _ in nested(shape.dropFirst()) })
        }
        var pairs: [(String, JSON)] = [("expression", .string(request.expression))]
        var gradient: [(String, JSON)] = []
        for quantity in quantities {
          let value = nested(quantity.value.shape.lengths[...])
          switch quantity.kind {
          case .derivative(let name): gradient.append((name, value))
          case .tangent: pairs.append(("tangent", value))
          default: pairs.append(("value", value))
          }
        }
        if gradient.count == quantities.count - 1, quantities.count > 1 || invocation.command.description.name == "grad"
        {
          pairs.append(("gradient", .object(gradient)))
        }
        return .object(pairs + [("kinks", .array([])), ("undefined", .array([]))])
      }, number, ascii: session.rendering.ascii)
  }

  /// A row as a request of its own would answer it.
  private func explained(
    _ point: @escaping ([Double]) throws(Failure) -> Point<Tensor>, _ request: ProgramRequest,
    _ single: @escaping (ProgramRequest, Point<Tensor>, OutputFormat, Session) -> Void
  ) -> ([Double]) -> String {
    let session = session
    return { numbers in
      var text: [UInt8] = []
      let out = Output { bytes in
        text += bytes
        return .init(count: bytes.count)
      }
      guard let point = try? point(numbers) else { return "\n" }
      single(request, point, .json, session.writing(to: out))
      out.flush()
      return String(decoding: text, as: UTF8.self)
    }
  }

  // MARK: - The stream

  private func answer(
    _ job: PointJob, _ quantities: [Quantity], _ request: ProgramRequest
  ) throws(Failure) -> ExitStatus {
    let separator: Character = format == .tsv ? "\t" : ","
    let isSeparated = options.reduction == nil && (format == .csv || format == .tsv)
    if isSeparated, options.writesNames {
      let names = quantities.flatMap { quantity in (0..<quantity.value.count).map { quantity.label($0) } }
      session.out.line(names.map { Separated.field($0, separator) }.joined(separator: String(separator)))
    }
    let array =
      options.reduction == nil && format == .npy ? ArrayOutput(session.out, columns: job.engine.results) : nil
    defer { array?.finish() }
    var outcome = Outcome(job.engine.results)
    let pipeline = RowPipeline(
      stream: stream, threads: options.threads, session: session,
      linesBefore: array == nil ? isSeparated && options.writesNames ? 1 : 0 : nil)
    try pipeline.run {
      () throws(Failure) in
      try stream.next(isFull: options.reduction != nil)
    } worker: {
      let worker = PointWorker(job)
      return { worker.answer($0) }
    } deliver: { answer in
      outcome.add(answer)
      if let array { array.write(answer.text) } else { session.out.write(answer.text) }
      return outcome.rows
    } failure: {
      $0.end.map { failure($0, request) }
    }
    return finish(outcome, quantities, request)
  }

  private func failure(_ end: PieceAnswer.End, _ request: ProgramRequest) -> Failure {
    switch end {
    case .fault(let fault, let piece): fault.failure(piece, path: stream.name, hasNames: options.hasNames)
    case .problem(let problem, let line): .atRow(.text(problem, request.source), stream.place(line))
    }
  }

  private func finish(_ outcome: Outcome, _ quantities: [Quantity], _ request: ProgramRequest) -> ExitStatus {
    let notes = RowNotes(session: session, unit: stream.unit, reduction: options.reduction)
    var areTotalsFinite = true
    if options.reduction != nil { areTotalsFinite = write(outcome.totals, quantities, request) }
    if outcome.undefined.count > 0 {
      notes.undefined(outcome.undefined)
    } else if !areTotalsFinite {
      notes.totals(of: outcome.totals.count)
    }
    if outcome.kinks.count > 0 { notes.kinks(outcome.kinks) }
    if outcome.faults > 0 {
      notes.faults(outcome.faults, first: outcome.firstFault.map { failure($0, request) })
      return .failed
    }
    if outcome.undefined.count > 0 || !areTotalsFinite { return .undefined }
    return outcome.kinks.count > 0 && session.isStrict ? .kink : .answered
  }

  /// One value and one gradient for all rows.
  ///
  /// - Returns: whether all numbers are finite.
  private func write(_ totals: Totals, _ quantities: [Quantity], _ request: ProgramRequest) -> Bool {
    let divisor = options.reduction == .mean ? Double(totals.count) : 1
    let numbers = totals.values.map { $0 / divisor }
    let areFinite = numbers.allSatisfy(\.isFinite)
    if format == .npy {
      session.out.write(NumPyFile.bytes(Tensor(Shape([1, numbers.count]), numbers)))
      return areFinite
    }
    var rest = numbers[...]
    let reduced = quantities.map { quantity in
      var quantity = quantity
      let count = quantity.value.count
      quantity.value = Tensor(quantity.value.shape, Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      return quantity
    }
    var pairs: [(String, JSON)] = []
    var gradient: [(String, JSON)] = []
    for quantity in reduced {
      switch quantity.kind {
      case .derivative(let name): gradient.append((name, .tensor(quantity.value)))
      case .tangent: pairs.append(("tangent", .tensor(quantity.value)))
      default: pairs.append(("value", .tensor(quantity.value)))
      }
    }
    if !gradient.isEmpty { pairs.append(("gradient", .object(gradient))) }
    _ = AnswerReport(request, reduced, json: pairs, Findings(none: request.source)).write(
      format, session, writesNames: options.writesNames)
    return areFinite
  }

  private struct Outcome {
    var totals: Totals
    var rows = 0
    var undefined = RowCount()
    var kinks = RowCount()
    var faults = 0
    var firstFault: PieceAnswer.End?

    init(_ columns: Int) { totals = Totals(columns) }

    mutating func add(_ answer: PieceAnswer) {
      totals.add(answer.totals)
      rows += answer.rows
      undefined.add(answer.undefined)
      kinks.add(answer.kinks)
      faults += answer.faults
      if firstFault == nil { firstFault = answer.firstFault }
    }
  }
}
