import AutodiffCore

enum PlotCommand: Command {
  static let description = CommandDescription(
    name: "plot", summary: "f and its derivative as curves, level lines, decision regions, losses",
    usage: "autodiff plot [OPTIONS] EXPRESSION --range NAME=LO:HI [NAME=VALUE ...]",
    options: [.range, .along, .path, .regions, .loss, .output, .wrt, .seed, .digits, .ties, .strict],
    formats: [.text, .svg, .csv],
    examples: [
      "autodiff plot 'tan(x)' --range x=-4:4", "autodiff plot 'x^3 - x' --range x=-2:2 x=1",
      "autodiff plot --format svg 'x^2 + 2*y^2' --range -2:2 > levels.svg",
      "autodiff plot --regions 'softmax([x, y, 1-x-y])' --range x=-1:2 --range y=-1:2",
    ],
    rules: [
      .excludes(.along, [.path]), .needs([.seed], .along),
      .excludes(.loss, [.range, .along, .path, .regions, .expr, .file, .at, .given, .output, .wrt, .strict]),
    ],
    sweeps: .gradient, ownMeaning: { $0 == .range ? Option.plottedRange : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if !options.losses.isEmpty { return try plotLosses(options, session) }
    let request = try ProgramRequest(options, session, columns: SectionRequest.columns(options))
    if options.ranges.isEmpty, options.along.isEmpty {
      throw .usage(.required(command: "plot", option: Option.range.long, placeholder: "NAME=LO:HI"))
    }
    let values = try request.inputs(session, mayMiss: true)
    if options.showsRegions {
      if request.graph.shape(of: request.graph.output).isScalar { throw .usage(.regionsOfScalar) }
    } else {
      try request.requireScalar("plot")
    }
    try request.checkMemory()
    let cut = try SectionRequest(request, values, session)
    let names = cut.section.axes.map(\.name)
    let points = try options.path.map { path throws(Failure) in
      try NamedColumns(path, names, .path, options, session.host).rows
    }
    let report = FigureReport(session: session, format: options.format)
    let title = FigureReport.title(request.expression)
    if options.showsRegions {
      let figure = RegionFigure(cut.section, path: (points ?? []).map { Figure.Point(x: $0[0], y: $0[1]) })
      report.write(figure.figure(title: title), figure.table)
      return figure.isUndefined ? try undefined(cut.section, request, session) : .answered
    }
    return cut.section.axes.count == 1
      ? try curve(cut, points, title, request, report) : try surface(cut, points, title, request, report)
  }

  /// The way in which captions write numbers.
  private static func number(_ session: Session) -> NumberText {
    NumberText(digits: session.rendering.number.digits ?? 6)
  }

  // MARK: - One axis

  private static func curve(
    _ cut: SectionRequest, _ points: [[Double]]?, _ title: String, _ request: ProgramRequest, _ report: FigureReport
  ) throws(Failure) -> ExitStatus {
    let session = report.session
    let curve = Curve(cut.section)
    var tangent: TangentLine?
    var status = ExitStatus.answered
    if let x = cut.point?.first {
      let (slope, point, derivatives) = try Self.derivative(cut.section, x, request)
      let value = point.value.scalar ?? .nan
      if value.isFinite, slope.isFinite { tangent = TangentLine(x: x, value: value, slope: slope) }
      status = Findings(point, derivatives, areFinite: slope.isFinite, request.source).note(session)
    }
    let path = (points ?? []).map { Figure.Point(x: $0[0], y: Surface.answers(cut.section, [$0], slopes: false)[0][0]) }
    let figure = CurveFigure(curve, tangent: tangent, path: path, number: number(session))
    report.write(figure.figure(title: title), figure.table)
    return curve.isUndefined && status != .undefined ? try undefined(cut.section, request, session) : status
  }

  /// The derivative along the axis at a place, and what is found there.
  private static func derivative(
    _ section: Section, _ x: Double, _ request: ProgramRequest
  ) throws(Failure) -> (slope: Double, ProgramPoint, Derivatives) {
    let element = section.axes[0].direction[0].element
    let part = section.elements.parts.firstIndex { $0.places.contains(element) } ?? 0
    let numbers = section.point([x])
    let point: ProgramPoint
    do throws(Problem) {
      point = try ProgramPoint(
        request.program, request.graph, numbers: numbers, tensors: section.elements.tensors(numbers), wrt: [part],
        ties: request.ties)
    } catch {
      throw .text(error, request.source)
    }
    let derivatives = point.derivatives(path: request.program)
    return (derivatives.values[element - section.elements.parts[part].places.lowerBound], point, derivatives)
  }

  // MARK: - Two axes

  private static func surface(
    _ cut: SectionRequest, _ points: [[Double]]?, _ title: String, _ request: ProgramRequest, _ report: FigureReport
  ) throws(Failure) -> ExitStatus {
    let path = (points ?? []).map { Figure.Point(x: $0[0], y: $0[1]) }
    // Along directions the point of the values is where both numbers are 0.
    let point = cut.point ?? (request.options.along.isEmpty ? nil : [0, 0])
    let figure = SurfaceFigure(
      cut.section, point: point.map { Figure.Point(x: $0[0], y: $0[1]) }, path: path,
      number: number(report.session))
    report.write(figure.figure(title: title), figure.table)
    return figure.isUndefined ? try undefined(cut.section, request, report.session) : .answered
  }

  /// Says why there is no value in the middle of what was to be drawn.
  private static func undefined(
    _ section: Section, _ request: ProgramRequest, _ session: Session
  ) throws(Failure) -> ExitStatus {
    let middle = section.point(section.axes.map { ($0.range.lowerBound / 2) + ($0.range.upperBound / 2) })
    let point = try request.point(middle, section.elements.tensors(middle))
    let status = Findings(point, nil, request.source).note(session)
    if status != .undefined { session.note("undefined everywhere in this range") }
    return .undefined
  }

  // MARK: - Losses

  private static func plotLosses(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    if let text = options.arguments.first ?? options.bindings.first { throw .usage(.unexpectedArgument(text)) }
    var series: [(name: String, points: [Figure.Point])] = []
    for path in options.losses {
      let rows = try NamedColumns(path, ["step", "loss"], .loss, options, session.host).rows
      series.append((path, rows.map { Figure.Point(x: $0[0], y: $0[1]) }))
    }
    let figure = LossFigure(series)
    FigureReport(session: session, format: options.format).write(
      figure.figure(title: "loss by step"), figure.table)
    if figure.isUndefined { session.note("no loss is finite") }
    return figure.isUndefined ? .undefined : .answered
  }
}
