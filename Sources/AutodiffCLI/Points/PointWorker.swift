import AutodiffCore

/// The work at every point of a table, for all threads.
struct PointJob: @unchecked Sendable {
  var engine: BlockEngine
  var reader: RowReader
  /// The elements that are the same in every row.
  var constants: [(element: Int, value: Double)]
  /// The writer of rows; nil where there are only totals.
  var writer: RowWriter?
  /// The text of the columns that are passed through; nil where none are.
  var kept: KeptText?
  var keepsGoing: Bool
  /// The text of a row that says more than numbers: the reason for which it is undefined, the kinks that it met; its
  /// second argument are the texts of the columns that are passed through.
  ///
  /// It reads what no thread writes.
  var explained: (([Double], [String]?) -> String)?
  /// The reason for which a program has no answer at a point.
  var failure: ([Double]) -> Failure?
  var table: TableIdentity
  /// The quantities that follow from a row's value and derivatives, if any do.
  var sequel: RowSequel?

  /// The number of numbers of a row that are read or given.
  var inputs: Int { engine.inputs + (sequel?.columns.count ?? 0) }
  /// The number of numbers of an answer.
  var answers: Int { sequel?.count ?? engine.results }
}

/// The answers to a piece of a table.
final class PieceAnswer: RowAnswer {
  var text: ByteBuffer
  var totals: Totals
  var tally = RowTally()

  init(columns: Int, room: Int) {
    totals = Totals(columns)
    text = ByteBuffer(capacity: room)
  }
}

/// Answers pieces of a table, in blocks of rows; one for each thread.
final class PointWorker {
  private let job: PointJob
  private let workspace = Workspace()
  private let inputs: UnsafeMutablePointer<Double>
  private let results: UnsafeMutablePointer<Double>
  /// The numbers of the answers: the results themselves where nothing follows from them.
  private let answers: UnsafeMutablePointer<Double>
  private let findings: UnsafeMutablePointer<LaneFindings>
  /// The lanes of the block whose rows cannot be read, and the reasons.
  private var faulty: [(lane: Int, fault: RowFault)] = []
  /// The texts of the columns that are passed through, lane by lane; none where no column is.
  private var kept: [[String]] = []

  /// The number of rows that are answered together: fewer where a row has many numbers, so that memory does not grow
  /// with them more than it must.
  private let blockRows: Int
  /// The distance of columns: not a power of two, so that the same lane of different columns finds different places in
  /// a cache.
  private let stride: Int

  private static let mostRows = 1024
  /// The numbers that a block may hold.
  private static let mostNumbers = 1 << 23

  init(_ job: PointJob) {
    self.job = job
    let numbers = job.inputs + job.engine.results + (job.sequel?.count ?? 0)
    let room = Self.mostNumbers / max(1, numbers)
    // A tape works on packs of lanes; anything else goes row by row.
    blockRows = room >= Self.mostRows ? Self.mostRows : job.engine.isFast ? max(16, room / 16 * 16) : max(1, room)
    stride = blockRows >= 16 ? blockRows + 16 : blockRows
    inputs = .allocate(capacity: max(1, job.inputs) * stride)
    results = .allocate(capacity: job.engine.results * stride)
    answers = job.sequel == nil ? results : .allocate(capacity: job.answers * stride)
    findings = .allocate(capacity: blockRows)
    inputs.initialize(repeating: 0, count: max(1, job.inputs) * stride)
    if job.sequel != nil { answers.initialize(repeating: 0, count: job.answers * stride) }
    results.initialize(repeating: 0, count: job.engine.results * stride)
    findings.initialize(repeating: [], count: blockRows)
    for (element, value) in job.constants {
      (inputs + element * stride).update(repeating: value, count: stride)
    }
  }

  deinit {
    if job.sequel != nil { answers.deallocate() }
    inputs.deallocate()
    results.deallocate()
    findings.deallocate()
  }

  func answer(_ piece: RowPiece) -> PieceAnswer {
    let answer = PieceAnswer(
      columns: job.engine.results, room: job.writer == nil ? 0 : 2 * piece.bytes.count + 8 * (piece.numbers?.count ?? 0)
    )
    if let numbers = piece.numbers {
      self.answer(numbers, piece, answer)
    } else {
      piece.bytes.withUnsafeBufferPointer { self.answer($0, piece, answer) }
    }
    return answer
  }

  /// Rows of a text.
  private func answer(_ bytes: UnsafeBufferPointer<UInt8>, _ piece: RowPiece, _ answer: PieceAnswer) {
    var place = 0
    while place < bytes.count, answer.tally.end == nil {
      var lanes = 0
      var fault: RowFault?
      faulty.removeAll(keepingCapacity: true)
      kept.removeAll(keepingCapacity: true)
      while lanes < blockRows, place < bytes.count {
        let start = place
        fault = job.reader.read(bytes, at: &place, into: inputs + lanes, stride: stride)
        if fault == nil, let (column, problem) = job.sequel?.fault(inputs + lanes, stride: stride) {
          fault = RowFault(
            reason: .uncertainty(problem), place: job.reader.fields(bytes, from: start)[column])
        }
        if let found = fault {
          guard job.keepsGoing else { break }
          faulty.append((lanes, found))
          place = max(place, start + 1)
          fault = nil
        }
        if let columns = job.kept?.columns { kept.append(columns.texts(bytes, from: start, job.reader)) }
        lanes += 1
      }
      block(lanes, piece, answer)
      if let fault, answer.tally.end == nil { answer.tally.end = job.table.failure(fault, in: piece) }
    }
  }

