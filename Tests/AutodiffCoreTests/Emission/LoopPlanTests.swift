import Testing

@testable import AutodiffCore

/// Arrays that emitted loops read where they come from, with the numbers of SciPy 1.17.1, NumPy 2.4.6 and JAX 0.10.2.
@Suite struct LoopPlanTests {
  private typealias Program = (text: String, inputs: [(name: String, value: Tensor)], answers: [Double])

  private static func vector(_ numbers: Double...) -> Tensor { .array(Shape([numbers.count]), numbers) }

  private static let five = vector(0.5, -0.25, 1.5, 0.75, 2)

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
    // A sum that is longer than one part of it
    (
      "x = s*linspace(-1, 1, 150); sum(100*(x[2:] - x[:149]^2)^2 + (1 - x[:149])^2)", [("s", .scalar(1.25))],
      [15397.98709217649, 36144.64770897314]
    ),
    // Three parts of one array from one loop
    (
      "sum(exp(x[1:3]*x[2:4])*x[3:5])", [("x", five)],
      [
        7.999646010806185, -0.3309363384692233, 1.4350731155782903, 5.373955436188335, 9.927939825545065,
        3.080216848918031,
      ]
    ),
    // A loop that needs the sum of the one before
    (
      "e = exp(x); p = e/sum(e); sum(p*x*x)", [("x", five)],
      [
        2.515444438223957, -0.1270990676989506, -0.1400985684412039, 0.7465871614833959, -0.0584141195659883,
        2.4687803209058288,
      ]
    ),
    // Products of rows that one loop works out
    (
      "dot(sin(a*b), cos(a))/sum(a*a)", [("a", five), ("b", vector(1, -0.5, 0.25, 2, -1.5))],
      [
        0.19031945366917982, 0.04912040030862595, -0.049778466356815924, -0.12910287665621376, -0.12096774458259198,
        -0.17556928041723327, 0.054045694942741744, -0.03373167173932707, 0.013857159011483374, 0.005448170850056936,
        0.1156441391342268,
      ]
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

  /// Parts of an array are no copies, loops of the same length are one, and what only that one reads is a number in it.
  @Test func partsAreReadInPlace() throws {
    let lines = try lines(Self.programs[0])
    let text = lines.joined(separator: "\n")
    for line in [
      "const double v1 = x_[i + 1] - x_[i]*x_[i];", "v4 += v3;", "const double v5 = 200.0*v1;", "v7[i] += v6;",
      "v7[i + 1] += v5;",
    ] {
      #expect(text.includes("        " + line), "\(line) in\n\(text)")
    }
    #expect(lines.filter { $0.includes("for (") && $0.includes("< 3") }.count == 1)
    #expect(!text.includes("double v1["), "\(text)")
  }

  /// A row that another loop reads is an array, with room of its own where memory is asked for.
  @Test func arraysOfSeveralLoopsHaveRoom() throws {
    let text = "y = sin(s*linspace(0, 3, 3000)); z = cumsum(y*y); sum(z*y)/sum(y) + z[3000]"
    let lines = try lines((text, [("s", .scalar(1))], []))
    let rooms = lines.filter { $0.includes("workspace + ") }
    let places = Set(rooms.compactMap { $0.split(separator: "=").last })
    #expect(rooms.count > 2 && places.count == rooms.count, "\(rooms)")
    var programs = EmittedPrograms()
    try programs.add(text, [("s", .scalar(1))])
    expectAnswers(try EmittedLanguage.c.answers(programs), programs)
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
