// swift-tools-version:6.0
import PackageDescription

// On Linux the release binary is linked statically: it starts in a third of the time and needs nothing installed.
// lld is part of the Swift toolchain and, unlike gold, links the static runtime without warnings.
let fastStart: [LinkerSetting] = [
  .unsafeFlags(["-static-executable", "-use-ld=lld"], .when(platforms: [.linux], configuration: .release))
]

let package = Package(
  name: "autodiff",
  products: [.executable(name: "autodiff", targets: ["autodiff"])],
  targets: [
    .target(name: "AutodiffCore"),
    .target(name: "AutodiffCLI", dependencies: ["AutodiffCore"]),
    .executableTarget(name: "autodiff", dependencies: ["AutodiffCLI"], linkerSettings: fastStart),
    .executableTarget(
      name: "autodiff-benchmark", dependencies: ["AutodiffCore"], path: "Tests/Benchmarks",
      exclude: [
        "run", "straight.c", "arrays.py", "emitted", "gradients.c", "numbers.cpp", "points.c", "points.py",
        "points-run", "rows.cpp", "rows.py",
      ]),
    .executableTarget(name: "autodiff-fuzz", dependencies: ["AutodiffCLI", "AutodiffCore"], path: "Tests/Fuzz"),
    .testTarget(name: "AutodiffCoreTests", dependencies: ["AutodiffCore"]),
    .testTarget(
      name: "AutodiffCLITests", dependencies: ["AutodiffCLI", "AutodiffCore"], exclude: ["Golden"]),
    // The executable is a dependency so that the tests find it built.
    .testTarget(name: "AutodiffExamplesTests", dependencies: ["autodiff", "AutodiffCLI", "AutodiffCore"]),
  ],
  swiftLanguageModes: [.v6]
)
