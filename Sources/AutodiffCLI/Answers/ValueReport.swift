import AutodiffCore

extension GradientReport {
  /// The answer of `eval` or `grad` at a point: the value, the derivatives if the command shows them, elasticities, and
  /// the uncertainty of the value where inputs have one.
  ///
  /// - Parameter deviations: the uncertainties of the inputs' elements in a row of a table.
  static func answer(
    _ request: ProgramRequest, _ point: ProgramPoint, deviations: [Double]? = nil
  ) -> AnswerReport {
    report(request, point, deviations: deviations).answer
  }

  /// Returns the same before it is put together.
  static func report(
    _ request: ProgramRequest, _ point: ProgramPoint, deviations: [Double]? = nil
  ) -> GradientReport {
    let showsDerivatives = request.showsDerivatives
    guard request.uncertainty != nil || request.options.isRelative else {
      return GradientReport(request, point, showsDerivatives ? point.derivatives(path: request.program) : nil)
    }
    let derivatives = point.allDerivatives(path: request.program)
    // Names of inputs were looked up before the point was made.
    let swept = (try? request.sweptInputs()) ?? Array(request.graph.inputs.indices)
    let shown = showsDerivatives ? (try? request.wrtPlaces())?.count ?? derivatives.names.count : 0
    var report = GradientReport(request, point, derivatives, shown: shown)
    if request.options.isRelative {
      let elasticities = ElasticityAnswer(point, derivatives, count: shown)
      report.elasticities = elasticities
      if let reason = elasticities.reason(point, derivatives) { report.findings.remarks.append(reason) }
    }
    if let uncertainty = request.uncertainty {
      let answer = UncertaintyAnswer(
        deviations.map(uncertainty.with) ?? uncertainty, point, derivatives, swept: swept)
      report.uncertainty = answer
      if derivatives.areFinite, point.value.isFinite, !answer.deviation.isFinite {
        report.findings.remarks.append("the uncertainty is too large for a double")
      }
    }
    return report
  }
}
