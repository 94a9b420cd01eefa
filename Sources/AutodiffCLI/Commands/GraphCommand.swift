import AutodiffCore

enum GraphCommand: Command {
  static let description = CommandDescription(
    name: "graph",
    summary: "the computation graph as a picture, with values and adjoints where a point is given",
    usage: "autodiff graph [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [
      .expand, .saved, .orient, .flow, .shape, .output, .cotangent, .wrt, .digits, .ties, .strict,
    ],
    formats: [.dot, .mermaid, .svg, .tikz, .html],
    examples: [
      "autodiff graph --format svg '(x+y)*z' x=-2 y=5 z=-4 > graph.svg",
      "autodiff graph --format html --saved '(x+y)*z' x=-2 y=5 z=-4 > graph.html",
      "autodiff graph '(x+y)*z' x=-2 y=5 z=-4 | dot -Tpng > graph.png",
      "autodiff graph --format mermaid 'sigma(w*x + b)'", "autodiff graph --cotangent '[1,1]' 'x^2, x*y' x=3 y=2",
    ], sweeps: .gradient)

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    // The formats that no other program lays out.
    let isDrawn = options.format == .svg || options.format == .tikz || options.format == .html
    if options.showsFlow, !isDrawn {
      throw .usage(.needs(Option.flow.long, "--format \(OutputFormat.svg.rawValue)"))
    }
    let request = try ProgramRequest(options, session)
    var number = session.rendering.number
    if number.digits == nil { number.digits = 4 }
    let point = request.hasValues ? try request.point(session) : nil
    if options.cotangent != nil, point == nil { throw .usage(.needs(Option.cotangent.long, "--at NAME=VALUE,...")) }
    let cotangent = try point.flatMap { point throws(Failure) in try request.cotangent(of: point.value.shape, session) }
    if options.showsFlow, cotangent == nil, point?.value.scalar == nil {
      throw .usage(.needs(Option.flow.long, point == nil ? "--at NAME=VALUE,..." : "--cotangent VALUE"))
    }
    if options.format == .html {
      guard let point else { throw .usage(.needs("--format html", "--at NAME=VALUE,...")) }
      if cotangent == nil { try request.requireScalar("graph --format html") }
      return try PageReport(point, cotangent: cotangent, request).write(session)
    }
    let graph = point?.graph ?? request.graph
    if isDrawn, Picture.size(of: graph) > Picture.mostNodes {
      throw .usage(.pictureTooLarge(nodes: Picture.size(of: graph)))
    }
    let picture = Picture(
      graph, at: point, cotangent: cotangent, number: number,
      detail: isDrawn ? .abridged : .shapes, marksSaved: options.marksSaved)
    for line in try lines(of: picture, options, request.expression, session.rendering) {
      session.out.line(line)
    }
    guard let point else { return .answered }
    if let cotangent {
      let (gradient, derivatives) = point.codirectional(cotangent, path: request.program)
      return Findings(
        ProgramPoint(point), derivatives, areFinite: gradient.allSatisfy(\.isFinite), request.source
      ).note(session)
    }
    let derivatives = point.value.scalar == nil ? nil : Derivatives(gradientOf: point, path: request.program)
    return Findings(ProgramPoint(point), derivatives, request.source).note(session)
  }

  /// - Throws: a `Failure.Usage` where a picture is too large to be drawn.
  private static func lines(
    of picture: Picture, _ options: Options, _ title: String, _ rendering: Rendering
  ) throws(Failure) -> [String] {
    switch options.format {
    case .mermaid: return Mermaid.lines(picture, options.orientation)
    case .svg, .tikz:
      var choices = SceneBuilder.Choices()
      choices.orientation = options.orientation
      choices.showsFlow = options.showsFlow
      choices.title = title
      guard let scene = SceneBuilder.scene(of: picture, choices) else { throw .usage(.pictureTooLarge(nodes: nil)) }
      return options.format == .tikz ? TikZ.lines(scene) : SVG.lines(scene, ascii: rendering.ascii)
    default: return DOT.lines(picture, options.orientation)
    }
  }
}
