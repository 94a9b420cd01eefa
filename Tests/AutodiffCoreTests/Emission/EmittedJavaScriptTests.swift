import AutodiffTestSupport
import Foundation
import Testing

@testable import AutodiffCore

/// Emitted JavaScript, run by Node.
@Suite(.namesCases) struct EmittedJavaScriptTests {
  /// Functions of the C library that JavaScript lacks, in each of the ranges that they tell apart. The values are those
  /// of mpmath with 50 digits.
  @Test func writesFunctionsOfTheLibrary() throws {
    var calls: [String] = []
    for row in Self.library {
      calls.append(
        "\(row.function)(\(row.arguments.map { JavaScriptDialect.number($0).text }.joined(separator: ", ")))")
    }
    let names = Set(Self.library.map { JavaScriptDialect.library($0.function) })
    let source =
      JavaScriptDialect.definitions(of: names).joined(separator: "\n\n") + "\nconst pow = power;\n"
      + calls.map { "console.log(String(\($0)));" }.joined(separator: "\n")
    let node = try EmittedLanguage.javascript.tool()
    let lines = try Workplace.run(source, file: "f.js") { source, _ in [node, source] }.split(separator: "\n")
    #expect(lines.count == Self.library.count)
    forEach(zip(lines, Self.library)) { line, row in
      let value = line == "Infinity" ? .infinity : line == "-Infinity" ? -.infinity : Double(line) ?? .nan
      if row.value.isFinite, row.value != 0 {
        #expect(abs(value / row.value - 1) < 4e-15, "\(row): \(value)")
      } else {
        #expect(value.isSame(as: row.value), "\(row): \(value)")
      }
    }
  }

  private static let library: [(function: String, arguments: [Double], value: Double)] = [
    ("erf", [0.0], 0.0), ("erf", [1e-300], 1.1283791670955126e-300), ("erf", [1e-09], 1.1283791670955127e-09),
    ("erf", [0.3], 0.3286267594591274), ("erf", [-0.7], -0.6778011938374184), ("erf", [0.999], 0.8422852702064969),
    ("erf", [1.0], 0.8427007929497149), ("erf", [1.2], 0.9103139782296353), ("erf", [-2.5], -0.999593047982555),
    ("erf", [5.0], 0.9999999999984626), ("erf", [7.0], 1.0), ("erf", [.infinity], 1.0), ("erf", [.nan], .nan),
    ("erfc", [-7.0], 2.0), ("erfc", [-0.3], 1.3286267594591274), ("erfc", [0.0], 1.0),
    ("erfc", [0.49], 0.4883317388114769), ("erfc", [0.5], 0.4795001221869535), ("erfc", [0.51], 0.4707563801588296),
    ("erfc", [0.9], 0.20309178757716786), ("erfc", [1.7], 0.01620954140922544),
    ("erfc", [3.3], 3.0577097964381654e-06), ("erfc", [6.2], 1.816675617238127e-18),
    ("erfc", [6.5], 3.8421483271206475e-20), ("erfc", [12.25], 3.09412674054021e-67),
    ("erfc", [20.1], 9.735977140428878e-178), ("erfc", [26.5], 2.2109076642637343e-307), ("erfc", [.infinity], 0.0),
    ("erfc", [-.infinity], 2.0), ("tgamma", [1e-20], 1e+20), ("tgamma", [0.001], 999.4237724845955),
    ("tgamma", [0.4], 2.218159543757688), ("tgamma", [0.999], 1.0005782056293586), ("tgamma", [1.0], 1.0),
    ("tgamma", [1.5], 0.886226925452758), ("tgamma", [1.999], 0.9995776274237294), ("tgamma", [2.0], 1.0),
    ("tgamma", [2.75], 1.6083594219855457), ("tgamma", [4.0], 6.0), ("tgamma", [7.99], 4939.461549125382),
    ("tgamma", [8.0], 5040.0), ("tgamma", [8.5], 14034.407293483413), ("tgamma", [20.0], 1.21645100408832e+17),
    ("tgamma", [30.0], 8.841761993739702e+30), ("tgamma", [100.25], 2.94846628183877e+156),
    ("tgamma", [171.5], 9.4833675668248e+307), ("tgamma", [-1e-18], -9.999999999999999e+17),
    ("tgamma", [-1e-05], -100000.57722555555), ("tgamma", [-0.5], -3.544907701811032),
    ("tgamma", [-3.75], 0.2678661288614166), ("tgamma", [-20.125], -2.3123088525059488e-18),
    ("tgamma", [-100.5], -3.3536908198076787e-159), ("tgamma", [-170.3], -1.1449279983878122e-307),
    ("tgamma", [0.0], .infinity), ("tgamma", [-0.0], -.infinity), ("tgamma", [-3.0], .nan),
    ("tgamma", [173.0], .infinity), ("tgamma", [.infinity], .infinity), ("lgamma", [1e-20], 46.051701859880914),
    ("lgamma", [0.001], 6.907178885383853), ("lgamma", [0.2], 1.5240638224307845),
    ("lgamma", [0.5], 0.5723649429247001), ("lgamma", [0.74], 0.2142675463050807),
    ("lgamma", [0.76], 0.19254856099359), ("lgamma", [0.9999999], 5.772157468444193e-08), ("lgamma", [1.0], 0.0),
    ("lgamma", [1.0000001], -5.772155829918507e-08), ("lgamma", [1.2], -0.08537409000331583),
    ("lgamma", [1.3], -0.10817480950786047), ("lgamma", [1.7], -0.09580769740706588),
    ("lgamma", [1.8], -0.07108387291437215), ("lgamma", [2.0], 0.0), ("lgamma", [2.0000001], 4.227843666532498e-08),
    ("lgamma", [2.4], 0.21685932244884157), ("lgamma", [2.6], 0.35741186354897986),
    ("lgamma", [3.0], 0.6931471805599453), ("lgamma", [5.5], 3.9578139676187165),
    ("lgamma", [7.9], 8.32426586800881), ("lgamma", [8.0], 8.525161361065415), ("lgamma", [9.5], 11.689333420797269),
    ("lgamma", [100.0], 359.1342053695754), ("lgamma", [10000000000.0], 220258509288.81058),
    ("lgamma", [1e+18], 4.044653167389282e+19), ("lgamma", [1e+300], 6.897755278982137e+302),
    ("lgamma", [-0.25], 1.589575312551186), ("lgamma", [-1.5], 0.860047015376481),
    ("lgamma", [-5.5], -4.517832174007741), ("lgamma", [-50.3], -148.29858791330844), ("lgamma", [0.0], .infinity),
    ("lgamma", [-2.0], .infinity), ("lgamma", [-.infinity], .infinity), ("fmod", [5.5, 3.0], 2.5),
    ("fmod", [-5.5, 3.0], -2.5), ("fmod", [5.5, .infinity], 5.5), ("fmod", [1.0, 0.0], .nan), ("rint", [0.5], 0.0),
    ("rint", [1.5], 2.0), ("rint", [2.5], 2.0), ("rint", [-0.5], -0.0), ("rint", [-1.5], -2.0),
    ("rint", [-0.3], -0.0), ("rint", [4503599627370498.0], 4503599627370498.0), ("rint", [1e+300], 1e+300),
    ("rint", [-2.51], -3.0), ("ldexp", [1.0, -1074.0], .leastNonzeroMagnitude),
    ("ldexp", [3.0, -1074.0], 3 * .leastNonzeroMagnitude),
    ("ldexp", [0.75, 1024.0], 1.348269851146737e+308), ("ldexp", [1.5, -1073.0], 3 * .leastNonzeroMagnitude),
    ("ldexp", [1.0, 2000.0], .infinity), ("ldexp", [1e-300, 1990.0], 1.1212213821037642e+299),
    ("ldexp", [1.1, 3.0], 8.8), ("ldexp", [-1.0, -9999.0], -0.0), ("pow", [1.0, .nan], 1.0),
    ("pow", [-1.0, .infinity], 1.0), ("pow", [-8.0, 3.0], -512.0), ("pow", [2.0, 0.5], 1.4142135623730951),
    ("pow", [-8.0, 0.5], .nan),
  ]

