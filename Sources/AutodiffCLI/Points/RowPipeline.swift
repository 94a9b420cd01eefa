import AutodiffCore

/// The rows of a table on their way through threads that work on them, and their answers on the way out, in order.
struct RowPipeline {
  let stream: PointStream
  let threads: Int
  let session: Session
  /// The number of lines of standard output before the first row's; nil where an answer is no line.
  let linesBefore: Int?

  /// Works on all rows, and ends where an answer is the last one or cannot be written.
  ///
  /// - Parameters:
  ///   - pieces: the rows that are worked on together.
  ///   - worker: makes the work of a thread.
  ///   - take: takes the next answer in order, writes it, and returns the number of rows answered with it.
  /// - Throws: the reason for which an answer is the last one, and that it cannot be written.
  func run<Answer: RowAnswer>(
    _ pieces: RowPieces, worker: @escaping () -> (RowPiece) -> Answer, take deliver: (Answer) -> Int
  ) throws(Failure) {
    var progress = Progress(session)
    let pool = OrderedPool(threads: threads, worker: worker)
    defer { pool.finish() }
    func take() throws(Failure) {
      guard let answer = pool.next() else { return }
      let rows = deliver(answer)
      progress.show(rows: rows, share: stream.share)
      if session.out.failure != 0 {
        let safeRows = linesBefore.map { max(0, session.out.deliveredLines - $0) }
        throw .writing(SystemError(session.out.failure), safeRows: safeRows)
      }
      if let end = answer.tally.end { throw end }
    }
    do throws(Failure) {
      while true {
        // Whoever waits for rows should not wait for answers to those before.
        while !pool.isEmpty, pool.isFull || !stream.isReady { try take() }
        if !stream.isReady { session.out.flush() }
        let piece: RowPiece?
        do throws(Failure) {
          piece = try next(pieces)
        } catch {
          while !pool.isEmpty { try take() }
          throw error
        }
        guard let piece else { break }
        pool.submit(piece)
      }
      while !pool.isEmpty { try take() }
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
  }

  /// The next rows; nil after the last.
  ///
  /// - Throws: that the table cannot be read.
  private func next(_ pieces: RowPieces) throws(Failure) -> RowPiece? {
    switch pieces {
    case .ready: try stream.next(isFull: false)
    case .full: try stream.next(isFull: true)
    case .few: try stream.nextFew()
    }
  }
}
