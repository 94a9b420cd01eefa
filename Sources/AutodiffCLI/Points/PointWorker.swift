import AutodiffCore

/// What is answered at every point of a table, for all threads.
struct PointJob: @unchecked Sendable {
  var engine: BlockEngine
  var reader: RowReader
  /// The elements that are the same in every row.
  var constants: [(element: Int, value: Double)]
  /// Nil where only totals are asked for.
  var writer: RowWriter?
  var keepsGoing: Bool
  /// A row that says more than numbers: why it is undefined, which kinks it met.
  ///
  /// It reads what no thread writes.
  var explained: (([Double]) -> String)?
  /// Why a program has no answer at a point.
  var failure: ([Double]) -> Problem?
}

/// The answers to a piece of a table.
final class PieceAnswer {
  var text = ByteBuffer(capacity: 1 << 16)
  var totals: Totals
  var rows = 0
  var undefined = 0
  var kinks = 0
  var faults = 0
  /// The row at which it ended.
  var end: End?

  enum End {
    case fault(RowFault, RowPiece)
    case problem(Problem)
  }

  init(columns: Int) { totals = Totals(columns) }
}

/// Answers pieces of a table, in blocks of rows; one for each thread.
final class PointWorker {
  private let job: PointJob
  private let workspace = Workspace()
  private let inputs: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  private let findings: UnsafeMutablePointer<LaneFindings>
  /// Lanes of the block whose rows are none.
  private var faulty: [Int] = []

  private static let lanes = 1024

  init(_ job: PointJob) {
    self.job = job
    inputs = .allocate(capacity: max(1, job.engine.inputs) * Self.lanes)
    results = .allocate(capacity: job.engine.results * Self.lanes)
    findings = .allocate(capacity: Self.lanes)
    inputs.initialize(repeating: 0, count: max(1, job.engine.inputs) * Self.lanes)
    results.initialize(repeating: 0, count: job.engine.results * Self.lanes)
    findings.initialize(repeating: [], count: Self.lanes)
    for (element, value) in job.constants {
      (inputs + element * Self.lanes).update(repeating: value, count: Self.lanes)
    }
  }

  deinit {
    inputs.deallocate()
    results.deallocate()
    findings.deallocate()
  }

  func answer(_ piece: RowPiece) -> PieceAnswer {
    let answer = PieceAnswer(columns: job.engine.results)
    piece.bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count, answer.end == nil {
        var lanes = 0
        var fault: RowFault?
        faulty.removeAll(keepingCapacity: true)
        while lanes < Self.lanes, place < bytes.count {
          let start = place
          fault = job.reader.read(bytes, at: &place, into: inputs + lanes, stride: Self.lanes)
          if fault != nil {
            guard job.keepsGoing else { break }
            faulty.append(lanes)
            place = max(place, start + 1)
            fault = nil
          }
          lanes += 1
        }
        block(lanes, answer)
        if let fault, answer.end == nil { answer.end = .fault(fault, piece) }
      }
    }
    return answer
  }

  private func block(_ lanes: Int, _ answer: PieceAnswer) {
    job.engine.run(
      workspace, .init(start: inputs, stride: Self.lanes), count: lanes,
      into: .init(start: results, stride: Self.lanes), findings: findings)
    for lane in faulty {
      for result in 0..<job.engine.results { results[result * Self.lanes + lane] = .nan }
    }
    var nextFault = faulty[...]
    for lane in 0..<lanes {
      let isFaulty = nextFault.first == lane
      if isFaulty {
        nextFault.removeFirst()
        answer.faults += 1
      } else if !findings[lane].isEmpty, !settle(lane, answer) {
        return
      }
      answer.rows += 1
      guard let writer = job.writer else {
        if !isFaulty { answer.totals.add { results[$0 * Self.lanes + lane] } }
        continue
      }
      if !isFaulty, let explained = job.explained, !findings[lane].isDisjoint(with: [.kink, .notFinite, .unexamined]) {
        answer.text.append(explained(point(lane)))
      } else {
        writer.write(results + lane, stride: Self.lanes, to: &answer.text)
      }
    }
  }

  /// Counts what there is to say of a lane.
  ///
  /// - Returns: whether the rows go on.
  private func settle(_ lane: Int, _ answer: PieceAnswer) -> Bool {
    if findings[lane].contains(.failed) {
      guard job.keepsGoing else {
        answer.end = job.failure(point(lane)).map { .problem($0) }
        return answer.end == nil
      }
      answer.faults += 1
      return true
    }
    if findings[lane].contains(.notFinite) { answer.undefined += 1 }
    if !findings[lane].isDisjoint(with: [.kink, .unexamined]) { answer.kinks += 1 }
    return true
  }

  private func point(_ lane: Int) -> [Double] {
    (0..<job.engine.inputs).map { inputs[$0 * Self.lanes + lane] }
  }
}
