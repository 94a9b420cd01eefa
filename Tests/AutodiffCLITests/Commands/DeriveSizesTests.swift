import AutodiffTestSupport
import Testing

@testable import AutodiffCLI

/// Formulas of every size hold at sizes that they were not made from.
@Suite(.namesCases) struct DeriveSizesTests {
  /// The program, its shapes, and values for the letters m = 3 and n = 2.
  private static let programs: [(String, String, [String: String])] = [
    ("sum((A@x - b)^2)", "A=mxn,x=n,b=m", ["A": "[[1,2],[3,-1],[0.5,2]]", "x": "[1,-2]", "b": "[3,0,1]"]),
    (
      "mean((y - X@w)^2) + 0.1*norm(w)^2", "X=mxn,w=n,y=m",
      [
        "X": "[[1,2],[3,-1],[0.5,2]]", "w": "[1,-2]", "y": "[3,0,1]",
      ]
    ),
    ("variance(x) + sum(x)/sqrt(length(x))", "x=n", ["x": "[1,3]"]),
    ("sum(X^2)/(rows(X)*cols(X) - 1) + mean(X)", "X=mxn", ["X": "[[1,2],[3,-1],[0.5,2]]"]),
    ("sum(A@B)", "A=mxn,B=nxm", ["A": "[[1,2],[3,-1],[0.5,2]]", "B": "[[1,2,3],[0,1,-1]]"]),
    ("logdet(S@S') + trace(inv(S))", "S=nxn", ["S": "[[2,1],[0.5,3]]"]),
    ("sum(exp(2*x/(length(x) + 1)))", "x=m", ["x": "[1,2,0.5]"]),
    ("sum((x - sum(x)/m)^2)/m + sum(x^3)/(m - 1)", "x=m", ["x": "[1,2,0.5]"]),
    ("trace(S@S)/(n*(n + 1)) + logdet(eye(n) + S'@S)", "S=nxn", ["S": "[[2,1],[0.5,3]]"]),
    ("dot(ones(n), A'@y)*sum(A^2)/(m*n - 1)", "A=mxn,y=m", ["A": "[[1,2],[3,-1],[0.5,2]]", "y": "[1,-2,3]"]),
    ("sum((A - mean(A, axis=1))^2*A)/m^3", "A=mxn", ["A": "[[1,2],[3,-1],[0.5,2]]"]),
  ]

  @Test func formulasHold() {
    forEach(Self.programs) { (program: String, shapes: String, values: [String: String]) throws in
      let at = values.map { "\($0)=\($1)" }
      let formulas = CommandRun(["derive", "-e", program, "--shape", shapes, "--format", "json"])
      #expect(formulas.status == .answered)
      for name in values.keys {
        let plain = CommandRun(["derive", "-e", program, "--shape", shapes, "--wrt", name, "--format", "plain"])
        let formula = plain.out.split(separator: "\n").joined(separator: "\n")
        let own = CommandRun(["eval", "-e", formula, "--format", "plain", "--digits", "10"] + sizes(in: formula) + at)
        let all = CommandRun(
          ["grad", "-e", program, "--wrt", name, "--format", "plain", "--digits", "10"] + sizes(in: program) + at)
        let expected = all.out.split(separator: "\n").dropFirst()
        #expect(own.out.split(separator: "\n") == Array(expected), "\(name): \(formula) \(own.error)")
      }
    }
  }

  /// The options that give the sizes, of which one that does not occur is an error.
  private func sizes(in program: String) -> [String] {
    let words = program.split { !$0.isLetter }
    let sizes = ["m=3", "n=2"].filter { words.contains($0.prefix(1)) }
    return sizes.isEmpty ? [] : ["--let", sizes.joined(separator: ",")]
  }

