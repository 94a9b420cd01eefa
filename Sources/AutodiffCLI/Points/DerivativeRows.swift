import AutodiffCore

/// A value and derivatives at each row of a table, or with `--reduce` one for all.
struct DerivativeRows: RowQuestion {
  private let job: PointJob
  private let quantities: [Quantity]
  /// The keys of the objects of derivatives in JSON.
  private let objects: [String]
  private let request: ProgramRequest
  private let session: Session
  /// The array of answers, in the format that is one.
  private let array: ArrayOutput?
  private var totals: Totals
  /// A flag for rows of which each may take long.
  private let isSlow: Bool

  /// - Parameters:
  ///   - wrt: places among the graph's inputs.
  ///   - sequel: what follows from a row's value and derivatives, if anything does.
  ///   - uncertain: the columns of uncertainties, in the sequel's order.
  ///   - report: the answer at one point.
  /// - Throws: inputs without a value or with two, and columns that cannot be read as what they are called.
  init(
    _ table: PointTable, _ request: ProgramRequest, _ inputs: ElementInputs, _ quantity: BlockEngine.Quantity,
    wrt: [Int], sequel: RowSequel? = nil, uncertain: [Int] = [],
    report: @escaping (ProgramRequest, Point<Tensor>) -> AnswerReport
  ) throws(Failure) {
    let (sources, columns, kept) = try table.sources(inputs, besides: uncertain)
    let options = request.options
    let elements = inputs.elements
    self.request = request
    session = table.session
    quantities = sequel?.quantities ?? Self.quantities(quantity, request.graph, wrt)
    objects = sequel?.objects ?? Self.objects(quantity)
    var targets = sources.targets(columns)
    for (place, column) in uncertain.enumerated() { targets[column] = elements.count + place }
    func point(_ numbers: [Double]) throws(Failure) -> Point<Tensor> {
      try request.point(elements.tensors(numbers))
    }
    let isEach = options.reduction == nil
    if !request.graph.isScalar { try request.checkMemory(times: options.threads) }
    let rowSession = session
    job = PointJob(
      engine: BlockEngine(
        request.program, request.graph, wrt: wrt, quantity, columns: sources.given, ties: request.ties),
      reader: RowReader(separator: table.stream.columns.separator, targets: targets),
      constants: sources.elements.enumerated().filter { $0.element.column == nil }.map {
        ($0.offset, $0.element.value)
      },
      writer: isEach
        ? DerivativeRowFormat(quantities, objects: objects, keeps: kept != nil, request).writer(session) : nil,
      kept: kept.map { KeptText(columns: $0, format: options.format, ascii: table.session.rendering.ascii) },
      keepsGoing: options.keepsGoing,
      explained: isEach && options.format == .json
        ? { numbers, texts in
          guard let point = try? point(numbers) else { return "\n" }
          var report =
            sequel.map { sequel in
              GradientReport.answer(request, ProgramPoint(point), deviations: sequel.deviations(numbers))
            } ?? report(request, point)
          report.row = kept.flatMap { kept in texts.map(kept.json) }
          return rowSession.text { _ = report.write(.json, $0) }
        } : nil,
      failure: { numbers in
        do throws(Failure) {
          _ = try point(numbers)
        } catch {
          if case .text = error { return error }
        }
        return nil
      }, table: table.stream.identity, sequel: sequel)
    let numbers = sequel?.count ?? job.engine.results
    array = isEach && options.format == .npy ? ArrayOutput(session.out, columns: numbers) : nil
    totals = Totals(job.engine.results)
    switch quantity {
    case .value, .gradient, .tangent: isSlow = false
    case .cotangent, .jacobian, .hessian, .hessianProduct: isSlow = !job.engine.isFast
    }
  }

  /// The rows of `eval` or `grad`, with elasticities and uncertainties where they are asked for.
  ///
  /// - Throws: what the rows of a quantity throw, and uncertainties or correlations that cannot be.
  init(_ table: PointTable, _ request: ProgramRequest, _ inputs: ElementInputs) throws(Failure) {
    let uncertain = try table.uncertainties(inputs)
    try request.readUncertainty(columns: uncertain.map(\.element))
    let sequel = try RowSequel(request, columns: uncertain)
    let isScalar = request.graph.shape(of: request.graph.output).isScalar
    let quantity: BlockEngine.Quantity =
      !request.showsDerivatives && sequel == nil ? .value : isScalar ? .gradient : .jacobian(nil)
    try self.init(
      table, request, inputs, quantity, wrt: try request.sweptInputs() ?? Array(request.graph.inputs.indices),
      sequel: sequel, uncertain: uncertain.map(\.column)
    ) { GradientReport.answer($0, ProgramPoint($1)) }
  }

