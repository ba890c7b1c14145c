using BenchmarkDotNet.Running;
using Gravity.Benchmarks;

// `-- phases [NAME]` times the parts of a fit and its peak memory; everything else is BenchmarkDotNet's, e.g. `-- --filter *Pooled*`.
if (args.Length > 0 && args[0] == "phases")
    return Phases.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Phases).Assembly).Run(args, new WarmConfig());
return 0;
