import AutodiffCLI

Process.exit(with: Array(CommandLine.arguments.dropFirst()))
