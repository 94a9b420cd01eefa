import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Functions for every size, run at sizes that they were not made from, 1 among them.
@Suite struct EmittedSizesTests {
  /// A program with letters for sizes.
  private struct Program {
    var text: String
    /// The letters' names in the code.
    var letters: [String]
    /// The lengths of the inputs, in the order in which they stand in x.
    var inputs: [(name: String, lengths: [SizeLength])]
    var kind = EmittedDerivative.gradient
    var wrt: [String]?

    func graph(at sizes: [Int]) throws -> Graph {
      try Lowering.lower(
        try Parser.parse(SourceText(text)), boundNames: NameTable(inputs.map(\.name)),
        shapes: inputs.map { name, lengths in
          let lengths = lengths.map { length in
            switch length {
            case .number(let number): number
            case .letter(let place): sizes[place]
            }
          }
          return .init(name: name, shape: Shape(lengths))
        })
    }

    func nodes(_ graph: Graph) -> [Graph.NodeID] {
      graph.inputs.filter { input in wrt.map { $0.contains(graph.name(ofInput: input)) } ?? true }
    }

    /// The code for every size, if there is one.
    func lines(_ language: SourceLanguage, isFlat: Bool = false) throws -> [String]? {
      for degree in [2, 4] {
        let lattice = SizeLattice(letters: letters.count, degree: degree)
        let codes = try lattice.points.map { sizes -> SourceCode in
          let graph = try graph(at: sizes)
          var code = try SourceCode(graph, wrt: nodes(graph), language, kind)
          code.isFlat = isFlat
          code.sizes = SourceSizes(
            letters: letters, lengths: Dictionary(inputs.map { ($0.name, $0.lengths) }) { one, _ in one })
          return code
        }
        var sized = try #require(SizedCode(codes[0], lattice))
        if let lines = sized.lines(codes.map(\.lines)) { return lines }
      }
      return nil
    }

