import AutodiffCore

enum Descend: Command {
  static let description = CommandDescription(
    name: "descend", summary: "gradient descent: parameters that make a loss smaller",
    usage: "autodiff descend [OPTIONS] EXPRESSION [NAME=VALUE ...] [--rate R]",
    options: [
      .wrt, .initial, .method, .rate, .bounds, .steps, .momentum, .tolerance, .points, .columns, .batch, .seed, .trail,
      .jobs, .digits,
      .ties, .strict,
    ],
    formats: [.text, .json, .csv, .tsv],
    examples: [
      "autodiff descend '(x-1)^2 + (y+2)^2' x=0 y=0 --rate 0.1",
      "autodiff descend '(w*x + b - y)^2' w=0 b=0 --points rows.csv --rate 0.01",
      "autodiff descend -f loss.txt --at @W.txt --points x.csv --batch 32 --rate 0.1",
      "autodiff descend '100*(y - x^2)^2 + (1 - x)^2' x=-1.2 y=1 --method lbfgs",
    ],
    rules: [
      .needs([.batch, .columns, .jobs], .points), .needs([.seed], .batch),
      .requiresUnless(.rate, .method, DescentMethod.allCases.filter(\.searches).map(\.rawValue)),
      .excludesValues(.batch, of: .method, DescentMethod.allCases.filter(\.searches).map(\.rawValue)),
      .excludesValues(.momentum, of: .method, DescentMethod.allCases.filter { $0.momentum == nil }.map(\.rawValue)),
    ], sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if options.writesTrail, options.format == .text {
      throw .usage(.needs(Option.trail.long, "--format \(OutputFormat.csv.rawValue)"))
    }
    let table = try PointTable(options, session)
    let request = try ProgramRequest(options, session, columns: table?.inputs ?? [])
    let values = try request.inputs(session, mayMiss: table != nil)
    try request.requireScalar("descend")
    try request.checkMemory()
    let inputs = ElementInputs(values, of: request.graph)
    if let table { return try run(table, request, inputs, session) }
    let numbers = inputs.known.values
    let parameters = try parameters(inputs.elements, columns: [], request)
    var loss = PointLoss(request.program, request.graph, parameters, at: numbers, ties: request.ties)
    var report = DescentReport(request, session)
    let settings = try settings(request, parameters)
    return try report.run(&loss, parameters, from: numbers, settings) { values, _ in
      var point = numbers
      parameters.put(values, in: &point)
      return point
    }
  }

  /// Descends along the mean over all rows, or over batches of them.
  private static func run(
    _ table: PointTable, _ request: ProgramRequest, _ inputs: ElementInputs, _ session: Session
  ) throws(Failure) -> ExitStatus {
    let (sources, columns, _) = try table.sources(inputs)
    let parameters = try parameters(inputs.elements, columns: Set(sources.given), request)
    let rows = try PointRows(table.stream, sources, columns: columns)
    let numbers = inputs.known.values
    let losses = LossTable(
      request.program, request.graph, parameters, at: numbers, columns: rows.elements, table: rows.numbers,
      rows: rows.count, ties: request.ties)
    let options = request.options
    let settings = try settings(request, parameters)
    let pool = pool(losses, options)
    defer { pool.finish() }
    var curvaturePool: OrderedPool<LossPart, LossSums>?
    defer { curvaturePool?.finish() }
    var loss = TableLoss(losses, add: pool.work) {
      losses.curvatureTable().map { table in
        let pool = Self.pool(table, options)
        curvaturePool = pool
        return TableLoss(table, add: pool.work)
      }
    }
    var report = DescentReport(request, session, placeOfRow: rows.place)
    let batches = options.batch.map { Batches(rows: rows.count, size: $0, seed: options.seed) }
    return try report.run(&loss, parameters, from: numbers, settings, batches) { values, row in
      losses.point(row ?? 0, values)
    }
  }

  /// The threads that add up parts of a table.
  private static func pool(_ losses: LossTable, _ options: Options) -> OrderedPool<LossPart, LossSums> {
    OrderedPool(threads: options.threads) {
      let sums = PartSums(losses)
      return { sums($0) }
    }
  }

  /// - Throws: bounds of what is no parameter.
  private static func settings(
    _ request: ProgramRequest, _ parameters: Parameters
  ) throws(Failure) -> Descent.Settings {
    let options = request.options
    return Descent.Settings(
      options.method, rate: options.rate ?? 0, momentum: options.momentum, steps: options.steps,
      tolerance: options.lossTolerance, within: try BoundsOption(options.bounds, parameters, request).box)
  }

  /// The inputs that `--wrt` names, else all that are no columns of the table.
  ///
  /// - Parameter columns: the elements of inputs that the table gives.
  private static func parameters(
    _ elements: Elements, columns: Set<Int>, _ request: ProgramRequest
  ) throws(Failure) -> Parameters {
    var wrt = try request.wrtPlaces()
    for part in wrt where elements.parts[part].places.contains(where: columns.contains) {
      if request.options.wrt != nil { throw .usage(.parameterIsColumn(elements.names[NameTable.ID(part)])) }
    }
    wrt.removeAll { elements.parts[$0].places.contains(where: columns.contains) }
    if wrt.isEmpty { throw .usage(.noParameters) }
    return Parameters(elements, wrt: wrt)
  }
}
