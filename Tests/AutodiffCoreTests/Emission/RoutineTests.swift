import Testing

@testable import AutodiffCore

/// The routines that are written out, as a table.
@Suite struct RoutineTests {
  /// Some program that is compiled and run in each language reaches each routine.
  @Test func areAllTried() throws {
    var reached: Set<String> = []
    func reach(_ name: String) {
      guard let routine = Routine.named[name], reached.insert(name).inserted else { return }
      routine.calls.forEach(reach)
    }
    for one in try EmittedPrograms.everyRoutine.cases {
      let writer = CWriter(one.program, name: "f")
      _ = writer.function()
      writer.helpers.forEach(reach)
    }
    #expect(reached == Set(Routine.all.map(\.name)))
    #expect(Routine.named.count == Routine.all.count)
  }

  /// A row that names a routine names one that there is, or that the language has.
  @Test func rowsNameRoutines() {
    for primitive in Primitive.allCases {
      guard case .routine(let name)? = primitive.spelling else { continue }
      #expect(CDialect.lacks(CDialect.routine(name)), "\(name)")
      #expect(SwiftDialect.lacks(SwiftDialect.routine(name)), "\(name)")
      #expect(JavaScriptDialect.lacks(JavaScriptDialect.routine(name)), "\(name)")
      #expect(RustDialect.lacks(RustDialect.routine(name)), "\(name)")
      #expect(MATLABDialect.lacks(MATLABDialect.routine(name)), "\(name)")
      let python = PythonDialect.routine(name)
      #expect(python.hasPrefix("np.") || PythonDialect.lacks(python), "\(name)")
    }
  }
}
