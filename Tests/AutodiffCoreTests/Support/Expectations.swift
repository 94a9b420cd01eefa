import Testing

@testable import AutodiffCore

/// The problem that reading or lowering `program` ends in.
func problem(in program: String) -> Problem? {
  do throws(Problem) {
    _ = try Lowering.lower(try Parser.parse(SourceText(program)))
    return nil
  } catch {
    return error
  }
}

/// A program without inputs as a number.
func number(_ program: String, sourceLocation: SourceLocation = #_sourceLocation) -> Double {
  do {
    return try Point(program: program).value
  } catch {
    Issue.record(error, "\(program)", sourceLocation: sourceLocation)
    return .nan
  }
}
