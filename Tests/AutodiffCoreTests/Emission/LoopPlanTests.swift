import Testing

@testable import AutodiffCore

/// Arrays that emitted loops read where they come from, with the numbers of SciPy 1.17.1, NumPy 2.4.6 and JAX 0.10.2.
@Suite struct LoopPlanTests {
  private typealias Program = (text: String, inputs: [(name: String, value: Tensor)], answers: [Double])

  private static func vector(_ numbers: Double...) -> Tensor { .array(Shape([numbers.count]), numbers) }

  private static let programs: [Program] = [
    // scipy.optimize.rosen and rosen_der
    (
      "sum(100*(x[2:] - x[:3]^2)^2 + (1 - x[:3])^2)", [("x", vector(0.5, -0.25, 1.5, 0.75))],
      [458.703125, 99, 41.25, 1188.5, -300]
    ),
    // NumPy
    (
      "sum(tanh(W@v + b)^2)",
      [
        ("W", .array(Shape([2, 3]), [1, -2, 0.5, 0.25, 3, -1])), ("v", vector(0.5, -0.25, 1)), ("b", vector(0.5, -1)),
      ],
      [
        1.9085776712216282, 0.06810934371355648, -0.03405467185677824, 0.13621868742711296, -0.020554644202539787,
        0.010277322101269894, -0.041109288405079575, 0.12594136532584307, -0.3957652400694647, 0.10921863211863606,
        0.13621868742711296, -0.041109288405079575,
      ]
    ),
    // JAX
    ("sum(x[2:4]*x[1:3]) + x[2]*x[5]", [("x", vector(1, 2, 3, 4, 5))], [30, 2, 9, 6, 3, 2]),
    (
      "sum((A[:,2]*A[:,1])^2) + sum(A[1]*3)", [("A", .array(Shape([3, 2]), [1, 2, 3, -1, 0.5, 4]))],
      [26, 11, 7, 6, -18, 16, 2]
    ),
    (
      "sum(exp(-s*flip(x))*x)/s", [("s", .scalar(0.75)), ("x", vector(0.5, 1, -2))],
      [1.7848433737708034, 3.8823579, 7.35016398, 0.15745552, -1.32445883]
    ),
  ]

  @Test(arguments: EmittedLanguage.all) func answersAsOthersDo(_ language: EmittedLanguage) throws {
    var programs = EmittedPrograms()
    for program in Self.programs { try programs.add(program.text, program.inputs) }
    for (one, program) in zip(programs.cases, Self.programs) {
      #expect(one.expected.count == program.answers.count)
      for (found, answer) in zip(one.expected, program.answers) {
        #expect(abs(found - answer) <= 1e-8 * max(1, abs(answer)), "\(program.text): \(found), not \(answer)")
      }
    }
    expectAnswers(try language.answers(programs), programs)
  }

  private func lines(_ program: Program) throws -> [String] {
    var programs = EmittedPrograms()
    try programs.add(program.text, program.inputs)
    let graph = programs.cases[0].graph
    return try SourceCode(graph, wrt: graph.inputs, .c).lines
  }

  /// Parts of an array are no copies, loops of the same length are one, and zeros stand only where nothing else does.
  @Test func partsAreReadInPlace() throws {
    let lines = try lines(Self.programs[0])
    let text = lines.joined(separator: "\n")
    for line in [
      "v1[i] = x_[i + 1] - x_[i]*x_[i];", "v4[i] = 200.0*v1[i];", "v6[3] = 0.0;", "v6[i + 1] += v4[i];",
    ] {
      #expect(text.includes("        " + line) || text.includes("    " + line), "\(line) in\n\(text)")
    }
    #expect(lines.filter { $0.includes("for (") && $0.includes("< 3") }.count == 3)
  }

  /// A product with a transpose reads the columns of the matrix, and needs no transposed copy.
  @Test func transposesAreReadInPlace() throws {
    let text = try lines(Self.programs[1]).joined(separator: "\n")
    #expect(text.includes("dot(W + i, 3, "), "\(text)")
    #expect(!text.includes("= W["), "\(text)")
  }

  /// The many values of one name are told apart by numbers.
  @Test func namesAreNumbered() {
    var names = Identifiers(reserved: ["s_2"])
    #expect((0..<4).map { _ in names.claim("s") } == ["s", "s_", "s_3", "s_4"])
  }
}