  @Test func sparesNamesThatMeanSomething() throws {
    let words = [
      "await", "arguments", "eval", "let", "static", "yield", "delete", "typeof", "undefined", "Infinity", "Math",
      "module", "require", "x", "gradient", "rint", "frexp", "lgamma", "digamma", "value", "function", "class",
    ]
    for word in words { #expect(SourceCode.isReserved(word, .javascript), "\(word)") }
    let inputs =
      (words + ["constructor", "__proto__", "console", "enum", "of", "async", "θ", "x'"])
      .filter { (try? Parser.parse(SourceText($0))) != nil }
    #expect(inputs.count > 20)
    var programs = EmittedPrograms()
    try programs.add(inputs.joined(separator: " + "), inputs.map { ($0, .scalar(0.5)) })
    expectAnswers(try EmittedLanguage.javascript.answers(programs), programs)
  }

  /// Files that have helpers of the same names are parts of one program, as modules and as scripts of one page.
  @Test func linksWithOtherFiles() throws {
    let node = try EmittedLanguage.javascript.tool()
    let files = try Workplace.files(.javascript, extension: "js")
    let main = """
      const vm = require("vm"), fs = require("fs");
      const { f0 } = require("./f0.js"), { f1 } = require("./f1.js");
      const page = vm.createContext({});
      for (const name of ["f0.js", "f1.js"]) vm.runInContext(fs.readFileSync(__dirname + "/" + name, "utf8"), page);
      const x = [2, 1, 1, 3];
      const same = page.f0(x).value === f0(x).value && page.f1(x).value === f1(x).value;
      process.stdout.write(same ? f0(x).value.toPrecision(12) + " " + f1(x).value.toPrecision(12) : "different");
      """
    let output = try Workplace.run(main, file: "main.js") { source, _ in
      _ = try Workplace.write(files, beside: source)
      return [node, source]
    }
    #expect(output == Workplace.linkedAnswers)
  }

  /// The program around a function answers points as `grad --format plain` does.
  @Test func answersPoints() throws {
    let node = try EmittedLanguage.javascript.tool()
    let graph = try Graph(program: "x*1e20 + 0*y")
    var source = try SourceCode(graph, wrt: graph.inputs, .javascript)
    source.hasMain = true
    let points = "1 2\\n\\n1e-25,3\\n0.5\\t1\\ninf 1\\n9.007199254740992e-5 0"
    let text = source.lines.joined(separator: "\n")
    let main = """
      const { spawnSync } = require("child_process");
      const run = spawnSync(process.execPath, [__dirname + "/f.js"], { input: "\(points)", encoding: "utf8" });
      process.stdout.write(run.stdout.split("\\n").join(" "));
      """
    let output = try Workplace.run(main, file: "main.js") { source, _ in
      _ = try Workplace.write([("f.js", text)], beside: source)
      return [node, source]
    }
    #expect(
      output
        == "1e+20 1e+20 0 1e-05 1e+20 0 5e+19 1e+20 0 inf 1e+20 0 9007199254740992 1e+20 0 ")
  }
}
