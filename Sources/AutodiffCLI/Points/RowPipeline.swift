import AutodiffCore

/// The rows of a table on their way through threads that work on them, and their answers on the way out, in order.
struct RowPipeline {
  let stream: PointStream
  let threads: Int
  let session: Session
  /// How many lines of standard output come before the first row's; nil where an answer is no line.
  let linesBefore: Int?

  /// Works on all rows, and ends where an answer is the last one or cannot be written.
  ///
  /// - Parameters:
  ///   - next: the rows that are worked on together; nil after the last.
  ///   - worker: makes what a thread works with.
  ///   - deliver: takes the next answer in order, writes it, and answers how many rows have been answered with it.
  ///   - failure: why an answer is the last one.
  func run<Answer>(
    next: () throws(Failure) -> RowPiece?, worker: @escaping () -> (RowPiece) -> Answer,
    deliver: (Answer) -> Int, failure: (Answer) -> Failure?
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
      if let failure = failure(answer) { throw failure }
    }
    do throws(Failure) {
      while true {
        // Whoever waits for rows should not wait for answers to those before.
        while !pool.isEmpty, pool.isFull || !stream.isReady { try take() }
        if !stream.isReady { session.out.flush() }
        let piece: RowPiece?
        do throws(Failure) {
          piece = try next()
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
}
