using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace Gravity.Benchmarks;

/// <summary>A short warm job for fits that take a tenth of a second and more, with allocations.</summary>
/// <remarks>
/// Concurrent collections are off, so that the collector's own thread does not stand beside two workers on two cores. The reports are
/// GitHub tables in <c>BenchmarkDotNet.Artifacts/results</c>; those worth keeping are copied to <c>results/&lt;cpu&gt;</c>.
/// </remarks>
internal sealed class WarmConfig : ManualConfig
{
    public WarmConfig()
    {
        AddJob(Job.Default
            .WithLaunchCount(1).WithWarmupCount(4).WithIterationCount(9).WithGcServer(false).WithGcConcurrent(false)
            // The project that BenchmarkDotNet generates inherits our rules for sources and does not keep them.
            .WithArguments([new MsBuildArgument("/p:TreatWarningsAsErrors=false"), new MsBuildArgument("/p:MSBuildTreatWarningsAsErrors=false"), new MsBuildArgument("/p:EnforceCodeStyleInBuild=false"), new MsBuildArgument("/p:GenerateDocumentationFile=false")]));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        SummaryStyle = SummaryStyle.Default.WithCultureInfo(CultureInfo.InvariantCulture);
    }
}