    /// The point at sizes: numbers for each input, and the answers of the sweeps.
    func point(at sizes: [Int]) throws -> (inputs: [[Double]], shapes: [Shape], answers: [Double]) {
      let graph = try graph(at: sizes)
      let shapes = graph.inputs.map { graph.shape(of: $0) }
      var place = 0.0
      let values = shapes.map { shape in
        (0..<shape.count).map { _ -> Double in
          place += 1
          return Foundation.sin(3 * place) + 0.01 * place
        }
      }
      let tensors = zip(shapes, values).map { $0.isScalar ? Tensor.scalar($1[0]) : .array($0, $1) }
      let point = Point<Tensor>(graph, inputs: tensors)
      let adjoints = point.pullback(seed: 1.0)
      let gradient = nodes(graph).flatMap { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)).elements }
      return (values, shapes, point.values[Int(graph.output)].elements + gradient)
    }
  }

  /// Products, reductions along axes, factors, joined arrays, numbers made of sizes.
  private static let long = Program(
    text: """
      r = X@w + b - y; r'@r/length(r) + sum(softmax(X, axis=2)*X) + variance(w)/(length(b) + 1) + sum(concat(b, w)^3)
      """.replacingOccurrences(of: "r'@r", with: "sum(r*r)")
        + " + norm(y)*sqrt(length(w)) + logdet(X'@X + 0.5*eye(cols(X))) + sum(cumsum(b)^2)*(length(w) - 3) + sum(mean(X, axis=1)^2)"
    ,
    letters: ["m", "i"],
    inputs: [
      ("X", [.letter(0), .letter(1)]), ("w", [.letter(1)]), ("b", [.letter(0)]), ("y", [.letter(0)]),
    ])

  private static let sizes = [[3, 2], [1, 1], [1, 3], [2, 1], [5, 4]]

  /// The statements behind a function that print its answers at points, a line each.
  private static let mains: [String: @Sendable ([(sizes: [Int], inputs: [[Double]], count: Int)]) -> String] = [
    "C": cMain, "C++": cMain,
    "Swift": { points in
      points.enumerated().map { place, point in
        """
        let a\(place) = f(\(list(point.sizes)), [\(list(point.inputs.flatMap { $0 }))])
        print(([a\(place).value] + a\(place).gradient).map { $0.description }.joined(separator: " "))

        """
      }.joined()
    },
    "JavaScript": { points in
      points.map { point in
        """
        { const a = f(\(list(point.sizes)), [\(list(point.inputs.flatMap { $0 }))]);
          console.log([a.value, ...a.gradient].join(" ")); }

        """
      }.joined()
    },
    "Rust": { points in
      "fn main() {\n"
        + points.map { point in
          """
              let (value, gradient) = f(\(list(point.sizes)), &[\(list(point.inputs.flatMap { $0 }))]);
              print!("{:e}", value);
              for number in gradient.iter() { print!(" {:e}", number); }
              println!();

          """
        }.joined() + "}\n"
    },
    "MATLAB": { points in
      points.map { point in
        """
        [value, gradient] = f(\(list(point.sizes)), [\(list(point.inputs.flatMap { $0 }))]);
        printf("%.17g ", value, gradient); printf("\\n");

        """
      }.joined()
    },
  ]

  private static func list(_ numbers: [some CustomStringConvertible]) -> String {
    numbers.map(\.description).joined(separator: ", ")
  }

  @Sendable private static func cMain(_ points: [(sizes: [Int], inputs: [[Double]], count: Int)]) -> String {
    let calls = points.map { point in
      """
          {
              static const double x[] = {\(list(point.inputs.flatMap { $0 }))};
              static double gradient[\(point.count)];
              printf("%.17g", f(\(list(point.sizes)), x, gradient));
              for (int i = 0; i < \(point.count); i++) printf(" %.17g", gradient[i]);
              puts("");
          }

      """
    }
    return "#include <stdio.h>\n\nint main(void)\n{\n\(calls.joined())    return 0;\n}\n"
  }

  private func expect(_ output: String, _ answers: [[Double]], _ text: String) {
    let lines = output.split(separator: "\n")
    #expect(lines.count == answers.count, "\(text): \(output.prefix(1000))")
    for (line, expected) in zip(lines, answers) {
      let numbers = line.split(separator: " ").map { Double($0) ?? .nan }
      #expect(numbers.count == expected.count, "\(text)")
      for (number, value) in zip(numbers, expected) {
        #expect(abs(number - value) <= 1e-9 * max(1, abs(value)), "\(text): \(number) for \(value)")
      }
    }
  }

  @Test(arguments: EmittedLanguage.all.filter { $0.language != .python })
  func holdAtEverySize(_ language: EmittedLanguage) throws {
    let lines = try #require(try Self.long.lines(language.language))
    let points = try Self.sizes.map { try Self.long.point(at: $0) }
    let write = try #require(Self.mains[language.testDescription])
    let main = write(zip(Self.sizes, points).map { ($0, $1.inputs, $1.answers.count - 1) })
    let tool = try language.tool()
    // Octave takes a file for a script if something else stands before the functions.
    let source = (language.language == .matlab ? "1;\n" : "") + lines.joined(separator: "\n") + "\n" + main
    let file = "f.\(EmittedLanguage.suffixes[language.language] ?? "")"
    let output = try Workplace.run(source, file: file) { language.command(tool, $0, $1) }
    expect(output, points.map(\.answers), Self.long.text)
  }

  /// Python reads sizes off its inputs, and tells those whose shapes contradict each other.
  @Test func pythonReadsSizes() throws {
    var programs = [Self.long]
    programs.append(
      Program(
        text: "sum(A@x)*c + sum(x^2)", letters: ["n"],
        inputs: [("A", [.number(3), .letter(0)]), ("x", [.letter(0)]), ("c", [])]))
    programs.append(Program(text: "trace(A@A)", letters: ["k"], inputs: [("A", [.letter(0), .letter(0)])]))
    programs.append(
      Program(
        text: "m = sum(X@Y); n = m^2; m + n", letters: ["m", "n", "k"],
        inputs: [("X", [.letter(0), .letter(1)]), ("Y", [.letter(1), .letter(2)])]))
    var source = "import numpy as np\n\n"
    var answers: [[Double]] = []
    for (number, program) in programs.enumerated() {
      for isFlat in [false, true] {
        let lines = try #require(try program.lines(.python, isFlat: isFlat), "\(program.text)")
        source += lines.joined(separator: "\n") + "\n\n\n"
        for sizes in Self.sizes.map({ $0 + [2] }) {
          let (inputs, shapes, expected) = try program.point(at: sizes)
          let arrays = zip(inputs, shapes).map { "np.reshape([\(Self.list($0))], \($1.pythonTuple))" }
          let own = program.letters.indices.map { sizes[$0] }
          source +=
            isFlat
            ? "value, d = f([\(Self.list(inputs.flatMap { $0 }))], \(Self.list(own)))\n"
            : "value, d = f(\(arrays.joined(separator: ", ")))\n"
          source += "print(value, *(float(e) for part in d for e in np.ravel(part)))\n"
          answers.append(expected)
        }
        if number == 0, !isFlat {
          source += """
            try:
                f(np.ones((3, 2)), np.ones(3), np.ones(3), np.ones(3))
            except ValueError:
                print(0)

            """
          answers.append([0])
        }
        source += "\n"
      }
    }
    // The sizes of what is not differentiated by need not be told.
    var data = Self.long
    data.wrt = ["w", "b"]
    source += (try #require(try data.lines(.python, isFlat: true))).joined(separator: "\n") + "\n\n\n"
    let (inputs, shapes, expected) = try data.point(at: [3, 2])
    source += "value, d = f([\(Self.list(inputs[1] + inputs[2]))], "
    source += "np.reshape([\(Self.list(inputs[0]))], \(shapes[0].pythonTuple)), [\(Self.list(inputs[3]))])\n"
    source += "print(value, *d)\n"
    answers.append(expected)
    let python = try EmittedLanguage.python.tool()
    expect(try Workplace.run(source, file: "f.py") { source, _ in [python, source] }, answers, "Python")
  }

  /// A program whose code is another one for each size has none for all.
  @Test(arguments: ["sum(cumprod(x))", "prod(x[1:3])*2 + sum([1, 2]*x[1:2])*0 + x[length(x)]*sum(cumprod(x))"])
  func hasNone(_ text: String) throws {
    let program = Program(text: text, letters: ["n"], inputs: [("x", [.letter(0)])])
    #expect(try program.lines(.python) == nil)
  }
}