  @Test func numbersAsExpressions() {
    let sizes = [[17, 19], [29, 23], [31, 37], [43, 41]]
    func texts(_ text: (Double, Double) -> String) -> [String] { sizes.map { text(Double($0[0]), Double($0[1])) } }
    forEach([
      (texts { m, _ in "\(2/m)*x" }, "2/m*x"), (texts { m, n in "ones(\(Int(m)), \(Int(n)))" }, "ones(m, n)"),
      (texts { m, n in "y/\(Int(m*n))" }, "y/(m*n)"), (texts { m, _ in "x[2:\(Int(m - 1))]" }, "x[2:m - 1]"),
      (texts { m, n in "x/\(Int(m + n))" }, "x/(m + n)"), (texts { _, n in "-\(0.5/n)*x" }, "-0.5/n*x"),
      (texts { m, _ in "x^\(Int(m))" }, "x^m"), (texts { m, _ in "x^\(3/m)" }, "x^(3/m)"),
      (texts { m, _ in "zeros(\(Int(m*m)))" }, "zeros(m^2)"), (texts { _, _ in "2*x1" }, "2*x1"),
      (texts { m, n in "\(1/(m*n - 1))" }, "1/(m*n - 1)"), (texts { m, _ in "\(3/m.squareRoot())" }, "3/sqrt(m)"),
      (texts { m, _ in "exp(x/\(Int((m + 1)/2)))" }, "exp(2*x/(m + 1))"),
      (texts { m, _ in "a*x/\(Int((m + 1)/2))*b" }, "2*a*x/(m + 1)*b"),
      (texts { m, _ in "A' @ x/\(Int((m + 1)/2))" }, "2*(A' @ x)/(m + 1)"),
      (texts { m, n in "a - f(x @ y)^2/\(Int((m - 1)/2))" }, "a - 2*f(x @ y)^2/(m - 1)"),
      (texts { m, _ in "3*x/\(Int((m + 1)/2))" }, "6*x/(m + 1)"), (texts { m, _ in "x/\(Int(m*m))" }, "x/m^2"),
      (texts { m, _ in "x*\(Int(m*(m - 1)))" }, "x*m*(m - 1)"), (texts { m, _ in "\(Int(m*m))^x" }, "(m^2)^x"),
      (texts { m, _ in "x/\(Int((m + 1)/2))^2" }, "x/((m + 1)/2)^2"), (texts { m, _ in "x/\(1/m)" }, "m*x"),
      (texts { m, _ in "\((m - 1)/2)*x" }, "(m - 1)/2*x"), (texts { m, _ in "x[1:\(Int((m - 1)/2))]" }, nil),
      (texts { m, _ in m < 20 ? "x" : "y" }, nil), (texts { m, _ in "\(m == 17 ? 5 : 6)" }, nil),
      (texts { m, _ in String(repeating: "0, ", count: Int(m)) }, nil),
    ]) { (texts: [String], expected: String?) in
      #expect(SizedText(["m", "n"], sizes: sizes, isLaTeX: false).merged(texts) == expected)
    }
  }

  /// No size, product or sum of two sizes is another at any choice.
  @Test(arguments: ["A=mxn,B=nxk,c=l", "x=n", "A=mxn", "A=mxnxk"]) func choicesAreFarApart(_ shapes: String) throws {
    let letters = try SizeLetters(shapes)
    for sizes in letters.choices() {
      #expect(sizes.count == letters.letters.count)
      var seen: Set<Int> = []
      for (place, size) in sizes.enumerated() {
        #expect(seen.insert(size).inserted)
        for other in sizes[place...] { #expect(seen.insert(size * other).inserted) }
      }
      #expect(sizes.allSatisfy { $0 > 16 })
    }
    for remainders in SizeLetters.Remainders.allCases {
      let choices = letters.choices(besides: [], remainders)
      #expect(choices.count == 4)
      for letter in letters.letters.indices {
        #expect(Set(choices.map { $0[letter] % remainders.rawValue }).count == 1)
      }
    }
  }
}