  /// Rows of numbers.
  private func answer(_ numbers: [Double], _ piece: RowPiece, _ answer: PieceAnswer) {
    let targets = job.reader.targets
    let rows = numbers.count / targets.count
    for start in Swift.stride(from: 0, to: rows, by: blockRows) where answer.tally.end == nil {
      faulty.removeAll(keepingCapacity: true)
      var lanes = min(blockRows, rows - start)
      if let columns = job.kept?.columns {
        kept = (start..<start + lanes).map { row in
          columns.texts(numbers[(row * targets.count)..<(row + 1) * targets.count])
        }
      }
      for (column, target) in targets.enumerated() where target >= 0 {
        for lane in 0..<lanes {
          inputs[target * stride + lane] = numbers[(start + lane) * targets.count + column]
        }
      }
      var end: RowFault?
      for lane in 0..<lanes where job.sequel != nil {
        guard let (_, problem) = job.sequel?.fault(inputs + lane, stride: stride) else { continue }
        let fault = RowFault(reason: .uncertainty(problem), place: start + lane..<start + lane)
        if job.keepsGoing {
          faulty.append((lane, fault))
        } else {
          lanes = lane
          end = fault
          break
        }
      }
      block(lanes, piece, answer)
      if let end, answer.tally.end == nil { answer.tally.end = job.table.failure(end, in: piece) }
    }
  }

  private func block(_ lanes: Int, _ piece: RowPiece, _ answer: PieceAnswer) {
    job.engine.run(
      workspace, .init(start: inputs, stride: stride), count: lanes,
      into: .init(start: results, stride: stride), findings: findings)
    if let sequel = job.sequel {
      for lane in 0..<lanes where !findings[lane].contains(.failed) {
        let isFinite = sequel.run(inputs + lane, results + lane, into: answers + lane, stride: stride)
        if !isFinite { findings[lane].insert(.notFinite) }
      }
    }
    let unanswered =
      faulty.map(\.lane) + (job.sequel == nil ? [] : (0..<lanes).filter { findings[$0].contains(.failed) })
    for lane in unanswered {
      for number in 0..<job.answers { answers[number * stride + lane] = .nan }
    }
    var nextFault = faulty[...]
    var added = 0
    for lane in 0..<lanes {
      let isFaulty = nextFault.first?.lane == lane
      if isFaulty {
        let (_, fault) = nextFault.removeFirst()
        answer.tally.addFault(job.table.failure(fault, in: piece))
      } else if !findings[lane].isEmpty, !settle(lane, piece, answer) {
        return
      }
      answer.tally.rows += 1
      let isAnswered = !isFaulty && !findings[lane].contains(.failed)
      guard let writer = job.writer else {
        added += isAnswered ? 1 : 0
        // Rows without an answer cannot be added up.
        if !isAnswered { for result in 0..<job.engine.results { results[result * stride + lane] = 0 } }
        continue
      }
      let texts = kept.isEmpty ? nil : kept[lane]
      if isAnswered, let explained = job.explained, !findings[lane].isDisjoint(with: [.kink, .notFinite, .unexamined]) {
        answer.text.append(explained(point(lane), texts))
      } else {
        let text = texts.flatMap { texts in job.kept.map { $0(texts) } }
        writer.write(answers + lane, stride: stride, kept: text, to: &answer.text)
      }
    }
    if job.writer == nil { answer.totals.add(columns: results, stride: stride, rows: lanes, counting: added) }
  }

  /// Counts the findings of a lane.
  ///
  /// - Returns: whether the rows go on.
  private func settle(_ lane: Int, _ piece: RowPiece, _ answer: PieceAnswer) -> Bool {
    let line = piece.firstLine + answer.tally.rows
    if findings[lane].contains(.failed) {
      func failure() -> Failure? { job.failure(point(lane)).map { .atRow($0, job.table.place(line)) } }
      guard job.keepsGoing else {
        answer.tally.end = failure()
        return answer.tally.end == nil
      }
      answer.tally.addFault(failure())
      return true
    }
    if findings[lane].contains(.notFinite) { answer.tally.undefined.add(line) }
    if !findings[lane].isDisjoint(with: [.kink, .unexamined]) { answer.tally.kinks.add(line) }
    return true
  }

  private func point(_ lane: Int) -> [Double] {
    (0..<job.inputs).map { inputs[$0 * stride + lane] }
  }
}
