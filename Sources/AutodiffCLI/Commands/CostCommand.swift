import AutodiffCore

enum CostCommand: Command {
  static let description = CommandDescription(
    name: "cost", summary: "operations and memory of f and of its derivatives, in both modes and written out",
    usage: "autodiff cost [OPTIONS] EXPRESSION [NAME=VALUE ...]",
    options: [.shape, .wrt, .output, .chain],
    formats: [.text, .json, .csv, .tsv, .markdown],
    examples: [
      "autodiff cost 'sigma(w1*x1 + w2*x2 + b)'", "autodiff cost 'sum(relu(W@x))' --shape W=100x50,x=50",
      "autodiff cost 'l = x; for n = 1 to 12 { l = 4*l*(1-l) }'", "autodiff cost 'sin(w1*x+w0), cos(w1*x+w0)'",
      "autodiff cost 'sum(relu(W@x))' --shape W=mxn,x=n",
      "autodiff cost --chain 'sum(tanh(V@tanh(W@x)))' --shape V=3x4,W=4x5,x=5 --wrt x",
    ], sweeps: .formula, ownMeaning: { $0 == .shape ? Option.letteredShape : nil })

  static func run(_ options: Options, _ session: Session) throws(Failure) -> ExitStatus {
    let request = try SizedRequest.reading(options, session)
    try request.checkMemory()
    let wrt = try request.wrtNodes()
    if !request.graph.decisions.isEmpty {
      session.note("this holds for the path that the program takes at these values")
    }
    if let sized = try SizedRequest(request) {
      try answer(sized, request, session)
    } else if options.showsChain {
      try ChainReport(ChainReport.Sample(request, wrt: wrt)).write(session)
    } else {
      let costs = try counting(request) { () throws(Problem) in try SweepCosts(request.graph, wrt: wrt) }
      let known = request.graph.inputs.map { request.bindings.known(request.graph.name(ofInput: $0)) }
      CostReport(costs, SparsePlan.usual(of: request.graph, wrt: wrt, known: known), request).write(session)
    }
    return .answered
  }

  private static func counting<Answer>(
    _ request: ProgramRequest, _ count: () throws(Problem) -> Answer
  ) throws(Failure) -> Answer {
    do throws(Problem) {
      return try count()
    } catch {
      throw .text(error, request.source)
    }
  }

  // MARK: - Every size

  /// Answers for every size, by the counts at a few sizes.
  private static func answer(_ sized: SizedRequest, _ request: ProgramRequest, _ session: Session) throws(Failure) {
    if request.options.showsChain {
      let first = ChainReport.Sample(request, wrt: try request.wrtNodes())
      try answer(sized) { own, wrt throws(Failure) in
        ChainReport.Sample(own, wrt: wrt)
      } write: { samples, lattice throws(Failure) in
        guard ChainReport.haveSameForm(samples) else { return false }
        try ChainReport(samples, sized, lattice, first: first).write(session)
        return true
      }
    } else {
      try answer(sized) { own, wrt throws(Failure) in
        try counting(own) { () throws(Problem) in try SizedCosts.Sample(own.graph, wrt: wrt) }
      } write: { samples, lattice in
        guard let costs = SizedCosts(samples, lattice) else { return false }
        SizedCostReport(costs, sized.letters.letters, request).write(session)
        return true
      }
    }
  }

  /// Answers by the counts at as many sizes as it takes.
  ///
  /// - Parameters:
  ///   - count: A closure that counts at sizes.
  ///   - write: A closure that writes the answer, and returns whether it could.
  private static func answer<Sample>(
    _ sized: SizedRequest, count: (ProgramRequest, [Graph.NodeID]) throws(Failure) -> Sample,
    write: ([Sample], SizeLattice) throws(Failure) -> Bool
  ) throws(Failure) {
    var known: [[Int]: Sample] = [:]
    for degree in SizeLattice.degrees {
      let lattice = SizeLattice(letters: sized.letters.letters.count, degree: degree)
      var samples: [Sample] = []
      for sizes in lattice.points {
        let sample: Sample
        if let counted = known[sizes] {
          sample = counted
        } else {
          sample = try sized.at(sizes, .cost) { own throws(Failure) in try count(own, try own.wrtNodes()) }
        }
        known[sizes] = sample
        samples.append(sample)
      }
      do throws(Failure) {
        if try write(samples, lattice) { return }
      } catch {
        // A polynomial of a higher degree may do.
        guard case .usage(.dependsOnSizes) = error, degree < SizeLattice.highestDegree else { throw error }
      }
    }
    throw sized.dependsOnSizes(.cost)
  }
}
