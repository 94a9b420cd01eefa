import AutodiffCore

enum Descend: Command {
  static let description = CommandDescription(
    name: "descend", summary: "gradient descent: parameters that make a loss smaller",
    usage: "autodiff descend [OPTIONS] EXPRESSION [NAME=VALUE ...] --rate R",
    options: [
      .wrt, .rate, .steps, .momentum, .tolerance, .points, .columns, .batch, .seed, .jobs, .digits, .ties, .strict,
    ],
    formats: [.text, .json, .csv, .tsv],
    examples: [
      "autodiff descend '(x-1)^2 + (y+2)^2' x=0 y=0 --rate 0.1",
      "autodiff descend '(w*x + b - y)^2' w=0 b=0 --points rows.csv --rate 0.01",
      "autodiff descend -f loss.txt --at @W.txt --points x.csv --batch 32 --rate 0.1",
    ])

  private static let usualSteps = 100

  static func run(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitStatus {
    let format = try invocation.format()
    let settings = try settings(invocation)
    let size = try invocation.whole(.batch, from: 1)
    let threads = try invocation.whole(.jobs, from: 1) ?? System.cores
    let seed = UInt64(try invocation.whole(.seed, from: 0) ?? 1)
    let stream = try invocation.values[.points].map { path throws(Failure) in
      try PointStream(path, invocation, session.host)
    }
    var request = try ProgramRequest(invocation, session, columns: stream?.columns)
    let given = try request.inputs(invocation, session, mayMiss: stream != nil)
    try request.requireScalar("descend")
    let elements = Elements(inputsOf: request.graph)
    let numbers = given.unrolled(elements)
    guard let stream else {
      var report = DescentReport(request, format, session)
      let parameters = try parameters(elements, columns: [], request, invocation)
      var loss = PointLoss(request.program, request.graph, parameters, at: numbers.values, ties: request.ties)
      return try report.run(&loss, parameters, from: numbers.values, settings) { values, _ in
        var point = numbers.values
        parameters.put(values, in: &point)
        return point
      }
    }
    let columns = try stream.names(for: elements.elementNames, numbers)
    let sources = try PointSources(elements.elementNames, columns, known: numbers)
    try PointSources.examine(columns, used: Set(sources.columns), elements, stream, session)
    let parameters = try parameters(elements, columns: Set(sources.given), request, invocation)
    let rows = try PointRows(stream, sources, columns: columns.count, hasNames: !invocation.has(.columns))
    let table = LossTable(
      request.program, request.graph, parameters, at: numbers.values, columns: rows.elements, table: rows.numbers,
      rows: rows.count, ties: request.ties)
    let pool = OrderedPool<LossPart, LossSums>(threads: threads) {
      let sums = PartSums(table)
      return { sums($0) }
    }
    defer { pool.finish() }
    var loss = TableLoss(table, add: pool.work)
    var report = DescentReport(request, rows: rows, format, session)
    return try report.run(
      &loss, parameters, from: numbers.values, settings,
      size.map { Batches(rows: rows.count, size: $0, seed: seed) }
    ) { values, row in table.point(row ?? 0, values) }
  }

  private static func settings(_ invocation: Invocation) throws(Failure) -> Descent.Settings {
    for option in [Option.batch, .columns, .jobs] where invocation.has(option) && !invocation.has(.points) {
      throw .usage(.needs(option.long, "--points FILE"))
    }
    if invocation.has(.seed), !invocation.has(.batch) { throw .usage(.needs("--seed", "--batch N")) }
    guard let rate = try invocation.number(.rate, above: 0) else {
      throw .usage(
        .required(
          command: "descend", option: "--rate R",
          hint: "each step goes R times the gradient downhill: try --rate 0.1, and less where the loss grows"))
    }
    let momentum = try invocation.number(.momentum, above: 0, or: true) ?? 0
    guard momentum < 1 else {
      throw .usage(
        .invalidNumber(
          option: "--momentum", value: invocation.values[.momentum] ?? "", range: "a number from 0 to below 1"))
    }
    return Descent.Settings(
      rate: rate, momentum: momentum, steps: try invocation.whole(.steps, from: 1) ?? usualSteps,
      tolerance: try invocation.number(.tolerance, above: 0))
  }

  /// What `--wrt` names, else all that is no column of the table.
  ///
  /// - Parameter columns: the elements of inputs that the table gives.
  private static func parameters(
    _ elements: Elements, columns: Set<Int>, _ request: ProgramRequest, _ invocation: Invocation
  ) throws(Failure) -> Parameters {
    var asked = try request.askedPlaces(invocation)
    for part in asked where elements.parts[part].places.contains(where: columns.contains) {
      if invocation.has(.wrt) { throw .usage(.parameterIsColumn(elements.names[NameTable.ID(part)])) }
    }
    asked.removeAll { elements.parts[$0].places.contains(where: columns.contains) }
    if asked.isEmpty { throw .usage(.noParameters) }
    return Parameters(elements, asked: asked)
  }
}
