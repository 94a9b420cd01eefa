import AutodiffCore

/// `--points`: the same question at every row of a table.
struct ManyPoints {
  private let stream: PointStream
  private let invocation: Invocation
  private let session: Session
  private let format: OutputFormat
  private let reduction: Reduction?
  private let threads: Int

  enum Reduction: String, CaseIterable { case mean, sum }

  /// The options that ask for it, or go with it.
  static let options: [Option] = [.points, .columns, .noHeader, .reduce, .jobs, .keepGoing]

  /// Nil where one point is asked about.
  init?(_ invocation: Invocation, _ session: Session) throws(Failure) {
    guard let path = invocation.values[.points] else {
      for option in Self.options where invocation.has(option) {
        throw .usage(.needs(option.long, "--points FILE"))
      }
      return nil
    }
    self.invocation = invocation
    self.session = session
    reduction = invocation.values[.reduce].flatMap(Reduction.init(rawValue:))
    var format = try invocation.format()
    if reduction == nil {
      if !invocation.has(.format) { format = .csv }
      guard [.csv, .tsv, .json].contains(format) else {
        throw .usage(.conflict("--points", "--format \(format.rawValue)"))
      }
    }
    self.format = format
    threads = try invocation.whole(.jobs, from: 1) ?? System.cores
    stream = try PointStream(path, names: invocation.values[.columns], session.host)
  }

  /// Shapes of arrays that the table's columns tell.
  var arrayShapes: [Lowering.InputShape] { stream.columns.arrayShapes }

  /// - Parameters:
  ///   - quantities: the value and what else is asked for, of the shapes that they have at every row.
  ///   - json: a row's answer as an object.
  ///   - single: writes the answer at one point.
  func run(
    _ request: inout ProgramRequest, _ quantity: BlockEngine.Quantity, asked: [Int]? = nil,
    _ quantities: (ProgramRequest, _ asked: [Int]) -> [Quantity],
    single: @escaping (ProgramRequest, Point<Tensor>, OutputFormat, Session) -> Void
  ) throws(Failure) -> ExitStatus {
    let given = try request.inputs(invocation, session, mayMiss: true)
    let elements = Elements(inputsOf: request.graph)
    let sources = try PointSources(
      elements.elementNames, stream.columns.names, known: given.unrolled(elements))
    PointSources.noteIgnored(stream.columns.names, used: Set(sources.columns), session)
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
        separator: stream.columns.separator, targets: sources.targets(stream.columns.names.count)),
      constants: sources.elements.enumerated().filter { $0.element.column == nil }.map {
        ($0.offset, $0.element.value)
      },
      writer: reduction == nil ? writer(quantities, request) : nil, keepsGoing: invocation.has(.keepGoing),
      explained: format == .json && reduction == nil ? explained(point, program, single) : nil,
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
    if reduction == nil, format != .json, !invocation.has(.noHeader) {
      let names = quantities.flatMap { quantity in (0..<quantity.value.count).map { quantity.label($0) } }
      session.out.line(names.map { Separated.field($0, separator) }.joined(separator: String(separator)))
    }
    var outcome = Outcome(job.engine.results)
    var progress = Progress(session)
    let pool = OrderedPool<RowPiece, PieceAnswer>(threads: threads) {
      let worker = PointWorker(job)
      return { worker.answer($0) }
    }
    defer { pool.finish() }
    func deliver() throws(Failure) {
      guard let answer = pool.next() else { return }
      outcome.add(answer)
      session.out.write(answer.text)
      progress.show(rows: outcome.rows, share: stream.share)
      if session.out.failure != 0 {
        throw .writing(SystemError(session.out.failure), safeRows: max(0, session.out.deliveredLines - header))
      }
      switch answer.end {
      case .fault(let fault, let piece):
        throw fault.failure(piece, path: stream.path, hasNames: !invocation.has(.columns))
      case .problem(let problem): throw .text(problem, request.source)
      case nil: break
      }
    }
    do throws(Failure) {
      while true {
        // Whoever waits for rows should not wait for answers to those before.
        while !pool.isEmpty, pool.isFull || !stream.isReady { try deliver() }
        if !stream.isReady { session.out.flush() }
        guard let piece = try stream.next(isFull: reduction != nil) else { break }
        pool.submit(piece)
      }
      while !pool.isEmpty { try deliver() }
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
    return finish(outcome, quantities, request)
  }

  private var header: Int { format == .json || invocation.has(.noHeader) ? 0 : 1 }

  private func finish(_ outcome: Outcome, _ quantities: [Quantity], _ request: ProgramRequest) -> ExitStatus {
    func rows(_ count: Int, _ text: String) -> String {
      "\(ProblemText.grouped(count)) row\(count == 1 ? " " : "s ")\(text)"
    }
    if reduction != nil { write(outcome.totals, quantities, request) }
    if outcome.undefined > 0 {
      session.note(rows(outcome.undefined, "with a value or a derivative that is not finite"))
    }
    if outcome.kinks > 0 {
      session.note(rows(outcome.kinks, "at a kink, where a convention was used"), hint: "ask for one of them alone")
    }
    if outcome.faults > 0 { session.warn(rows(outcome.faults, "could not be read or answered: nan stands there")) }
    if outcome.faults > 0 { return .failed }
    if outcome.undefined > 0 { return .undefined }
    return outcome.kinks > 0 && session.isStrict ? .kink : .answered
  }

  /// One value and one gradient for all rows.
  private func write(_ totals: Totals, _ quantities: [Quantity], _ request: ProgramRequest) {
    let divisor = reduction == .mean ? Double(totals.count) : 1
    var rest = totals.values.map { $0 / divisor }[...]
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
    _ = AnswerReport(request, reduced, json: pairs, Findings(none: request.source)).write(format, session)
  }

  private struct Outcome {
    var totals: Totals
    var rows = 0
    var undefined = 0
    var kinks = 0
    var faults = 0

    init(_ columns: Int) { totals = Totals(columns) }

    mutating func add(_ answer: PieceAnswer) {
      totals.add(answer.totals)
      rows += answer.rows
      undefined += answer.undefined
      kinks += answer.kinks
      faults += answer.faults
    }
  }
}
