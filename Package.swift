// swift-tools-version:6.0
import PackageDescription

// On Linux the release binary is linked statically: it starts in a third of the time and needs nothing installed.
// Symbols, two thirds of it, are left out, as are equal functions but for one, and the tables for unwinding with their
// index, which nothing here does.
// lld is part of the Swift toolchain and, unlike gold, links the static runtime without warnings.
let fastStart: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-executable", "-use-ld=lld", "-Xlinker", "-s", "-Xlinker", "-O2", "-Xlinker", "--icf=all", "-Xlinker",
      "--no-eh-frame-hdr", "-Xlinker", "-T", "-Xlinker",
      "\(Context.packageDirectory)/Sources/autodiff/unwinding.ld",
    ],
    .when(platforms: [.linux], configuration: .release))
]

// The command line works once for an answer; the loops over rows that it starts are the library's.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

// Text is searched by bytes: what the standard library has for it brings a parser of regular expressions, a megabyte.
// Without its import a call of that kind does not compile.
let noRegexParser: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

// The kernels are compiled once more for each later level of x86-64; elsewhere the flag says nothing.
func kernels(_ level: Int) -> Target {
  .target(
    name: "KernelsV\(level)", dependencies: ["CProcessor"],
    swiftSettings: [
      .define("KERNELS_V\(level)"), .unsafeFlags(["-Xcc", "-Xarch_x86_64", "-Xcc", "-march=x86-64-v\(level)"]),
    ])
}

let package = Package(
  name: "autodiff",
  products: [.executable(name: "autodiff", targets: ["autodiff"])],
  targets: [
    .systemLibrary(name: "CProcessor"),
    kernels(3),
    kernels(4),
    .target(
      name: "AutodiffCore", dependencies: ["CProcessor", "KernelsV3", "KernelsV4"], swiftSettings: noRegexParser),
    .target(name: "AutodiffCLI", dependencies: ["AutodiffCore"], swiftSettings: noRegexParser + small),
    .executableTarget(
      name: "autodiff", dependencies: ["AutodiffCLI"], exclude: ["unwinding.ld"], linkerSettings: fastStart),
    .executableTarget(
      name: "autodiff-benchmark", dependencies: ["AutodiffCore"], path: "Tests/Benchmarks",
      exclude: [
        "run", "straight.c", "answers-run", "arrays.py", "emitted", "gradients.c", "numbers.cpp", "points.c",
        "points.py", "points-run", "hashes", "rows.cpp", "rows.py", "digits.py", "crossings.py", "sparse.py",
        "formulas.py", "minima.py", "dense.py", "measure.py",
      ]),
    .executableTarget(name: "autodiff-fuzz", dependencies: ["AutodiffCLI", "AutodiffCore"], path: "Tests/Fuzz"),
    .target(name: "AutodiffTestSupport", path: "Tests/Support"),
    .systemLibrary(name: "CIndexStore", path: "Tests/IndexStore"),
    .systemLibrary(name: "CTerminal", path: "Tests/Terminal"),
    .testTarget(
      name: "AutodiffCoreTests", dependencies: ["AutodiffCore", "AutodiffTestSupport", "CIndexStore"]),
    .testTarget(
      name: "AutodiffCLITests", dependencies: ["AutodiffCLI", "AutodiffCore", "AutodiffTestSupport"],
      exclude: ["Golden"]),
    // The executable is a dependency so that the tests find it built.
    .testTarget(
      name: "AutodiffExamplesTests",
      dependencies: ["autodiff", "AutodiffCLI", "AutodiffCore", "AutodiffTestSupport", "CTerminal"]),
  ],
  swiftLanguageModes: [.v6]
)
