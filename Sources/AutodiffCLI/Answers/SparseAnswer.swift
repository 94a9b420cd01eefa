import AutodiffCore

/// The answer of `jacobian --sparse` and `hessian --sparse`.
extension SparseReport {
  /// - Throws: that a format goes with `--sparse` only.
  static func refuseItsFormats(_ options: Options) throws(Failure) {
    guard options.format == .mtx || options.format == .svg else { return }
    throw .usage(.needs("--format \(options.format.rawValue)", Option.sparse.long))
  }

  /// Answers a request.
  ///
  /// - Throws: the reason for which there is no answer, and limits.
  static func answer(_ kind: Kind, _ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try ProgramRequest(options, session)
    if options.writesPattern,
      !request.graph.inputs.allSatisfy({ request.bindings.known(request.graph.name(ofInput: $0)) != nil })
    {
      let wrt = try request.wrtNodes()
      let known = request.graph.inputs.map { request.bindings.known(request.graph.name(ofInput: $0)) }
      let plan = try plan(kind, request, request.graph, wrt: wrt, known: known)
      return SparseReport(kind, request, request.graph, wrt: wrt, plan).write(options.format, session)
    }
    let point = try request.point(session)
    if kind == .hessian { try request.requireScalar(kind.rawValue) }
    let known = point.graph.inputs.map { Optional(point.values[Int($0)]) }
    let plan = try plan(kind, request, point.graph, wrt: point.wrt, known: known)
    if options.writesPattern {
      return SparseReport(kind, request, point.graph, wrt: point.wrt, plan).write(options.format, session)
    }
    let numbers =
      kind == .hessian
      ? SparseDerivatives(hessianOf: point, plan, path: request.program)
      : SparseDerivatives(jacobianOf: point, plan, path: request.program)
    return SparseReport(kind, request, point.graph, wrt: point.wrt, plan, numbers, at: point)
      .write(options.format, session)
  }

  private static func plan(
    _ kind: Kind, _ request: ProgramRequest, _ graph: Graph, wrt: [Graph.NodeID], known: [Tensor?]
  ) throws(Failure) -> SparsePlan {
    do throws(Problem) {
      switch kind {
      case .jacobian:
        return SparsePlan(
          jacobian: try SparsityPattern(jacobianOf: graph, wrt: wrt, known: known), request.options.jacobianMode)
      case .hessian:
        return SparsePlan(hessian: try SparsityPattern(hessianOf: graph, wrt: wrt, known: known))
      }
    } catch {
      throw .text(error, request.source)
    }
  }
}
