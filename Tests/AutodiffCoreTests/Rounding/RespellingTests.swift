import Testing

@testable import AutodiffCore

@Suite struct RespellingTests {
  /// Both spellings of every row are the same number.
  @Test func spellingsAgree() throws {
    for row in Respelling.table {
      let samples: [[String]] =
        row.isOfArrays
        ? [["[0.3,1.7]", "[0.2,0.9]", "[1,2]"]]
        : [["0.3", "0.2", "0.1"], ["1.25", "0.5", "-0.125"], ["-0.5", "-0.25", "0.1"]]
      let pattern = GraphPattern(row)
      #expect(pattern != nil, "\(row.pattern) cannot be read")
      var isDefined = false
      for texts in samples {
        let names = pattern?.operands ?? []
        func value(_ text: String) throws -> Double {
          try RoundedAnswer(text, names, Array(texts.prefix(names.count)), wantsDerivatives: false).point.value[0]
        }
        let (own, other) = (try value(row.pattern), try value(row.spelling))
        guard own.isFinite, other.isFinite else { continue }
        isDefined = true
        #expect(abs(own - other) <= 1e-12 * max(1, abs(own)), "\(row.pattern) = \(own), \(row.spelling) = \(other)")
      }
      #expect(isDefined, "\(row.pattern) has no sample")
    }
  }

  /// Each pattern is found where it stands, with the operands that stand there.
  @Test func patternsAreFound() throws {
    for row in Respelling.table {
      guard let pattern = GraphPattern(row) else { continue }
      let shapes = row.isOfArrays ? ["u", "v", "w"].map { InputShape(name: $0, shape: Shape([3])) } : []
      var text = row.pattern
      for (name, own) in zip(Respelling.operands, ["u", "v", "w"]) {
        text = text.map { String($0) == name ? own : String($0) }.joined()
      }
      let graph = try Lowering.lower(try Parser.parse(SourceText(text)), shapes: shapes)
      #expect(pattern.match(graph.output, in: graph)?.count == pattern.operands.count, "\(text)")
    }
  }

  /// Programs with a point, and what is offered for their value there.
  static let offers: [(text: String, names: [String], values: [String], offer: String?)] = [
    ("exp(x) - 1", ["x"], ["1e-12"], "expm1(x)"),
    ("-1 + exp(2*x)", ["x"], ["1e-12"], nil),
    ("y = exp(x/3); (y - 1)*4", ["x"], ["1e-13"], "expm1(x/3)"),
    ("log(x + 1)", ["x"], ["1e-12"], "log1p(x)"),
    ("1 - cos(x + y)", ["x", "y"], ["1e-8", "2e-8"], "2*sin((x + y)/2)^2"),
    ("x*x - y*y", ["x", "y"], ["1000000.125", "1000000.1250001"], nil),
    ("x*x - y*y", ["x", "y"], ["94906267", "94906266"], "(x - y)*(x + y)"),
    ("sqrt(x + 1) - sqrt(x)", ["x"], ["1e14"], "1/(sqrt(x + 1) + sqrt(x))"),
    ("(-b + sqrt(b^2 - 4*a*c))/(2*a)", ["a", "b", "c"], ["1", "1e8", "1"], "-2*c/(b + sqrt(b^2 - 4*a*c))"),
    ("for i = 1 to 3 { y = exp(x) - 1 }; y", ["x"], ["1e-13"], "expm1(x)"),
    ("f(t) = exp(t) - 1; f(x)", ["x"], ["1e-13"], "expm1(x)"),
    ("mean(x^2) - mean(x)^2", ["x"], ["[1000001,1000002,1000004]"], "variance(x)"),
    ("log(sum(exp(x)))", ["x"], ["[1,2,3]"], nil),
    ("x - sin(x)", ["x"], ["1e-6"], nil),
    ("sin(pi)", [], [], nil),
  ]

  @Test(arguments: offers) func areOffered(_ text: String, _ names: [String], _ values: [String], _ offer: String?)
    throws
  {
    let answer = try RoundedAnswer(text, names, values, wantsDerivatives: false)
    let shapes = answer.point.graph.inputs.compactMap { input -> InputShape? in
      let shape = answer.point.graph.shape(of: input)
      return shape.isScalar ? nil : InputShape(name: answer.point.graph.name(ofInput: input), shape: shape)
    }
    let search = RespellingSearch(answer.point, answer.source, inputs: answer.inputs) { source in
      (try? Parser.parse(source)).map { Program($0, boundNames: NameTable(names), shapes: shapes) }
    }
    let found = search.best(input: nil, answer.report.value, answer.point.value)
    #expect(found?.spelling == offer)
    if let found { #expect(found.digits >= 7) }
  }
}