  /// The quantities of an answer, with zeros in place of their values.
  private static func quantities(_ quantity: BlockEngine.Quantity, _ graph: Graph, _ wrt: [Int]) -> [Quantity] {
    let value = Quantity(.value, Tensor(repeating: 0, graph.shape(of: graph.output)))
    let inputs = wrt.map { place in
      let input = graph.inputs[place]
      return (name: graph.name(ofInput: input), shape: graph.shape(of: input))
    }
    func byInput(_ kind: (String) -> Quantity.Kind) -> [Quantity] {
      inputs.map { Quantity(kind($0.name), Tensor(repeating: 0, $0.shape), shape: .scalar) }
    }
    switch quantity {
    case .value: return [value]
    case .tangent: return [value, Quantity(.tangent, value.value)]
    case .gradient: return [value] + byInput { .derivative($0) }
    case .cotangent: return [value] + byInput { .product("v.f", along: $0) }
    case .jacobian:
      return [value]
        + inputs.map { name, shape in
          let shapes = value.shape.lengths + shape.lengths
          return Quantity(.derivative(name), Tensor(repeating: 0, Shape(shapes)), shape: value.shape)
        }
    case .hessian:
      let pairs = inputs.flatMap { first in
        inputs.map { second in
          Quantity(
            .secondDerivative(first.name, second.name),
            Tensor(repeating: 0, Shape(first.shape.lengths + second.shape.lengths)), shape: first.shape)
        }
      }
      return [value] + byInput { .derivative($0) } + pairs
    case .hessianProduct: return [value] + byInput { .derivative($0) } + byInput { .product("v.df", along: $0) }
    }
  }

  /// The keys of the objects of derivatives in JSON.
  private static func objects(_ quantity: BlockEngine.Quantity) -> [String] {
    switch quantity {
    case .value, .tangent: []
    case .gradient, .cotangent: ["gradient"]
    case .jacobian: ["jacobian"]
    case .hessian: ["gradient", "hessian"]
    case .hessianProduct: ["gradient", "product"]
    }
  }

  // MARK: - Rows

  var header: String? {
    let format = request.options.format
    guard format == .csv || format == .tsv else { return nil }
    let separator: Character = format == .tsv ? "\t" : ","
    let names = quantities.flatMap(\.labels).map { Separated.field($0, separator) }
    return ((job.kept?.columns.header(separator) ?? []) + names).joined(separator: String(separator))
  }

  var answersAreLines: Bool { array == nil }
  var pieces: RowPieces { request.options.reduction != nil ? .full : isSlow ? .few : .ready }
  var wording: RowNotes.Wording {
    .init(undefined: "with a value or a derivative that is not finite", noAnswer: "nan stands there")
  }

  func makeWorker() -> (RowPiece) -> PieceAnswer {
    let worker = PointWorker(job)
    return { worker.answer($0) }
  }

  mutating func take(_ answer: PieceAnswer) {
    totals.add(answer.totals)
    if let array { array.write(answer.text) } else { session.out.write(answer.text) }
    if isSlow, array == nil, request.options.reduction == nil { session.out.flush() }
  }

  func close() { array?.finish() }

  // MARK: - Totals

  mutating func writeTotal(_ reduction: Reduction) -> Bool {
    let divisor = reduction == .mean ? Double(totals.count) : 1
    let numbers = totals.values.map { $0 / divisor }
    let options = request.options
    if options.format == .npy {
      session.out.write(NumPyFile.bytes(Tensor(Shape([1, numbers.count]), numbers)))
    } else {
      var rest = numbers[...]
      let reduced = quantities.map { quantity in
        var quantity = quantity
        quantity.value = Tensor(quantity.value.shape, Array(rest.prefix(quantity.value.count)))
        rest = rest.dropFirst(quantity.value.count)
        return quantity
      }
      let json = Quantity.json(reduced, objects: objects) { .tensor($0.value) }
      _ = AnswerReport(request, reduced, json: json, Findings(none: request.source)).write(
        options.format, session, writesNames: options.writesNames)
    }
    return numbers.allSatisfy(\.isFinite)
  }

  func status(_ tally: RowTally, isTotalFinite: Bool) -> ExitStatus {
    if tally.undefined.count > 0 || !isTotalFinite { return .undefined }
    return tally.kinks.count > 0 && session.isStrict ? .kink : .answered
  }
}
